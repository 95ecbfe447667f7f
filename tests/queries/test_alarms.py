"""Queries that find nothing today: each finds the fault it is there for."""

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg import pipeline
from kg.publishing.audience import Audience
from kg.publishing.manifest import Stamp
from kg.rdf.namespaces import PREFIXES
from kg.rdf.query.catalogue import read_catalogue
from kg.rdf.terms import OA
from kg.store.oxigraph import OxigraphStore
from tests.queries.tables import ROOT, ask, audience_quads, read_table, table

CATALOGUE = read_catalogue(ROOT / "queries")
HEAD = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())

NOT_TABLES = {"event-in-schema-org", "statements-of-a-source"}

PASSAGE = (
    "ps:a.r1.0-4 a hs:Passage ; hs:quotationHash "
    '"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" ; '
    "oa:hasSelector <https://w3id.org/hrsolidarity/id/passage/a.r1.0-4#p> . "
    "<https://w3id.org/hrsolidarity/id/passage/a.r1.0-4#p> oa:start 0 ; oa:end 4 ."
)
QUOTED = "<https://w3id.org/hrsolidarity/id/passage/a.r1.0-4#q>"

SAME_DAY = "hs:eventType et:vigil ; hs:place pl:oslo ; hs:time ts:a"

ALARMS = [
    pytest.param(
        "claims-without-quotation",
        "graph:x { cl:a a hs:Claim ; hs:claimSubject ev:a ; "
        "hs:claimProperty hs:victimCount }",
        [["cl:a", "ev:a", "hs:victimCount"]],
        id="claims-without-quotation",
    ),
    pytest.param(
        "quotations-not-at-their-offsets",
        f'graph:x {{ {PASSAGE} ps:a.r1.0-4 hs:excerpt "longer than four" }}',
        [["ps:a.r1.0-4", "0", "4", "longer than four"]],
        id="excerpt-longer-than-its-place",
    ),
    pytest.param(
        "quotations-not-at-their-offsets",
        f"graph:x {{ {PASSAGE} }} graph:y {{ ps:a.r1.0-4 oa:hasSelector {QUOTED} . "
        f'{QUOTED} oa:exact "tests" }}',
        [["ps:a.r1.0-4", "0", "4", "tests"]],
        id="words-longer-than-their-place",
    ),
    pytest.param(
        "quotations-not-at-their-offsets",
        f"graph:x {{ {PASSAGE} }} graph:y {{ ps:a.r1.0-4 oa:hasSelector {QUOTED} . "
        f'{QUOTED} oa:exact "rest" }}',
        [["ps:a.r1.0-4", "0", "4", "rest"]],
        id="words-with-another-hash",
    ),
    pytest.param(
        "quotations-not-at-their-offsets",
        f"graph:x {{ {PASSAGE} }} graph:y {{ ps:a.r1.0-4 oa:hasSelector {QUOTED} . "
        f'{QUOTED} oa:exact "test" }}',
        [],
        id="words-that-fit",
    ),
    pytest.param(
        "things-that-share-an-identity",
        "graph:identity { or:a owl:sameAs <http://e/x> } "
        "graph:identity { or:b owl:sameAs <http://e/x> }",
        [["http://e/x", "or:a", "or:b"]],
        id="things-that-share-an-identity",
    ),
    pytest.param(
        "deprecated-concepts-in-use",
        "graph:vocab { me:old a skos:Concept ; owl:deprecated true ; "
        "dct:isReplacedBy me:new . me:narrow a skos:Concept ; skos:broader me:old } "
        "graph:x { ev:a hs:method me:old }",
        [["me:old", "me:new", "ev:a", "hs:method"]],
        id="deprecated-concepts-in-use",
    ),
    pytest.param(
        "people-whose-iri-has-their-name",
        'graph:x { pe:jane-doe a hs:Person ; skos:prefLabel "J. Doe"@en }',
        [["pe:jane-doe", "J. Doe"]],
        id="people-whose-iri-has-their-name",
    ),
    pytest.param(
        "graphs-without-licence-or-access",
        "graph:undeclared { ev:a hs:place pl:oslo } graph:x { ev:a hs:place pl:oslo } "
        "graph:meta { graph:x hs:access ac:public }",
        [["graph:undeclared", "", ""], ["graph:x", "", "ac:public"]],
        id="graphs-without-licence-or-access",
    ),
    pytest.param(
        "events-told-twice",
        f"graph:x {{ ev:a {SAME_DAY} }} graph:y {{ ev:b {SAME_DAY} }} "
        f"graph:z {{ ev:c {SAME_DAY} ; hs:partOf ev:a . ev:b hs:notSame ev:c }} "
        "graph:x { ts:a hs:precision pr:day ; hs:edtf '2011-01-16'^^edtf:EDTF }",
        [["ev:a", "ev:b"]],
        id="events-told-twice",
    ),
    pytest.param(
        "events-told-twice",
        f"graph:x {{ ev:a {SAME_DAY} ; hs:reportedIn doc:a . "
        f"ev:b {SAME_DAY} ; hs:reportedIn doc:a . doc:a a hs:Document }} "
        "graph:x { ts:a hs:precision pr:day ; hs:edtf '2011-01-16'^^edtf:EDTF }",
        [],
        id="entries-of-one-register",
    ),
    pytest.param(
        "agents-of-awards-in-other-events",
        "graph:x { ev:a hs:eventType et:award . pt:a hs:inEvent ev:a ; hs:agent or:a . "
        "pt:b hs:inEvent ev:b ; hs:agent or:a ; hs:role ro:supporter }",
        [["or:a", "", "ev:a", "ev:b", "", "ro:supporter"]],
        id="agents-of-awards-in-other-events",
    ),
    pytest.param(
        "sources-that-tell-of-nothing",
        'graph:x { doc:a a hs:Article ; hs:contentHash "0" } '
        'graph:y { doc:b a hs:Article ; hs:contentHash "1" . ev:a hs:reportedIn doc:b '
        '. doc:c a hs:Article ; hs:contentHash "2" . cl:a hs:inDocument doc:c . '
        'doc:d a hs:Document ; hs:contentHash "3" }',
        [["doc:a"]],
        id="sources-that-tell-of-nothing",
    ),
]


@pytest.mark.parametrize(("name", "trig", "rows"), ALARMS)
def test_a_fault_is_found(
    name: str, trig: str, rows: list[list[str]], quads: list[Quad]
) -> None:
    fault = list(parse(HEAD + trig, format=RdfFormat.TRIG))
    store = OxigraphStore.of_quads(
        [*quads, *fault, *(Quad(*it.triple) for it in fault)]
    )

    assert table(ask(store, CATALOGUE.find(name).bind()), {})[1:] == rows


def test_every_query_that_finds_nothing_has_an_alarm() -> None:
    silent = {
        query.name
        for query in CATALOGUE
        if query.name not in NOT_TABLES and len(read_table(query.name)) == 1
    }

    assert silent == {str(alarm.values[0]) for alarm in ALARMS}


def test_the_words_that_partners_see_stand_at_their_offsets(
    content: pipeline.Content, stamp: Stamp
) -> None:
    quads = audience_quads(content, Audience.PARTNER, stamp.time.date())
    store = OxigraphStore.of_quads(quads)
    query = CATALOGUE.find("quotations-not-at-their-offsets").bind()

    assert ask(store, query)["results"]["bindings"] == []
    assert store.ask(f"ASK {{ GRAPH ?g {{ ?quotation <{OA.exact.value}> ?words }} }}")
