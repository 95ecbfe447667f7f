"""Checks of literals: what slips in by copying, and no shape sees."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.model.records.base import LANGUAGES as IN_USE
from kg.rdf.terms import HS, OA, SKOS, VANN, VOID, XSD
from kg.validation.checks.check import Check, Fault, Material
from kg.validation.finding import Severity

LANGUAGES = {tag.lower() for tag in IN_USE}
"""The language tags in use, in lower case as the store keeps them."""

NAMES = {SKOS.prefLabel, SKOS.altLabel}
"""Predicates whose language NameShape-language looks at."""

COPIED = {OA.exact, OA.prefix, OA.suffix}
"""Predicates whose text is the source's, space and line breaks included."""

NAMES_IRIS = {VANN.preferredNamespaceUri, VOID.uriSpace, VOID.uriRegexPattern}
"""Predicates whose text is an IRI, or the beginning of one."""

INVISIBLE = {*"\u200b\ufeff", *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
"""Zero-width spaces and marks that turn the direction of writing."""

CYRILLIC = {"be", "ru", "uk"}
"""Languages in Cyrillic letters, unless their tag says -Latn."""

_LATIN, _CYRILLIC = "LATIN", "CYRILLIC"
_WORD = re.compile(r"[^\W\d_]+")

IRI = re.compile(r"(?:https?://|urn:|mailto:|www\.)\S+")

CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w[\w.]*"  # an e-mail address
    r"|(?<![\w-])(?:\+\d|00[1-9])[\d ()/.-]{6,}\d"  # a telephone number
    r"|\b(?:born on|date of birth|birth ?date)\b",
    re.IGNORECASE,
)
"""What could lead to a person, or tell who they are."""

ELSEWHERE = {HS.contentHash, HS.quotationHash, HS.excerpt}
"""Predicates of digits that mean nothing, or that a shape looks at."""


Test = Callable[[Literal, NamedNode], bool]
"""Tells whether a literal, as a value of a predicate, is wrong."""


def literal_faults(
    wrong: Test, *, ours: bool = True, theirs: bool = False
) -> Callable[[Material], Iterator[Fault]]:
    """Make a check of a test on a literal and its predicate.

    Args:
        wrong: the test.
        ours: whether it is for what we write.
        theirs: whether it is for graphs that others have made.
    """

    def faults(material: Material) -> Iterator[Fault]:
        for quad, value, foreign in material.literals:
            if (theirs if foreign else ours) and wrong(value, quad.predicate):
                yield fault_of(quad)

    return faults


def fault_of(quad: Quad) -> Fault:
    """Point at a quad, whose terms are those of RDF 1.1."""
    subject, value, graph = quad.subject, quad.object, quad.graph_name
    if isinstance(subject, Triple) or isinstance(value, Triple):
        raise TypeError("triple terms are not part of the model")
    named = None if isinstance(graph, DefaultGraph) else graph
    return Fault(subject, quad.predicate, value, named)


def _has_unknown_language(value: Literal, predicate: NamedNode) -> bool:
    """Find other tags; of names, only those that the shape of names lets pass.

    `sh:languageIn` matches ranges: it takes `en-GB` where `en` is listed.
    """
    if value.language is None or value.language.lower() in LANGUAGES:
        return False
    primary = value.language.lower().partition("-")[0]
    return predicate not in NAMES or primary in LANGUAGES


def _has_outer_space(value: Literal, predicate: NamedNode) -> bool:
    return predicate not in COPIED and value.value != value.value.strip()


def _is_not_composed(value: Literal, _predicate: NamedNode) -> bool:
    return not unicodedata.is_normalized("NFC", value.value)


def _has_controls(value: Literal, predicate: NamedNode) -> bool:
    allowed = "\n\t" if predicate in COPIED else "\n"
    return any(
        character in INVISIBLE
        or (unicodedata.category(character) == "Cc" and character not in allowed)
        for character in value.value
    )


def _is_untidy(value: Literal, predicate: NamedNode) -> bool:
    tests = (_has_outer_space, _is_not_composed, _has_controls)
    return any(wrong(value, predicate) for wrong in tests)


def _is_in_other_letters(value: Literal, predicate: NamedNode) -> bool:
    """Find a name in letters that its language has not, or a word in two alphabets.

    A Russian name may have a word in it that is written in Latin letters, such as the
    name of a paper; an English one is in Latin letters throughout.
    """
    if predicate not in NAMES or value.language is None:
        return False
    words = [_alphabets(word) for word in _WORD.findall(value.value)]
    used = set[str]().union(*words)
    primary, _, script = value.language.lower().partition("-")
    other = _LATIN if primary in CYRILLIC and script != "latn" else _CYRILLIC
    strange = used == {other} if other == _LATIN else other in used
    return strange or any(len(word) > 1 for word in words)


def _alphabets(word: str) -> set[str]:
    names = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
    return names & {_LATIN, _CYRILLIC}


def _is_like_an_iri(value: Literal, predicate: NamedNode) -> bool:
    plain = value.language is not None or value.datatype == XSD.string
    looks = plain and IRI.fullmatch(value.value) is not None
    return looks and predicate not in NAMES_IRIS


def _has_contact(value: Literal, predicate: NamedNode) -> bool:
    ours = predicate not in COPIED and predicate not in ELSEWHERE
    return ours and CONTACT.search(value.value) is not None


CHECKS = (
    Check(
        "LiteralCheck-language",
        Severity.VIOLATION,
        "The language of a text is one of those the project uses: "
        f"{', '.join(IN_USE)}. Norwegian is nb or nn, never no.",
        literal_faults(_has_unknown_language),
    ),
    Check(
        "LiteralCheck-space",
        Severity.VIOLATION,
        "A text neither begins nor ends with space. Remove it.",
        literal_faults(_has_outer_space),
    ),
    Check(
        "LiteralCheck-composed",
        Severity.VIOLATION,
        "Text is in Unicode's composed form (NFC), so that equal words are equal. "
        "Write the letters as single characters.",
        literal_faults(_is_not_composed),
    ),
    Check(
        "LiteralCheck-control",
        Severity.VIOLATION,
        "A text has no control or invisible characters. Remove what came along when "
        "it was copied.",
        literal_faults(_has_controls),
    ),
    Check(
        "LiteralCheck-foreign",
        Severity.INFO,
        "A text in a graph of others begins or ends with space, is not in Unicode's "
        "composed form, or has invisible characters. It is kept as it is; tell its "
        "publisher.",
        literal_faults(_is_untidy, ours=False, theirs=True),
    ),
    Check(
        "LiteralCheck-letters",
        Severity.VIOLATION,
        "A name is written in the letters of its language: Cyrillic for be, ru and uk "
        "without -Latn, Latin for the others, and never both in one word. Letters that "
        "look alike are not found alike.",
        literal_faults(_is_in_other_letters),
    ),
    Check(
        "LiteralCheck-contact",
        Severity.VIOLATION,
        "No text tells an e-mail address, a telephone number or a date of birth, "
        "wherever it stands. Take it out.",
        literal_faults(_has_contact, theirs=True),
    ),
    Check(
        "LiteralCheck-iri",
        Severity.WARNING,
        "This text looks like an address. Write it as an IRI, so that it is a link.",
        literal_faults(_is_like_an_iri),
    ),
)
