"""Each check finds its own fault and no other; what is in order it lets pass."""

import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse

from kg.rdf.iri import expand
from kg.rdf.namespaces import PREFIXES
from kg.validation.checks.registry import CHECKS, check
from kg.validation.finding import Finding

TEXT = (
    "On 16 May the committee held a vigil on the square. People came with candles, "
    "and passers-by stopped to ask whom they stood for.\n\n"
    "The names of the twelve who had been detained were read out one by one, slowly, "
    "and after each name somebody in the crowd answered that they had not been "
    "forgotten. A letter to the ministry was signed by all who were there; it asks "
    "that the twelve be allowed to see a lawyer and that their families be told "
    "where they are held.\n\n"
    "The police watched from the far side and did not step in. When it began to rain "
    "the candles were carried into the chapel, where the organist played for those "
    "who stayed until midnight, and the list of names was left on the altar.\n"
)
LONG = (
    "The names of the twelve who had been detained were read out one by one, slowly, "
    "and after each name"
)
GOOD = """
    graph:source\\/note\\/r1 {
        doc:note a hs:Document ;
            dct:title "A vigil on the square"@en ;
            hs:contentHash
                "da96b5240abedd480f994ac38cbede54e54fb3b0c31deceda80f5dcb46512335" ;
            hs:lengthCodePoints 689 .
        ps:note a hs:Passage ;
            oa:hasSource doc:note ;
            oa:hasSelector ps:note-p ;
            hs:excerpt "a vigil on …"@en ;
            hs:quotationHash
                "52da9a0e40ca86df9a83702fef7bd94110db5e6f0d80abcef655f0c3e85792eb" .
        ps:note-p oa:start 29 ; oa:end 50 .
    }
    graph:source\\/note\\/r1\\/quotations {
        ps:note oa:hasSelector ps:note-q .
        ps:note-q oa:exact "a vigil on the square"@en ;
            oa:prefix "the committee held " ;
            oa:suffix ". People came with " .
    }
    graph:meta {
        graph:meta hs:access ac:public .
        graph:source\\/note\\/r1 hs:access ac:public ; hs:ofDocument doc:note .
        graph:source\\/note\\/r1\\/quotations hs:access ac:partner .
    }
"""

TWELVE = """
    ps:n a hs:Passage ; oa:hasSource doc:note ; oa:hasSelector ps:n-p .
    ps:n-p oa:start 130 ; oa:end 153 .
"""
"""The passage "The names of the twelve"."""


def _in_source(statements: str) -> str:
    return f"graph:source\\/note\\/r1 {{ {statements} }}"


def read(trig: str) -> list[Quad]:
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    return list(parse(head + trig, format=RdfFormat.TRIG))


def checked(trig: str, background: tuple[Triple, ...] = ()) -> list[Finding]:
    return check(read(trig), background, {expand("doc:note"): TEXT})


def names(findings: list[Finding]) -> set[str]:
    return {finding.name for finding in findings}


def test_finds_nothing_in_good_data() -> None:
    assert checked(GOOD) == []


