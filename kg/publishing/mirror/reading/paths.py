"""Paths: the properties that lead from a member to its time, its entity, its state.

A path is a property or a list of them (https://www.w3.org/TR/shacl/#property-paths);
others are refused.
"""

import datetime
import re
from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode

from kg.errors import UnexpectedValueError
from kg.publishing.mirror.reading.page import Path
from kg.publishing.mirror.reading.said import Node, Said, Term

_WHOLE = re.compile(r"[+-]?[0-9]{1,40}")
_SHIFT = 10**41


def path_of(said: Said, thing: Node, predicate: NamedNode) -> Path:
    """Read a path; empty where there is none.

    Raises:
        UnexpectedValueError: it goes back, or leaves a choice.
    """
    found = said.nodes(thing, predicate)
    if not found:
        return ()
    if isinstance(found[0], NamedNode):
        return (found[0].value,)
    steps = tuple(it.value for it in said.items(found[0]) if isinstance(it, NamedNode))
    if not steps or len(steps) != len(list(said.items(found[0]))):
        expected = "a property, or a list of properties"
        raise UnexpectedValueError(predicate.value, "another path of SHACL", expected)
    return steps


def reached(said: Said, start: Node, path: Path) -> list[Term]:
    """List what a path leads to."""
    found: list[Term] = [start]
    for step in path:
        nodes: Iterable[Node] = [it for it in found if isinstance(it, Node)]
        found = [end for it in nodes for end in said.values(it, NamedNode(step))]
    return found if path else []


def value_of(term: Term) -> str:
    """Return an IRI or the text of a literal."""
    return str(getattr(term, "value", term))


def stamp_of(text: str, where: str) -> str:
    """Write a time so that times are in order as texts; without a zone it is UTC.

    Raises:
        UnexpectedValueError: it is no time.

    >>> stamp_of("2026-01-02T03:04:05+01:00", "here")
    '2026-01-02T02:04:05.000000'
    """
    try:
        time = datetime.datetime.fromisoformat(text.strip())
        if time.tzinfo is not None:
            time = time.astimezone(datetime.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise UnexpectedValueError(where, text, "a time, as xsd:dateTime") from error
    return time.isoformat(timespec="microseconds")


def rank_of(text: str) -> str:
    """Write a place in a sequence so that places are in order as texts.

    >>> rank_of("9") < rank_of("10") < rank_of("b")
    True
    >>> rank_of("-10") < rank_of("-9") < rank_of("0")
    True
    """
    if not _WHOLE.fullmatch(text):
        return f"2{text}"
    number = int(text)
    return f"1{number:042}" if number >= 0 else f"0{_SHIFT + number:042}"


def is_blank(term: object) -> bool:
    """Say whether a term is a blank node."""
    return isinstance(term, BlankNode)
