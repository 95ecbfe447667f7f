"""Claims side by side: what is said, with what reservation, on whose word."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.api.pages.language import Label
from kg.api.pages.quantities import Amount, read_amount
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import HS, SKOS

_COMPARED = (
    (HS.differsFrom, "differs from"),
    (HS.contradicts, "contradicts"),
    (HS.corroborates, "agrees with"),
    (HS.refines, "is more exact than"),
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose word a claim is: words such as "attributed to", an agent, and the basis."""

    words: str
    agent: Link
    basis: Link | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, ready for a row of a table."""

    link: Link
    subject: Link | None
    property: Link | None
    amount: Amount | None
    values: tuple[Link, ...]
    modality: Link | None
    modality_meaning: Label | None
    voices: tuple[Voice, ...]
    documents: tuple[Link, ...]
    cited: tuple[Link, ...]
    compared: tuple[tuple[str, Link], ...]
    notes: tuple[Label, ...]
    numbers: tuple[int, ...]


def claims_about(
    reading: Reading, subjects: Iterable[NamedNode], quotations: Quotations
) -> tuple[Claim, ...]:
    """List the claims about things, like beside like."""
    found = {
        claim
        for subject in subjects
        for claim in reading.facts.subjects(HS.claimSubject, subject)
    }
    return read_claims(reading, found, quotations)


def read_claims(
    reading: Reading, claims: Iterable[NamedNode], quotations: Quotations
) -> tuple[Claim, ...]:
    """Read claims, ordered by what they are about, then by how firmly they are made."""
    return tuple(
        read_claim(reading, claim, quotations)
        for claim in sorted(claims, key=lambda claim: _order(reading, claim))
    )


def _order(reading: Reading, claim: NamedNode) -> tuple[str, str, str]:
    facts = reading.facts
    return (
        str(facts.iri(claim, HS.claimProperty)),
        str(facts.iri(claim, HS.modality)),
        claim.value,
    )


def read_claim(reading: Reading, claim: NamedNode, quotations: Quotations) -> Claim:
    """Read a claim."""
    facts = reading.facts
    modality = facts.iri(claim, HS.modality)
    quantity = facts.iri(claim, HS.claimQuantity)
    return Claim(
        reading.link(claim, claim_label(reading, claim)),
        reading.first(claim, HS.claimSubject),
        reading.first(claim, HS.claimProperty),
        None if quantity is None else read_amount(reading, quantity),
        _values(reading, claim),
        reading.first(claim, HS.modality),
        None if modality is None else reading.text(modality, SKOS.definition),
        tuple(_voices(reading, claim)),
        reading.links(claim, HS.inDocument),
        reading.links(claim, HS.citedDocument),
        tuple(_compared(reading, claim)),
        tuple(reading.texts(claim, SKOS.editorialNote)),
        quotations.of(claim),
    )


def claim_label(reading: Reading, claim: NamedNode) -> Label:
    """Name a claim by what it is about and what it says."""
    about = reading.first(claim, HS.claimSubject)
    property_ = reading.first(claim, HS.claimProperty)
    if about is None or property_ is None:
        return reading.label(claim)
    return Label(f"{about.text}: {property_.text}", about.label.language)


def _values(reading: Reading, claim: NamedNode) -> tuple[Link, ...]:
    values = reading.facts.values(claim, HS.claimValue)
    texts = [v for v in values if isinstance(v, Literal) and v.language is not None]
    others = [value for value in values if value not in texts]
    chosen = reading.text(claim, HS.claimValue) if texts else None
    shown = [_shown(reading, value) for value in others]
    return (*([Link(chosen, None, "")] if chosen else []), *shown)


def _shown(reading: Reading, value: Literal | NamedNode | object) -> Link:
    if isinstance(value, Literal) and value.value in ("true", "false"):
        return Link(Label("yes" if value.value == "true" else "no", "en"), None, "")
    if isinstance(value, NamedNode | Literal | Triple):
        return reading.display(value)
    return Link(Label(str(value)), None, "")


def _voices(reading: Reading, claim: NamedNode) -> Iterable[Voice]:
    basis = reading.first(claim, HS.attributionBasis)
    for agent in reading.links(claim, HS.assertedBy):
        yield Voice("asserted by", agent, None)
    for agent in reading.links(claim, HS.attributedTo):
        yield Voice("attributed to", agent, basis)


def _compared(reading: Reading, claim: NamedNode) -> Iterable[tuple[str, Link]]:
    for predicate, words in _COMPARED:
        for other in reading.facts.iris(claim, predicate):
            yield words, reading.link(other, value_label(reading, other))


def value_label(reading: Reading, claim: NamedNode) -> Label:
    """Name a claim by its value alone, where what it is about is known."""
    quantity = reading.facts.iri(claim, HS.claimQuantity)
    if quantity is not None:
        return Label(read_amount(reading, quantity).words, "en")
    values = _values(reading, claim)
    return values[0].label if values else claim_label(reading, claim)
