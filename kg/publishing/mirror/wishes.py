"""Wishes: what whoever keeps a mirror says of how it is to be kept."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.publishing.signing import PublicKey

Told = Callable[[str], None]
"""Told of each step before it is done."""


def silent(_step: str) -> None:
    """Tell nothing."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a mirror is to be kept.

    `check` says that what is here is read first, and what is damaged fetched anew. Of a
    service of ours, `pinned` is the key by which each release has to be signed, and
    `one_file` says whether its dump is kept as `graph.nq` beside its pieces; None: as
    before, and at first if it is small.
    Of others, `dataset` is the IRI or a name of the dataset of a catalogue that is
    meant; `contexts` says whether contexts of JSON-LD may be fetched; a stream may have
    `most_pages`, a file `most_bytes`, and `expansion` times that unpacked.
    """

    told: Told = silent
    check: bool = False
    pinned: PublicKey | None = None
    one_file: bool | None = None
    dataset: str = ""
    contexts: bool = False
    most_pages: int = 100_000
    most_bytes: int = 16 << 30
    expansion: int = 20


PLAIN = Wishes()
"""Nothing in particular."""