ADDED = [
    ("LiteralCheck-language", 'pl:oslo skos:note "Oslo"@no .'),
    ("LiteralCheck-language", 'pl:oslo skos:prefLabel "Oslo"@en-GB .'),
    ("LiteralCheck-space", 'pl:oslo skos:prefLabel "Oslo "@nb .'),
    ("LiteralCheck-space", 'pl:oslo skos:prefLabel "\\u00A0Oslo"@nb .'),
    ("LiteralCheck-composed", 'pl:oslo skos:prefLabel "A\\u030Alesund"@nb .'),
    ("LiteralCheck-control", 'pl:oslo skos:prefLabel "Os\\u0007lo"@nb .'),
    ("LiteralCheck-control", 'pl:oslo skos:prefLabel "Os\\u200Blo"@nb .'),
    ("LiteralCheck-control", 'pl:oslo skos:prefLabel "\\u202EolsO"@nb .'),
    ("LiteralCheck-letters", 'pl:oslo skos:prefLabel "\\u041Eslo"@nb .'),
    ("LiteralCheck-letters", 'pl:oslo skos:altLabel "\u041e\u0441\u043b\u043e"@en .'),
    ("LiteralCheck-letters", 'pl:oslo skos:prefLabel "O\u0441\u043b\u043e"@ru .'),
    ("LiteralCheck-letters", 'pl:oslo skos:prefLabel "Oslo"@be .'),
    (
        "LiteralCheck-letters",
        'pl:oslo skos:prefLabel "\u041e\u0441\u043b\u043e"@ru-Latn .',
    ),
    ("LiteralCheck-contact", 'pl:oslo skos:note "Write to ola@example.org."@en .'),
    ("LiteralCheck-contact", 'pl:oslo skos:note "Ring +47 22 00 00 00."@en .'),
    ("LiteralCheck-contact", 'pl:oslo skos:note "Born on 1 May 1970."@en .'),
    ("LiteralCheck-iri", 'doc:x dct:title "https://example.org/a"@en .'),
    ("NameCheck-blankNode", "pl:oslo hs:within [] ."),
    ("NameCheck-blankNode", "_:oslo hs:within pl:norway ."),
    ("NameCheck-form", "pl:oslo hs:within <https://example.org/a/../b> ."),
    ("NameCheck-form", "<https://example.org/a%20b> hs:within pl:norway ."),
    ("NameCheck-wikidata", "pl:oslo owl:sameAs <https://www.wikidata.org/wiki/Q585> ."),
    ("NameCheck-wikidata", "pl:oslo hs:notSame <https://www.wikidata.org/entity/Q5> ."),
    ("NameCheck-wikidata", "pl:oslo owl:sameAs <http://m.wikidata.org/wiki/Q5#x> ."),
    ("GroupCheck-size", "gr:x a hs:Group ; hs:size 3 ; hs:evidence ps:n . " + TWELVE),
    ("NameCheck-declared", "pl:oslo hs:witin pl:norway ."),
    ("NameCheck-declared", "pl:oslo a hs:Plaice ."),
    ("NameCheck-declared", 'pl:oslo skos:note "x"^^hs:text .'),
]
"""Statements that break one check when they are added to a public graph."""

THEIRS = "graph:source\\/note\\/r1\\/given"
"""A graph of RDF that others have made."""


def _in_theirs(statements: str) -> tuple[str, str]:
    meta = f"{THEIRS} hs:access ac:public ; a hs:ForeignGraph ."
    return "graph:meta {", f"{THEIRS} {{ {statements} }} graph:meta {{ {meta}"


CHANGED = [
    ("LiteralCheck-foreign", _in_theirs('<urn:x> skos:prefLabel "cible "@fr .')),
    ("LiteralCheck-foreign", _in_theirs('<urn:x> skos:note "Os\\u200Blo"@en .')),
    ("LiteralCheck-contact", _in_theirs('<urn:x> rdfs:comment "a@example.org" .')),
    ("GraphCheck-access", ("graph:meta hs:access ac:public .", "")),
    ("GraphCheck-source", ("graph:meta {", "pl:oslo hs:within pl:x . graph:meta {")),
    ("PassageCheck-offsets", ("oa:end 50", "oa:end 5000")),
    ("PassageCheck-offsets", ("oa:start 29", "oa:start 50")),
    ("PassageCheck-words", ('"a vigil on the square"@en ;\n', '"a vigil"@en ;\n')),
    ("PassageCheck-before", ("the committee held", "the committe held")),
    ("PassageCheck-after", (". People came", ". Peopel came")),
    ("PassageCheck-hash", ('"52da9a0e', '"52da9a0f')),
    ("PassageCheck-excerpt", ("a vigil on …", "vigil on …")),
    ("DocumentCheck-hash", ('"da96b5', '"da96b6')),
    ("DocumentCheck-length", ("689", "690")),
    ("QuoteCheck-length", ("a hs:Document", f'a hs:Document ; skos:note "{LONG}"@en')),
    (
        "QuoteCheck-budget",
        (
            "a hs:Document",
            "a hs:Document ; "
            'skos:note "and passers-by stopped to ask whom they stood for"@en ; '
            'hs:reason "The police watched from the far side and did not step in"@en',
        ),
    ),
]
"""A piece of GOOD and what breaks one check in its place."""


@pytest.mark.parametrize(("name", "statement"), ADDED)
def test_finds_what_is_added(name: str, statement: str) -> None:
    graph = "graph:source\\/note\\/r1"
    assert names(checked(f"{GOOD} {graph} {{ {statement} }}")) == {name}


