"""Checks of numbers against the words that bear them."""

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal

from kg.rdf.terms import HS, RDF
from kg.validation.checks.check import Check, Fault, Material
from kg.validation.checks.passages import Anchor, anchors
from kg.validation.finding import Severity
from kg.validation.index import Node, Term

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?!\d)")
_NOT_DIGITS = re.compile(r"\D")
_WORD = re.compile(r"[^\W\d_]+")
WORDS = {
    word: number
    for number, words in {
        2: "two",
        3: "three tre",
        4: "four fire",
        5: "five fem",
        6: "six seks",
        7: "seven sju syv",
        8: "eight åtte",
        9: "nine",
        10: "ten",
        11: "eleven elleve",
        12: "twelve tolv",
        20: "twenty tjue",
    }.items()
    for word in words.split()
}
"""Words for numbers in English and Norwegian that are no other word in either."""


def _sizes(material: Material) -> Iterator[Fault]:
    by_passage: dict[Term, Anchor] = {a.passage: a for a in anchors(material)}
    for group in material.index.subjects(RDF.type, HS.Group):
        size = material.index.value(group, HS.size)
        said = _said(material, group, by_passage)
        if isinstance(size, Literal) and said and size.value not in map(str, said):
            detail = f"There stands {' and '.join(map(str, sorted(said)))}."
            yield Fault(group, HS.size, size, detail=detail)


def _said(
    material: Material, group: Node, by_passage: Mapping[Term, Anchor]
) -> set[int]:
    """Gather the numbers in the words that bear what is said of a group."""
    passages = material.index.objects(group, HS.evidence)
    borne = (by_passage[it] for it in passages if it in by_passage)
    return {number for anchor in borne for number in numbers(anchor.words)}


def numbers(words: str) -> Iterator[int]:
    """Yield the numbers in words, those written out among them."""
    for found in _DIGITS.findall(words):
        yield int(_NOT_DIGITS.sub("", found))
    for word in _WORD.findall(words.casefold()):
        if word in WORDS:
            yield WORDS[word]


CHECKS = (
    Check(
        "GroupCheck-size",
        Severity.WARNING,
        "The size of a group is a number that its quotation says. Correct the one, or "
        "quote the other.",
        _sizes,
    ),
)
