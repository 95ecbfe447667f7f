"""What each field that a curator may add becomes."""

from pathlib import Path

import pytest

from kg.importers.project import read_project
from kg.mapping.codes import Codes
from kg.mapping.corpus import map_corpus
from kg.rdf.ontology import read_ontology
from tests.mapping.test_corpus import FILES, GIVEN, lines

SOURCE = "data/sources/test/vigil-report/source.yml"
EXTRACT = "data/sources/test/vigil-report/extract.yml"
AUTHORITY = "data/authority/all.yml"
EDITORIAL = "data/editorial/all.yml"
REGISTRY = "data/identifiers.tsv"
GRAPHS = "data/graphs.yml"

PEOPLE = """\
people:
  - key: kari-nordmann
    names: {en: Kari Nordmann}
    aliases: {nb: [Kari]}
    risk: public-role
    risk-reviewed: 2026-11-23
    basis: already-public-source
    note: {en: Named here for a test.}
  - key: ola-nordmann
    names: {en: Ola Nordmann}
    risk: public-role
    risk-reviewed: 2026-11-23
    basis: already-public-source
"""
GROUPS = """\
groups:
  - key: two
    label: {en: Two}
    completeness: unknown
    subgroup-of: all
    quote: Some 200 people came
  - key: all
    label: {en: All}
    completeness: unknown
    quote: Some 200 people came
"""

DEMAND = """\
demands:
  - key: release
    label: {en: Release of two people}
    types: [release]
    made-at: vigil-in-oslo
    demanders: [norwegian-pen]
    target: norwegian-pen
    quote: held a vigil
"""
OUTCOME = """\
outcomes:
  - {demand: release, outcome: partly, quote: detained two of them}
"""
JUDGED = """\
judgements:
  - key: outcome-of-the-release
    judges: release
    decision: inferred
    outcome: unknown
    certainty: possible
    by: norwegian-pen
    on: 2026-11-23
    reason: {en: Nothing was found.}
"""
RELEASE = {
    "de:release rdf:type hs:Demand",
    'de:release skos:prefLabel "Release of two people"@en',
    "de:release hs:demandType dt:release",
    "de:release hs:madeAt ev:vigil-in-oslo",
    "de:release hs:target or:norwegian-pen",
    "de:release hs:demander or:norwegian-pen",
    "de:release hs:evidence ps:vigil-report.r1.34-46",
}

