"""Tables as sources: what a mapping makes of rows, and how each fault is told."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from kg.errors import InputError, InputErrors, Position
from kg.mapping.codes import Codes
from kg.mapping.names import Named, Names
from kg.model.account import Account
from kg.pipeline.tables import map_table
from kg.rdf.iri import mint, shorten
from kg.rdf.ontology import read_ontology
from kg.rdf.statement import Statement

ROOT = Path(__file__).parents[2]
NAME = "data/sources/city/register"

SOURCE = """\
key: register
kind: table
language: de
label: {en: A register}
material: register
title: unknown
author: unknown
publisher: unknown
published: unknown
url: unknown
revision: 1
text: raw/register.csv
sha256: SHA256
access: public
retrieved: {on: 2026-11-23, how: by hand}
rights: {status: facts}
"""
MAP = """\
file: raw/register.csv
columns:
  Nr: {parser: identifier, pattern: "[0-9]+"}
  Tag: {parser: date, patterns: ["%d.%m.%Y"], separators: [" "]}
  Thema: text
  Wer: name
  Zahl: {parser: count, unit: person, absent: {changing: [wechselnd]}}
ignored:
  - {columns: ["Uhr*"], because: Hours are not kept.}
ignored-rows:
  - {when: [{column: Thema, is: [abgesagt]}], because: Called off.}
key: Nr
public-key: true
quotation: Thema
organisations:
  organiser:
    key: Wer
    label: {en: "{Wer}"}
    printed: Wer
    type: {constant: ngo}
events:
  - types: {column: Thema, lookup: kinds, otherwise: demonstration}
    label: {en: "Assembly {Nr} on {#date}"}
    time: Tag
    place: {at: {constant: oslo}, basis: implied}
    concerns: [{column: Thema, lookup: countries, every: true, leave-out: no country}]
    participants: [{role: organiser, agent: {thing: organiser}}]
    claims: [{property: registered-count, quantity: Zahl, unit: person}]
expected: {rows: {min: 1}}
"""
LOOKUPS = """\
lookups:
  kinds:
    because: what the topic says
    patterns: [{matches: "(?i)solidar", to: solidarity-action, because: the word}]
  countries:
    because: what the topic says
    spellings: {Belarus: belarus}
    patterns: [{matches: "mit Belarus", to: belarus, because: the name}]