@pytest.mark.parametrize(("name", "change"), CHANGED)
def test_finds_what_is_changed(name: str, change: tuple[str, str]) -> None:
    assert change[0] in GOOD
    assert names(checked(GOOD.replace(*change))) == {name}


LICENCE = "dct:license <https://creativecommons.org/licenses/by/4.0/>"
PASSED = [
    pytest.param(
        ("a hs:Document", f'a hs:Document ; {LICENCE} ; skos:note "{LONG}"@en'),
        id="long-run-under-an-open-licence",
    ),
    pytest.param(
        ("ps:note-q oa:exact", f'ps:note-q skos:note "{LONG}"@en ; oa:exact'),
        id="long-run-in-a-graph-for-partners",
    ),
    pytest.param(
        (
            "a hs:Document",
            "a hs:Document ; "
            'skos:note "and passers-by stopped to ask whom they stood for"@en ; '
            'hs:reason "The police watched from the far side and did not step in"@en ;'
            'skos:altLabel "The police watched from the far side and did not step in"',
        ),
        id="words-that-are-a-name-cost-nothing",
    ),
    pytest.param(('"the committee held "', '" "'), id="space-in-the-words-of-a-source"),
    pytest.param(("a vigil on …", "a vigil on the square"), id="excerpt-of-the-whole"),
    pytest.param(
        ("a hs:Document", "a hs:Document ; schema:url <https://example.org/a>"),
        id="address-written-as-an-iri",
    ),
    *(
        pytest.param(("graph:meta {", f"{statement} graph:meta {{"), id=id_)
        for id_, statement in (
            (
                "group-of-its-number",
                _in_source(
                    "gr:x a hs:Group ; hs:size 12 ; hs:evidence ps:n . " + TWELVE
                ),
            ),
            (
                "group-without-a-number",
                _in_source("gr:x a hs:Group ; hs:size 3 ; hs:evidence ps:note ."),
            ),
            (
                "item",
                _in_source(
                    "pl:oslo owl:sameAs <http://www.wikidata.org/entity/Q585> ."
                ),
            ),
            (
                "page-about-it",
                _in_source("pl:oslo schema:url <https://www.wikidata.org/wiki/Q585> ."),
            ),
            (
                "cyrillic-name",
                _in_source(
                    'pl:oslo skos:altLabel "\u0420\u0430\u0434\u044b\u0451 BBC-2"@be .'
                ),
            ),
            ("transcribed-name", _in_source('pl:oslo skos:altLabel "Bjørn"@ru-Latn .')),
        )
    ),
    pytest.param(
        _in_theirs(
            '<urn:x> skos:prefLabel "cible"@fr , "O\u0441\u043b\u043e"@en ;'
            " skos:exactMatch <https://www.wikidata.org/wiki/Q585> ;"
            ' rdfs:seeAlso "http://example.org/" .'
        ),
        id="what-others-write",
    ),
    pytest.param(
        ("a hs:Document", 'a hs:Document ; skos:note "one\\ntwo"@en'),
        id="line-break-in-a-note",
    ),
]


@pytest.mark.parametrize("change", PASSED)
def test_lets_pass(change: tuple[str, str]) -> None:
    assert change[0] in GOOD
    assert checked(GOOD.replace(*change)) == []


def test_reads_access_of_a_graph_from_the_background() -> None:
    metadata = "graph:meta hs:access ac:public ."
    background = tuple(quad.triple for quad in read(metadata))
    assert checked(GOOD.replace(metadata, ""), background) == []


def test_suggests_the_declared_term_that_may_be_meant() -> None:
    [finding] = checked("pl:oslo hs:witin pl:norway .")
    assert finding.message == (
        "Every hs: term is declared in the ontology. hs:witin is not. "
        "Did you mean hs:within?"
    )


def test_tells_what_stands_at_the_offsets() -> None:
    [finding] = checked(GOOD.replace('square"@en ;\n', 'squares"@en ;\n'))
    assert str(finding) == (
        "Violation PassageCheck-words: A quotation is what stands at its offsets, to "
        "the letter. There stands 'a vigil on the square'. "
        '(focus ps:note-q, value "a vigil on the squares"@en)'
    )


def test_every_check_has_a_case() -> None:
    cases = {name for name, _ in ADDED} | {name for name, _ in CHANGED}
    assert {rule.name for rule in CHECKS} == cases
