"""Things without a key that are written twice, and would become one without a word."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg.errors import DuplicateKeyError, Position
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF

KEYLESS = {
    HS.Participation: "participation",
    HS.EventRelation: "relation",
    HS.Affiliation: "affiliation",
}
"""Classes whose things are named by what they are made of."""


def repetitions(statements: Iterable[Statement]) -> Iterator[DuplicateKeyError]:
    """Yield the second place of everything that is written at two."""
    first: dict[Quad, Position] = {}
    for statement in statements:
        class_, at = statement.quad.object, statement.position
        if statement.quad.predicate != RDF.type or not isinstance(class_, NamedNode):
            continue
        before = first.setdefault(statement.quad, at)
        if class_ in KEYLESS and before != at:
            found = f"the {KEYLESS[class_]} that stands at {before}"
            yield DuplicateKeyError(at, found, "it once, with all its quotations")