"""
HEADER = "Nr,Tag,Uhrzeit,Thema,Wer,Zahl\n"
ROW = "7,16.01.2011,12:00,Solidarität mit Belarus,Freunde e.V.,ca. 30\n"

CALLED_OFF = "99,17.01.2011,,abgesagt,,\n"

PLACES = ("oslo", "belarus")


@pytest.fixture(scope="module")
def codes() -> Codes:
    return Codes.from_quads(read_ontology(ROOT))


@pytest.fixture
def names() -> Names:
    nowhere = Position("x")
    things = {key: Named("place", mint("place", key), nowhere) for key in PLACES}
    things["register"] = Named("document", mint("document", "register"), nowhere)
    return Names(things)


class Register:
    """A folder with a table and its mapping, which a test changes before it is read."""

    def __init__(self, folder: Path, names: Names, codes: Codes) -> None:
        self.folder, self._names, self._codes = folder, names, codes
        self.table = HEADER + ROW + CALLED_OFF
        self.map, self.lookups = MAP, LOOKUPS
        self.file, self.access = "raw/register.csv", "public"
        self.rights = "{status: facts}"
        self.account = Account()

    def statements(self) -> Iterator[Statement]:
        folder = self.folder / NAME
        (folder / "raw").mkdir(parents=True, exist_ok=True)
        data = self.table.encode()
        (folder / self.file).write_bytes(data)
        source = SOURCE.replace("SHA256", hashlib.sha256(data).hexdigest())
        source = source.replace("raw/register.csv", self.file)
        source = source.replace("access: public", f"access: {self.access}")
        source = source.replace("{status: facts}", self.rights)
        (folder / "source.yml").write_text(source, "utf-8")
        (folder / "map.yml").write_text(self.map, "utf-8")
        if self.lookups:
            (folder / "lookups.yml").write_text(self.lookups, "utf-8")
        mapped = map_table(folder, NAME, self._names, self._codes)
        self.account = mapped.account
        yield from mapped.statements

    def facts(self, kind: str) -> list[tuple[str, str]]:
        """List predicate and value of everything said of things of a kind."""
        return sorted(
            (shorten(it.quad.predicate.value), _short(it.quad.object))
            for it in self.statements()
            if f"/id/{kind}/" in str(it.quad.subject)
        )

    def faults(self) -> list[str]:
        try:
            list(self.statements())
        except InputErrors as errors:
            return [str(error) for error in errors.errors]
        except InputError as error:
            return [str(error)]
        return []


def _short(term: object) -> str:
    value: str = getattr(term, "value", "")
    return shorten(value) if value.startswith("http") else value


@pytest.fixture
def register(tmp_path: Path, names: Names, codes: Codes) -> Register:
    return Register(tmp_path, names, codes)


def test_a_row_becomes_an_event(register: Register) -> None:
    assert register.facts("event") == [
        ("hs:concerns", "pl:belarus"),
        ("hs:eventType", "et:solidarity-action"),
        ("hs:evidence", "ps:register.r1.row-2"),
        ("hs:organiser", "or:kdpmgddv4255"),
        ("hs:place", "pl:oslo"),
        ("hs:placeBasis", "ba:implied"),
        ("hs:reportedIn", "doc:register"),
        ("hs:time", "ts:register.r1.2011-01-16"),
        ("rdf:type", "hs:CivicAction"),
        ("rdf:type", "hs:Event"),
        ("skos:prefLabel", "Assembly 7 on 2011-01-16"),
    ]


def test_a_number_becomes_a_claim_with_its_bounds(register: Register) -> None:
    assert register.facts("quantity") == [
        ("hs:approximate", "true"),
        ("hs:lowerBound", "30"),
        ("hs:lowerInclusive", "true"),
        ("hs:unit", "cu:person"),
        ("hs:upperBound", "30"),
        ("hs:upperInclusive", "true"),
        ("hs:verbatim", "ca. 30"),
        ("rdf:type", "hs:Quantity"),
    ]


def test_a_passage_selects_the_row_and_its_words_are_for_partners(
    register: Register,
) -> None:
    graphs = {
        (shorten(it.quad.predicate.value), _short(it.quad.object)): it.quad.graph_name
        for it in register.statements()
        if "/id/passage/" in str(it.quad.subject)
    }

    public = graphs["rdf:value", "row=2"]
    assert graphs["dct:conformsTo", "http://tools.ietf.org/rfc/rfc7111"] == public
    words = graphs["oa:exact", "Solidarität mit Belarus"]
    assert str(words) == f"<{str(public)[1:-1]}/quotations>"


def test_of_a_source_that_is_not_public_nothing_stands_in_a_public_graph(
    register: Register,
) -> None:
    register.access = "restricted"

    graphs = {str(it.quad.graph_name) for it in register.statements()}

    assert all("/graph/source/register/r1" in graph for graph in graphs)


def test_every_statement_stands_at_its_cell(register: Register) -> None:
    places = {
        shorten(it.quad.predicate.value): str(it.position)
        for it in register.statements()
        if it.position.path.endswith(".csv")
    }

    assert places["hs:time"] == f"{NAME}/raw/register.csv:2:2"
    assert places["hs:claimQuantity"] == f"{NAME}/raw/register.csv:2:6"


def test_several_dates_in_a_cell_are_events_of_their_own(register: Register) -> None:
    register.table = register.table.replace("16.01.2011", "16.01.2011 17.01.2011")

    labels = [value for name, value in register.facts("event") if "Label" in name]

    assert labels == ["Assembly 7 on 2011-01-16", "Assembly 7 on 2011-01-17"]


def test_spans_and_quantities_are_shared(register: Register) -> None:
    second = ROW.replace("7,", "8,", 1)
    register.table += second

    kinds = [value for name, value in register.facts("time") if name == "rdf:type"]

    assert kinds == ["hs:TimeSpan"]


def test_what_rows_share_is_borne_by_each_of_them(register: Register) -> None:
    register.table += ROW.replace("7,", "8,", 1)

    borne = [value for name, value in register.facts("time") if name == "hs:evidence"]

    assert [value.rpartition(".")[2] for value in borne] == ["row-2", "row-4"]


def test_a_register_has_our_label(register: Register) -> None:
    assert ("skos:prefLabel", "A register") in register.facts("document")


def test_of_a_place_with_an_entry_its_position_is_stated(register: Register) -> None:
    """A country that the authority files name lies where the table says."""
    register.map = MAP.replace(
        "events:",
        """places:
  country:
    key: Thema
    known: countries
    label: {en: "{Thema}"}
    precision: country
    within: {thing: region}
  region:
    key: {template: "m49-151"}
    public-key: true
    label: {en: Eastern Europe}
