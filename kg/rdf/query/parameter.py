"""Parameters of queries: what kind of value each takes, and reading it from text."""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.errors import Position, UnexpectedValueError
from kg.rdf.iri import concept, expand, graph, mint
from kg.rdf.namespaces import BASE, KINDS, SCHEMES, VOCAB
from kg.rdf.query.binding import Value
from kg.rdf.terms import HS, XSD

_AGENT = ("organisation", "person", "group")
_PREFIXES = {kind: prefix for prefix, kind in KINDS.items()}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{2,8})*|\*")
_INTEGER = re.compile(r"[+-]?[0-9]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a query takes.

    Attributes:
        name: of the variable, without its sign.
        kind: what the value is; see `KINDS_OF_VALUE`.
        default: as text, read by `parse_value` like any other.
        description: completes "the value is …".
    """

    name: str
    kind: str
    default: str
    description: str


def parse_value(
    parameter: Parameter, text: str, at: Position | str | None = None
) -> Value:
    """Read a value: a key, CURIE or IRI for things, an ISO date, a number, a text.

    Raises:
        UnexpectedValueError: the text is no value of the parameter's kind, said to be
            at the given place.
    """
    where = at if at is not None else f"parameter {parameter.name}"
    reader = find_reader(parameter.kind)
    if reader is None:
        expected = f"one of {', '.join(KINDS_OF_VALUE)}"
        known = (*KINDS_OF_VALUE, *KINDS.values(), *SCHEMES.values())
        raise UnexpectedValueError(where, parameter.kind, expected, known)
    try:
        return reader.read(text)
    except ValueError as error:
        known = getattr(error, "known", ())
        raise UnexpectedValueError(where, repr(text), reader.expected, known) from None


@dataclass(frozen=True, slots=True)
class Reader:
    """How the values of a kind are read; `expected` is said of what cannot be."""

    read: Callable[[str], Value]
    expected: str


def find_reader(kind: str) -> Reader | None:
    """Find how values of a kind are read: a named one, kinds of thing, or a scheme."""
    if kind in _READERS:
        return _READERS[kind]
    if kind in SCHEMES.values():
        return _coded(kind)
    things = tuple(kind.split(" or "))
    return _thing(things) if set(things) <= set(KINDS.values()) else None


class _UnknownWordError(ValueError):
    """A word that is none of a list, which the message then draws on."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__()
        self.known = tuple(known)


def _thing(kinds: tuple[str, ...]) -> Reader:
    """Read the key, CURIE or IRI of a thing; a key only when there is one kind."""
    spaces = tuple(f"{BASE}id/{kind}/" for kind in kinds)
    forms = [f"{_PREFIXES[kind]}:…" for kind in kinds]
    if len(kinds) == 1:
        forms.insert(0, "its key")

    def read(text: str) -> NamedNode:
        if len(kinds) == 1 and ":" not in text:
            return mint(kinds[0], text)
        iri = expand(text)
        if not iri.value.startswith(spaces):
            raise ValueError(text)
        return iri

    return Reader(read, f"the {' or '.join(kinds)}: {', '.join(forms)} or its IRI")


def _coded(scheme: str) -> Reader:
    """Read the notation, CURIE or IRI of a concept."""
    space = concept(scheme, "").value

    def read(text: str) -> NamedNode:
        iri = expand(text) if ":" in text else NamedNode(space + text)
        if not re.fullmatch(r"[a-z0-9-]+", iri.value.removeprefix(space)):
            raise ValueError(text)
        return iri

    return Reader(read, f"a notation of {scheme}, or the IRI of its concept")


def _read_scheme(text: str) -> NamedNode:
    notation = text.removeprefix(VOCAB)
    if notation not in SCHEMES.values():
        raise _UnknownWordError(SCHEMES.values())
    return NamedNode(f"{VOCAB}{notation}")


def _read_term(text: str) -> NamedNode:
    iri = expand(text) if ":" in text else NamedNode(HS.base + text)
    if iri.value.startswith(HS.base) and iri not in HS:
        raise _UnknownWordError(term.value.removeprefix(HS.base) for term in HS)
    return iri


def _read_graph(text: str) -> NamedNode:
    return expand(text) if ":" in text else graph(_filled(text))


def _read_date(text: str) -> Literal:
    return Literal(datetime.date.fromisoformat(text).isoformat(), datatype=XSD.date)


def _read_integer(text: str) -> Literal:
    if not _INTEGER.fullmatch(text):
        raise ValueError(text)
    return Literal(str(int(text)), datatype=XSD.integer)


def _read_language(text: str) -> Literal:
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(text)
    return Literal(text)


def _read_text(text: str) -> Literal:
    return Literal(_filled(text))


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text


_READERS = {
    "agent": _thing(_AGENT),
    "thing": Reader(expand, "a CURIE such as ev:… or an IRI"),
    "concept": Reader(expand, "a CURIE such as et:arrest or an IRI"),
    "scheme": Reader(_read_scheme, "the notation or IRI of a scheme of concepts"),
    "class": Reader(_read_term, "a class: its name in the ontology, CURIE or IRI"),
    "property": Reader(_read_term, "a property: its name in the ontology or IRI"),
    "graph": Reader(_read_graph, "a graph: its name, such as editorial, or its IRI"),
    "date": Reader(_read_date, "a date such as 2011-01-16"),
    "integer": Reader(_read_integer, "a whole number"),
    "language": Reader(_read_language, "a language tag such as nb, or * for any"),
    "text": Reader(_read_text, "a text that is not empty"),
}

KINDS_OF_VALUE = (*_READERS, "a kind of thing", "a scheme of concepts")
"""The kinds a parameter can be of; kinds of thing may be joined by "or"."""
