"""The page of a passage: where its words stand, and what they bear."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.language import Label
from kg.api.pages.quotations import Quotation, Quotations, read_quotation
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import HS


@dataclass(frozen=True, slots=True)
class PassagePage:
    """All that is public of a passage."""

    quotation: Quotation
    digest: str | None
    bears: tuple[Link, ...]
    frame: Frame


def read_passage_page(reading: Reading, passage: NamedNode) -> PassagePage:
    """Put what is known of a passage in order."""
    quotation = read_quotation(reading, passage, 1)
    document = f" of {quotation.document.text}" if quotation.document else ""
    title = Label(f"Passage: {quotation.link.text}{document}", "en")
    return PassagePage(
        quotation,
        reading.facts.lexical(passage, HS.quotationHash),
        reading.link_all(reading.facts.subjects(HS.evidence, passage)),
        read_frame(reading, passage, Quotations(reading), Naming("Passage", title)),
    )
