"""What queries can reach: the predicates that a store must have to answer them.

Filling a store costs more than all else; most queries name their predicates. Where one
may ask for any predicate, or that cannot be told, everything is reached.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pyoxigraph import NamedNode

from kg.rdf.query.lexer import Sort, Token, tokens
from kg.rdf.terms import RDF

_TERMS = {Sort.IRI, Sort.NAME, Sort.VARIABLE, Sort.STRING, Sort.NUMBER, Sort.LABEL}
_ENDS = {";", ")", "]"}
_STARTS = {"(", "["}


def reached(queries: Iterable[str]) -> frozenset[NamedNode] | None:
    """Name every predicate that queries can ask for; None when that may be any.

    >>> sorted(it.value for it in reached(["ASK { ?s <urn:p>/<urn:q> ?o }"]) or ())
    ['http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'urn:p', 'urn:q']
    >>> reached(["ASK { ?s ?p 1 }"]) is None
    True
    """
    found = {RDF.type}
    for query in queries:
        said = _words(query)
        if _is_open(said):
            return None
        found |= set(_iris(said))
    return frozenset(found)


def looks_into_graphs(query: str) -> bool:
    """Tell whether a query may ask for what stands in a graph of some name.

    >>> looks_into_graphs("ASK { GRAPH ?g { ?s <urn:graph> 1 } }")
    True
    >>> looks_into_graphs("ASK { ?s <urn:graph> 1 }")
    False
    """
    return any(token.word in ("GRAPH", "FROM") for token in _words(query))


def _words(query: str) -> list[Token]:
    """List the words of a query.

    Whoever compiled its shape has the pattern for tokens; one for words takes 25 ms.
    """
    return [token for token in tokens(query) if token.sort is not Sort.BLANK]


def _is_open(tokens: list[Token]) -> bool:
    """Tell whether a predicate may be a variable, or any but some.

    A variable between two terms is a predicate; after a bracket it may be a subject,
    which is not looked into.
    """
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        follows = before.sort in _TERMS or before.word in _ENDS or before.word == "A"
        leads = after.sort in _TERMS or after.word in _STARTS or after.word == "TRUE"
        if token.sort is Sort.VARIABLE and follows and leads:
            return True
    negations = (after for token, after in pairwise(tokens) if token.word == "!")
    return any(it.sort in _TERMS or it.word in ("(", "^", "A") for it in negations)


def _iris(tokens: list[Token]) -> Iterator[NamedNode]:
    prefixes: dict[str, str] = {}
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.word == "PREFIX" and after.sort is Sort.IRI:
            prefixes[token.text] = after.text[1:-1]
    for token in tokens:
        if token.sort is Sort.IRI:
            yield NamedNode(token.text[1:-1])
        elif token.sort is Sort.NAME and token.text not in prefixes:
            prefix, _colon, local = token.text.partition(":")
            plain = re.sub(r"\\(.)", r"\1", local)
            yield NamedNode(prefixes[f"{prefix}:"] + plain)
