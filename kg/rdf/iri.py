"""Minting IRIs: the one place where a key becomes a name on the web."""

import hashlib
import re

from pyoxigraph import NamedNode

from kg.rdf.namespaces import BASE, KINDS, PREFIXES, VOCAB

_KEY = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")


def mint(kind: str, key: str) -> NamedNode:
    """Name a thing of a kind (`event`, `person`, …) by its key.

    Keys are lower-case words joined by `-`; `.` joins the keys of the things that a
    dependent thing (a participation, a passage) is made of.

    Raises:
        ValueError: the kind is unknown, or the key could not stand in an IRI.
    """
    if kind not in KINDS.values():
        raise ValueError(f"{kind!r} is not a kind of thing")
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is not a key: lower-case words joined by '-' or '.'")
    return NamedNode(f"{BASE}id/{kind}/{key}")


LETTERS = "23456789bcdfghjkmnpqrstvwxz"
"""What opaque identifiers are made of: no vowels, so no words by chance."""


def opaque(*parts: str) -> str:
    """Give the opaque local name of something that a source has a key for.

    It is always the same for the same parts and tells nothing of them; twelve letters
    are 57 bits, so of a million things no two are likely to have one name.

    >>> opaque("register", "event", "1")
    'kbj35h8m8wvn'
    """
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    letters = []
    for _place in range(12):
        number, letter = divmod(number, len(LETTERS))
        letters.append(LETTERS[letter])
    return "".join(letters)


def concept(scheme: str, code: str) -> NamedNode:
    """Name a concept of a vocabulary by its notation."""
    return NamedNode(f"{VOCAB}{scheme}/{code}")


def graph(name: str) -> NamedNode:
    """Name a graph, such as `source/{document}/r1` or `editorial`."""
    return NamedNode(f"{BASE}graph/{name}")


def expand(curie: str) -> NamedNode:
    """Read `prefix:local` or a full IRI.

    Raises:
        ValueError: the prefix is not in the project's list.
    """
    prefix, colon, local = curie.partition(":")
    if local.startswith("//"):
        return NamedNode(curie)
    if not colon or prefix not in PREFIXES:
        raise ValueError(f"{curie!r} has no prefix of the project's list")
    return NamedNode(PREFIXES[prefix] + local)


def shorten(iri: str) -> str:
    """Write an IRI as `prefix:local` when a namespace fits, else in full."""
    best = max(
        (prefix for prefix, space in PREFIXES.items() if iri.startswith(space)),
        key=lambda prefix: len(PREFIXES[prefix]),
        default=None,
    )
    return iri if best is None else f"{best}:{iri.removeprefix(PREFIXES[best])}"