events:""",
    )
    row = ROW.replace("Solidarität mit Belarus", "Belarus")
    register.table = HEADER + row + CALLED_OFF
    said = register.facts("place")
    assert ("hs:geoPrecision", "pr:country") in said
    assert ("hs:within", "pl:register.m49-151") in said
    assert [it for it in said if it[0] == "skos:prefLabel"] == [
        ("skos:prefLabel", "Eastern Europe")
    ]


def test_what_may_be_a_person_is_withheld_and_counted(register: Register) -> None:
    register.table = register.table.replace("Freunde e.V.", "Anna Beispiel")

    assert "hs:organiser" not in dict(register.facts("event"))
    assert register.account.left_out == {"Wer: withheld: it may name a person": 1}


def test_every_row_and_cell_is_accounted_for(register: Register) -> None:
    register.table += "9,18.01.2011,,Lärm,,wechselnd\n"

    list(register.statements())

    account = register.account
    assert (account.read, account.used, account.failed) == (3, 2, 0)
    assert account.ignored == {"Called off.": 1}
    assert account.cells == {"handled": 9, "ignored": 8, "empty": 1}
    assert account.left_out == {"no country": 1, "Zahl: changing": 1}
    assert account.things == {"event": 2, "claim": 1, "organisation": 1}


CSV = f"{NAME}/raw/register.csv"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param(
            "16.01.2011", "31.02.2011", f"{CSV}:2:2: found '31.02.2011'", id="no-day"
        ),
        pytest.param("ca. 30", "viele", f"{CSV}:2:6: found 'viele'", id="no-count"),
        pytest.param(
            ",Wer",
            ",Wer,Ort",
            f"{CSV}:1:6: found Ort; expected a column that",
            id="new",
        ),
        pytest.param(
            "Thema", "Titel", f"{NAME}/map.yml:5:10: found Thema; expected", id="gone"
        ),
        pytest.param(
            ROW, ROW + ROW, f"{CSV}:3:1: found '7'; expected a key", id="same-key"
        ),
        pytest.param("7,16", ",16", f"{CSV}:2:1: found no key; expected", id="no-key"),
        pytest.param(ROW + CALLED_OFF, "", f"{CSV}:", id="no-rows"),
    ],
)
def test_a_fault_of_the_table_is_told_at_its_place(
    register: Register, old: str, new: str, fault: str
) -> None:
    register.table = register.table.replace(old, new, 1)

    assert any(line.startswith(fault) for line in register.faults()), register.faults()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param(
            "{Nr} on",
            "{Nummer} on",
            "found Nummer; expected a column listed",
            id="column",
        ),
        pytest.param("otherwise: dem", "otherwise: dom", "domonstration", id="code"),
        pytest.param(
            "constant: oslo", "constant: osl", "found osl; expected", id="key"
        ),
        pytest.param(
            "lookup: kinds",
            "lookup: kind",
            "found kind; expected a lookup",
            id="lookup",
        ),
        pytest.param(
            "thing: organiser", "thing: organisers", "found organisers;", id="thing"
        ),
        pytest.param(
            "property: registered", "property: registred", "registred-count", id="claim"
        ),
        pytest.param(
            "printed: Wer\n",
            "printed: Wer\n    farbe: rot\n",
            "found farbe",
            id="field",
        ),
        pytest.param(
            "concerns: [{column: Thema, lookup: countries, every: true, leave-out: no "
            "country}]",
            "concerns: [{column: Thema, lookup: countries}]",
            "",
            id="found-in-lookup",
        ),
        pytest.param(
            "  Thema: text\n",
            "  Thema: text\n  Uhrzeit: text\n",
            "Uhrzeit, which is read for nothing",
            id="read-for-nothing",
        ),
        pytest.param(
            "is: [abgesagt]",
            "is: [nie]",
            "a reason that no row is left",
            id="stale-rule",
        ),
        pytest.param(
            "min: 1}", "min: 3}", "found 2 rows; expected at least 3", id="few"
        ),
        pytest.param(
            "register.csv", "other.csv", "a file below this folder", id="file"
        ),
    ],
)
def test_a_fault_of_the_mapping_is_told(
    register: Register, old: str, new: str, fault: str
) -> None:
    register.map = register.map.replace(old, new, 1)

    told = register.faults()

    assert any(fault in line for line in told) if fault else not told
    assert all(line.startswith(NAME) for line in told)


def test_a_spelling_that_no_lookup_has_is_an_error(register: Register) -> None:
    register.map = MAP.replace(", leave-out: no country", "")
    register.table = register.table.replace("Solidarität mit Belarus", "Belarrus")

    [fault] = register.faults()

    assert fault.startswith(
        f"{CSV}:2:4: found 'Belarrus'; expected a spelling of countr"
    )
    assert fault.endswith("(did you mean Belarus?)")


def test_of_many_faults_a_hundred_are_told_and_the_others_counted(
    register: Register,
) -> None:
    register.table += "".join(f"{n},heute,,Lärm,,\n" for n in range(200, 350))

    told = register.faults()

    assert len(told) == 101
    assert told[-1].startswith(f"{CSV}:")
    assert "found 50 further faults; expected none" in told[-1]


def test_a_changed_file_is_a_new_revision(register: Register) -> None:
    list(register.statements())
    (register.folder / CSV).write_text(HEADER + ROW + ROW, "utf-8")
    folder = register.folder / NAME

    with pytest.raises(InputError, match="a changed file is a new revision"):
        map_table(folder, NAME, register._names, register._codes)


PRIZES = """\
file: raw/prizes.json
dialect: {records: "prizes[*]"}
columns:
  year: {parser: date, patterns: ["%Y"]}
  laureates[*].id: text
  laureates[*].name: text