Change = tuple[str, str, str]
CASES: dict[str, tuple[list[Change], set[str]]] = {
    "title": (
        [(SOURCE, "title: unknown", "title: A vigil")],
        {
            'doc:vigil-report dct:title "A vigil"@en',
            "doc:vigil-report hs:titleStatus kn:stated",
        },
    ),
    "author": (
        [(SOURCE, "author: unknown", "author: K. Nordmann")],
        {'doc:vigil-report dct:creator "K. Nordmann"@en'},
    ),
    "publisher": (
        [(SOURCE, "publisher: unknown", "publisher: The Test")],
        {'doc:vigil-report dct:publisher "The Test"@en'},
    ),
    "published": (
        [(SOURCE, "published: unknown", "published: 2010-12-12")],
        {'doc:vigil-report schema:datePublished "2010-12-12"^^xsd:date'},
    ),
    "url": (
        [(SOURCE, "url: unknown", "url: https://example.org/vigil")],
        {"doc:vigil-report schema:url https://example.org/vigil"},
    ),
    "licence": (
        [(SOURCE, "rights:", "rights:\n  licence: https://example.org/free")],
        {
            "graph:source/vigil-report/r1 dct:license https://example.org/free",
            "graph:source/vigil-report/r1/quotations dct:license "
            "https://example.org/free",
        },
    ),
    "retrieved-from": (
        [(SOURCE, "how: written", "url: https://example.org/vigil, how: written")],
        {
            "graph:source/vigil-report/r1 pav:retrievedFrom https://example.org/vigil",
            "graph:source/vigil-report/r1/quotations pav:retrievedFrom "
            "https://example.org/vigil",
        },
    ),
    "embargo": (
        [
            (
                GRAPHS,
                "graphs: []",
                "graphs: [{name: vocab, title: {en: Words}, access: public, "
                "licence: https://example.org/free, embargo-until: 2027-01-01}]",
            )
        ],
        {
            "graph:vocab rdf:type hs:CuratedGraph",
            "graph:vocab hs:access ac:public",
            'graph:vocab dct:title "Words"@en',
            "graph:vocab dct:license https://example.org/free",
            'graph:vocab hs:embargoUntil "2027-01-01"^^xsd:date',
            'graph:vocab prov:generatedAtTime "2026-11-23T00:00:00Z"^^xsd:dateTime',
        },
    ),
    "degree": (
        [(EXTRACT, "role: organiser,", "role: organiser, degree: leading,")],
        {'pt:vigil-in-oslo.organiser.norwegian-pen hs:degree "leading"'},
    ),
    "on-behalf-of": (
        [
            (
                EXTRACT,
                "role: organiser,",
                "role: organiser, on-behalf-of: [norwegian-pen],",
            )
        ],
        {"pt:vigil-in-oslo.organiser.norwegian-pen hs:onBehalfOf or:norwegian-pen"},
    ),
    "hedged-role-has-no-direct-link": (
        [(EXTRACT, "role: organiser,", "role: organiser, modality: possible,")],
        {"pt:vigil-in-oslo.organiser.norwegian-pen hs:modality mo:possible"},
    ),
    "subgroup": (
        [(EXTRACT, "mentions:\n", f"{GROUPS}mentions:\n")],
        {
            "gr:two hs:subGroupOf gr:all",
            *(
                line
                for key, name in (("two", "Two"), ("all", "All"))
                for line in (
                    f"gr:{key} rdf:type hs:Agent",
                    f"gr:{key} rdf:type hs:Group",
                    f'gr:{key} skos:prefLabel "{name}"@en',
                    f"gr:{key} hs:membershipCompleteness co:unknown",
                    f"gr:{key} hs:evidence ps:vigil-report.r1.56-76",
                )
            ),
        },
    ),
    "outcome": (
        [(EXTRACT, "mentions:\n", f"{DEMAND}{OUTCOME}mentions:\n")],
        {
            *RELEASE,
            "de:release hs:outcome do:partly",
            "de:release hs:outcomeEvidence ps:vigil-report.r1.101-121",
        },
    ),
    "outcome-that-is-judged": (
        [
            (EXTRACT, "mentions:\n", f"{DEMAND}mentions:\n"),
            (EDITORIAL, "judgements: []\n", JUDGED),
        ],
        {
            *RELEASE,
            "de:release hs:outcome do:unknown",
            "jd:outcome-of-the-release rdf:type hs:Judgement",
            "jd:outcome-of-the-release hs:judges de:release",
            "jd:outcome-of-the-release hs:decision dn:inferred",
            "jd:outcome-of-the-release hs:certainty ce:possible",
            "jd:outcome-of-the-release prov:wasAttributedTo or:norwegian-pen",
            'jd:outcome-of-the-release hs:reason "Nothing was found."@en',
            'jd:outcome-of-the-release dct:date "2026-11-23"^^xsd:date',
        },
    ),
    "asserted-by": (
        [
            (
                EXTRACT,
                "modality: asserted\n",
                "modality: asserted\n    asserted-by: norwegian-pen\n",
            )
        ],
        {"cl:bbbbbbb hs:assertedBy or:norwegian-pen"},
    ),
    "note": (
        [
            (
                EXTRACT,
                "quote: detained two of them\n",
                "quote: detained two of them\n    note: {en: By whom is not said.}\n",
            )
        ],
        {'ev:ccccccc skos:editorialNote "By whom is not said."@en'},
    ),
    "photograph": (
        [
            (
                EXTRACT,
                "mentions:\n",
                "photographs: [{key: a-photograph, language: en, "
                "illustrates: vigil-in-oslo, quote: held a vigil}]\nmentions:\n",
            )
        ],
        {
            "doc:a-photograph rdf:type hs:Photograph",
            "doc:a-photograph rdf:type hs:Document",
            "doc:a-photograph schema:isPartOf doc:vigil-report",
            'doc:a-photograph schema:inLanguage "en"',
            "doc:a-photograph hs:illustrates ev:vigil-in-oslo",
            "doc:a-photograph hs:evidence ps:vigil-report.r1.34-46",
        },
    ),
    "friends": (
        [
            (AUTHORITY, "places:\n", f"{PEOPLE}places:\n"),
            (
                REGISTRY,
                "event\t",
                "person\tkari-nordmann\td2d2d2d\nperson\tola-nordmann\tf2f2f2f\nevent\t",
            ),
            (
                EXTRACT,
                "mentions:\n",
                "friendships: [{person: kari-nordmann, friend: ola-nordmann, "
                "quote: held a vigil}]\nmentions:\n",
            ),
        ],
        {
            "pe:d2d2d2d hs:friendOf pe:f2f2f2f",
            "pe:d2d2d2d hs:evidence ps:vigil-report.r1.34-46",
            'pe:d2d2d2d skos:altLabel "Kari"@nb',
            'pe:d2d2d2d skos:editorialNote "Named here for a test."@en',
            *(
                f"pe:{key} {line}"
                for key in ("d2d2d2d", "f2f2f2f")
                for line in (
                    "rdf:type hs:Agent",
                    "rdf:type hs:Person",
                    "hs:publicationBasis pb:already-public-source",
                    "hs:riskLevel ri:public-role",
                    'hs:riskReviewedOn "2026-11-23"^^xsd:date',
                )
            ),
            'pe:d2d2d2d skos:prefLabel "Kari Nordmann"@en',
            'pe:f2f2f2f skos:prefLabel "Ola Nordmann"@en',
        },
    ),
}


@pytest.fixture(scope="module")
def codes(root: Path) -> Codes:
    return Codes.from_quads(read_ontology(root))


def told(project: Path, files: dict[str, str], codes: Codes) -> set[str]:
    """Write the files and list what they say, without graph and place."""
    for name, text in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    written = lines(map_corpus(read_project(project), codes, GIVEN))
    short = (
        line.replace("<http://www.w3.org/2001/XMLSchema#", "xsd:").replace("> ", " ")
        for line in written
    )
    return {line.partition(" # ")[0].rpartition(" ")[0] for line in short}


@pytest.mark.parametrize("case", CASES)
def test_a_field_becomes(case: str, tmp_path: Path, codes: Codes) -> None:
    changes, expected = CASES[case]
    files = {**FILES, EDITORIAL: "judgements: []\n"}
    before = told(tmp_path, files, codes)
    for name, old, new in changes:
        assert files[name].count(old) == 1, old
        files[name] = files[name].replace(old, new)
    assert told(tmp_path, files, codes) - before == expected
