"""Choosing: which dataset of a catalogue is meant, and which file of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.publishing.mirror.forms import PACKED, PREFERENCE, form_of
from kg.publishing.mirror.reading.page import Dataset, Distribution
from kg.publishing.mirror.reading.reader import UnreadableError
from kg.rdf.formats import Format

_LISTED = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """A file to fetch: its address, its form if that is said, and what else is."""

    url: str
    form: Format | None
    size: int = 0
    algorithm: str = ""
    checksum: str = ""


def choose_dataset(datasets: Sequence[Dataset], wished: str, where: str) -> Dataset:
    """Choose a dataset: that of the IRI or name, the only one, the latest.

    Raises:
        UnreadableError: there is none, or it is not clear which.
    """
    if wished:
        found = [it for it in datasets if it.is_called(wished)]
    else:
        found = list(datasets)
    latest = [it for it in found if it.latest]
    if len(found) > 1 and len(latest) == 1:
        return latest[0]
    if len(found) == 1:
        return found[0]
    named = f" called {wished!r}" if wished else ""
    listed = "; ".join(map(_listed, (found or datasets)[:_LISTED]))
    message = f"{where}: found {len(found)} datasets{named}"
    raise UnreadableError(f"{message}; expected one, by --dataset: {listed or 'none'}")


def _listed(dataset: Dataset) -> str:
    return " ".join((dataset.iri, *map(repr, dataset.names[:1])))


def choose_file(dataset: Dataset, where: str) -> Choice:
    """Choose a file: what is read fastest, and packed if it can be.

    Raises:
        UnreadableError: none is RDF.
    """
    found = [it for one in dataset.distributions for it in _choices(one)]
    if not found:
        forms = {it for one in dataset.distributions for it in one.forms or one.urls}
        listed = ", ".join(sorted(forms)[:_LISTED]) or "no file"
        expected = ", ".join(it.label for it in PREFERENCE)
        message = f"{where}: found {listed} for {dataset.iri}"
        raise UnreadableError(f"{message}; expected one of {expected}, or these packed")
    return min(found, key=_rank)


def _choices(distribution: Distribution) -> list[Choice]:
    """List the addresses of a file; one in a package of several files is none."""
    told = (distribution.size, distribution.algorithm, distribution.checksum)
    if any(_is_archive(it) for it in distribution.packages):
        return []
    return [
        Choice(url, form, *told)
        for url in distribution.urls
        if (form := form_of([*distribution.forms, url])) is not None
    ]


def _is_archive(word: str) -> bool:
    return word.lower().rpartition("/")[2] in {
        "zip",
        "x-tar",
        "tar",
        "x-zip-compressed",
    }


def _rank(choice: Choice) -> tuple[int, int, str]:
    packed = [n for n, it in enumerate(PACKED) if choice.url.endswith(it)]
    forms = [n for n, it in enumerate(PREFERENCE) if it is choice.form]
    return forms[0], (packed or [len(PACKED)])[0], choice.url