each:
  laureates: {array: laureates}
key: year
public-key: true
organisations:
  laureate:
    each: laureates
    key: laureates[*].id
    public-key: true
    label: {en: "{laureates[*].name}"}
    type: {constant: ngo}
    because: They are numbered.
events:
  - types: {constant: award}
    label: {en: "Prize {year}"}
    time: year
    participants: [{each: laureates, role: participant, agent: {thing: laureate}}]
expected: {}
"""


def test_parts_of_a_record_of_json_take_part_in_its_event(register: Register) -> None:
    register.file, register.map, register.lookups = "raw/prizes.json", PRIZES, ""
    register.table = (
        '{"prizes": [{"year": "1977", "laureates": '
        '[{"id": "1", "name": "One"}, {"id": "2", "name": "Two"}]}]}'
    )

    facts = [
        *register.facts("event"),
        *(fact for fact in register.facts("passage") if fact[0] == "rdf:value"),
    ]

    assert ("hs:participant", "or:register.1") in facts
    assert ("hs:participant", "or:register.2") in facts
    assert ("rdf:value", "/prizes/0") in facts


def test_people_whom_a_row_counts_are_a_group(register: Register) -> None:
    group = (
        'groups: {marchers: {key: Nr, label: {en: "Marchers ({Nr})"}, size: Zahl}}\n'
    )
    register.map = MAP.replace("events:", f"{group}events:", 1).replace(
        "thing: organiser", "thing: marchers"
    )
    register.table = register.table.replace("ca. 30", "30")

    assert register.facts("group") == [
        ("hs:evidence", "ps:register.r1.row-2"),
        ("hs:membershipCompleteness", "co:unknown"),
        ("hs:size", "30"),
        ("rdf:type", "hs:Agent"),
        ("rdf:type", "hs:Group"),
        ("skos:prefLabel", "Marchers (7)"),
    ]


PARALLEL = dedent(
    """\
    file: raw/register.csv
    columns: {Nr: text, Titel: text, Blatt: text}
    each:
      articles: {parallel: [Titel, Blatt], separator: ";", unequal: lists differ}
    key: Nr
    documents:
      article:
        each: articles
        key: {template: "{Titel} {Blatt}"}
        title: Titel
        language: de
        publisher: Blatt
    events:
      - types: {constant: vigil}
        label: {en: "Vigil {Nr}"}
        covered-by: [article]
    expected: {}
    """
)


@pytest.mark.parametrize(
    ("row", "titles", "left_out"),
    [
        pytest.param("1,A;B,X;Y", ["A", "B"], {}, id="equal"),
        pytest.param("1,A;B,X", [], {"lists differ": 1}, id="unequal"),
    ],
)
def test_parallel_lists_are_joined_when_they_match(
    register: Register, row: str, titles: list[str], left_out: dict[str, int]
) -> None:
    register.map, register.lookups = PARALLEL, ""
    register.table = f"Nr,Titel,Blatt\n{row}\n"

    facts = register.facts("document")

    assert [value for name, value in facts if name == "dct:title"] == titles
    assert len([name for name, _value in facts if name == "hs:covers"]) == len(titles)
    assert register.account.left_out == left_out
