"""Claims of rows: the numbers that a table gives for its events."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.errors import InputError, UnexpectedValueError
from kg.mapping.claim import CLAIMED
from kg.mapping.tables.evidence import Passages
from kg.mapping.tables.openness import Openness
from kg.mapping.tables.scope import TableScope
from kg.mapping.tables.terms import Terms, first_value
from kg.mapping.tables.values import Amount, amount_iri, amount_statements
from kg.model.reading import Reading
from kg.model.records.tables.events import Bounds, ClaimMap
from kg.model.values import Count, Number
from kg.rdf.iri import mint, opaque
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF


@dataclass(frozen=True, slots=True)
class Claims:
    """Makes the claims of a table."""

    scope: TableScope
    terms: Terms
    passages: Passages
    openness: Openness

    def statements(
        self, claims: Iterable[ClaimMap], reading: Reading, key: str, event: NamedNode
    ) -> Iterator[Statement]:
        """State what a row claims of an event."""
        for claim in claims:
            if self.scope.tests.all_hold(claim.when, reading.texts):
                amount = self._amount(claim, reading)
                if amount is not None:
                    yield from self._claim(claim, reading, (key, event), amount)

    def _amount(self, claim: ClaimMap, reading: Reading) -> Amount | None:
        if claim.bounds is not None:
            return self._bounded(claim.bounds, claim.unit, reading)
        value = first_value(reading, claim.quantity)
        if not isinstance(value, Count):
            return None
        counts = (value, *value.beside)
        of_unit = [it for it in counts if it.unit in (None, claim.unit)]
        if not of_unit:
            self.scope.account.left_out[f"counts something else than {claim.unit}"] += 1
            return None
        return Amount(of_unit[0], claim.unit)

    def _bounded(self, bounds: Bounds, unit: str, reading: Reading) -> Amount | None:
        low, high = _whole(reading, bounds.low), _whole(reading, bounds.high)
        if low is None and high is None:
            return None
        best = None if bounds.best is None else _whole(reading, bounds.best)
        verbatim = self.openness.label(bounds.verbatim, reading)
        return Amount(Count(verbatim, low, high), unit, best)

    def _claim(
        self,
        claim: ClaimMap,
        reading: Reading,
        about: tuple[str, NamedNode],
        amount: Amount,
    ) -> Iterator[Statement]:
        scope, (key, event) = self.scope, about
        column = claim.quantity or (claim.bounds.low if claim.bounds else None)
        at = reading.at(column)
        local = opaque(scope.namespace, "claim", scope.source.key, key, claim.property)
        iri, quantity = mint("claim", local), amount_iri(scope, amount)
        scope.account.things["claim"] += 1
        yield scope.fact(iri, RDF.type, HS.Claim, at)
        yield scope.fact(iri, HS.claimSubject, event, at)
        yield scope.fact(iri, HS.claimProperty, CLAIMED[claim.property][0], at)
        yield scope.fact(iri, HS.claimQuantity, quantity, at)
        modality = scope.concept("modality", claim.modality, at)
        yield scope.fact(iri, HS.modality, modality, at)
        yield scope.fact(iri, HS.inDocument, scope.document.iri, at)
        yield scope.fact(iri, HS.evidence, self.passages.iri(reading), at)
        if scope.first(quantity):
            yield from amount_statements(scope, quantity, amount, at)


def property_faults(claim: ClaimMap) -> Iterator[InputError]:
    """Yield that a claim is of something that is not counted."""
    countable = [name for name, (_term, how) in CLAIMED.items() if "quantity" in how]
    if claim.property not in countable:
        at, expected = claim.at("property"), f"one of {', '.join(countable)}"
        yield UnexpectedValueError(at, claim.property, expected, countable)


def _whole(reading: Reading, column: str) -> int | None:
    match reading.values[column]:
        case Number(number):
            return int(number)
        case _:
            return None
