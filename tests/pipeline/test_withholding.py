"""Nobody becomes known by an import: who may be a person is withheld, and counted."""

from pathlib import Path

import pytest

from kg.importers.record import read_record
from kg.model.records.source import Source
from kg.rdf.iri import opaque, shorten
from tests.pipeline.test_tables import (
    LOOKUPS,
    MAP,
    NAME,
    ROW,
    SOURCE,
    Register,
    codes,
    names,
    register,
)

__all__ = ["codes", "names", "register"]

WITHHELD = "withheld: it may name a person"
NAMED = "Muster"


def words(register: Register, *, quoted: bool = False) -> list[str]:
    """List all that is said, for all to read or with what is for partners."""
    return [
        str(term)
        for it in register.statements()
        if quoted or not str(it.quad.graph_name).endswith("/quotations>")
        for term in it.quad
    ]


@pytest.mark.parametrize(
    "organiser",
    [
        "Familie Muster",
        "M. Muster (Anmelder)",
        "Bürgerinitiative Petra Muster",
        "Verein Tal muster@example.org",
        "Verein Tal, Tel. 0431 123456 Muster",
        "P. M. Muster",
        "Freunde des verstorbenen Muster",
        "MUSTER, PETRA",
        "Xyzzy Muster",
    ],
)
def test_an_organiser_who_may_be_a_person_is_in_no_statement(
    register: Register, organiser: str
) -> None:
    register.table = register.table.replace("Freunde e.V.", f'"{organiser}"')

    assert NAMED.casefold() not in "".join(words(register, quoted=True)).casefold()
    assert sum(register.account.left_out.values()) == 1


DOORS = {
    "label": ("Assembly {Nr} on", "Assembly {Thema} on"),
    "reason": ("    time: Tag", "    reason: Thema\n    time: Tag"),
    "excerpt": ("quotation: Thema", "excerpt: {words: Thema}"),
    "excerpt-of-who-is-withheld": ("quotation: Thema", "excerpt: {words: Wer}"),
    "place": (
        "events:",
        'places:\n  square:\n    key: Thema\n    label: {en: "{Thema}"}\n'
        "    printed: Thema\nevents:",
    ),
    "document": (
        "events:",
        "documents:\n  flyer: {key: Thema, title: Thema, language: de, "
        "publisher: Thema}\nevents:",
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_no_words_for_all_to_read_name_a_person(register: Register, door: str) -> None:
    register.map = MAP.replace(*DOORS[door], 1)
    register.table = register.table.replace("Solidarität", "Petra Muster")
    register.table = register.table.replace("Freunde e.V.", "Petra Muster")

    assert NAMED not in "".join(words(register))
    told = register.account.left_out
    assert sum(n for reason, n in told.items() if WITHHELD in reason) >= 2, told


KEYED = {
    **{kind: DOORS[kind] for kind in ("place", "document")},
    "person": (
        "events:",
        "people:\n  speaker:\n    key: Thema\n    label: {en: somebody}\n"
        "    risk: public-role\n    risk-reviewed: 2026-11-23\n"
        "    basis: already-public-source\n    because: Speakers are announced.\n"
        "events:",
    ),
    "event": ("    time: Tag", "    key: Thema\n    time: Tag"),
    "row": ("key: Nr\npublic-key: true", "key: Thema"),
}


@pytest.mark.parametrize("keyed", KEYED)
def test_no_iri_is_made_of_words_that_name_a_person(
    register: Register, keyed: str
) -> None:
    """Whoever tries names until a hash fits has found the name."""
    register.map = MAP.replace(*KEYED[keyed], 1)
    topic = "Petra Muster mit Belarus"
    register.table = register.table.replace("Solidarität mit Belarus", topic)

    kind = "event" if keyed == "row" else keyed
    named = [it for it in words(register, quoted=True) if f"/id/{kind}/" in it]

    assert named
    assert not any(opaque("register", kind, topic.casefold()) in it for it in named)


def test_things_that_are_called_by_a_name_stay_apart(register: Register) -> None:
    register.map = MAP.replace(*DOORS["document"], 1)
    again = ROW.replace("Solidarität", "Petra Muster")
    other = ROW.replace("Solidarität", "Paul Muster")
    register.table += again.replace("7,", "8,", 1) + other.replace("7,", "9,", 1)
    register.table = register.table.replace(ROW, again)

    titles = [it for it in register.facts("document") if it[0] == "dct:title"]

    assert len(titles) == 2


def test_a_label_says_that_something_is_left_out(register: Register) -> None:
    register.map = MAP.replace(*DOORS["label"], 1)
    register.table = register.table.replace("Solidarität", "Petra Muster")

    facts = register.facts("event")

    assert ("skos:prefLabel", "Assembly … on 2011-01-16") in facts
    assert register.account.left_out[f"Thema: {WITHHELD}"] == 1


def test_a_mapping_may_say_why_a_column_is_public(register: Register) -> None:
    told = "Thema: {parser: text, public: Headlines of a newspaper.}"
    register.map = MAP.replace(*DOORS["label"], 1).replace("Thema: text", told)
    register.table = register.table.replace("Solidarität", "Petra Muster")

    assert "Assembly Petra Muster mit Belarus on" in "".join(words(register))


def test_quotations_that_all_may_read_name_nobody(register: Register) -> None:
    register.table = register.table.replace("Solidarität", "Petra Muster")
    register.rights = "{status: facts, quotations: public}"

    assert NAMED not in "".join(words(register, quoted=True))
    assert register.account.left_out[f"Thema: {WITHHELD}"] == 1


def test_quotations_for_partners_are_as_printed(register: Register) -> None:
    register.table = register.table.replace("Solidarität", "Petra Muster")
    register.rights = "{status: facts, quotations: partner}"

    assert NAMED not in "".join(words(register))
    assert NAMED in "".join(words(register, quoted=True))


def test_the_hash_of_a_row_tells_nothing_of_what_is_withheld(
    register: Register,
) -> None:
    """Whoever knows all else of a row could try all names of a town."""

    def hashes(organiser: str, hours: str) -> list[str]:
        register.table = register.table.replace("Freunde e.V.", organiser)
        register.table = register.table.replace("12:00", hours)
        facts = register.facts("passage")
        return [value for name, value in facts if name == "hs:quotationHash"]

    assert hashes("Petra Muster", "12:00") == hashes("Eva Beispiel", "13:00")


@pytest.mark.parametrize(
    ("organiser", "fault"),
    [
        pytest.param(
            "  Wer: text\n",
            "found Wer, the names of organiser, read by 'text'; expected the parser "
            "'name', which withholds people, or 'because'",
            id="text",
        ),
        pytest.param("  Wer: list\n", "read by 'list'", id="list"),
    ],
)
def test_organisers_are_read_by_what_withholds_people(
    register: Register, organiser: str, fault: str
) -> None:
    register.map = MAP.replace("  Wer: name\n", organiser)

    told = register.faults()

    assert told
    assert all(line.startswith(f"{NAME}/map.yml:") for line in told)
    assert fault in told[0]


def test_a_public_key_that_is_made_of_a_name_is_an_error(register: Register) -> None:
    register.map = MAP.replace(
        '  Nr: {parser: identifier, pattern: "[0-9]+"}', "  Nr: text"
    )
    register.table = register.table.replace("7,16", "petra-muster,16")

    [fault] = register.faults()

    assert "expected a key of letters and digits that is made of no name" in fault


def test_the_name_of_a_record_of_json_is_no_selector(register: Register) -> None:
    register.file, register.lookups = "raw/people.json", ""
    register.map = RECORDS
    register.table = '{"petra-muster": {"day": "2011-01-16"}}'

    facts = register.facts("passage")

    assert ("rdf:value", "row=2") in facts
    assert NAMED.casefold() not in "".join(words(register)).casefold()


RECORDS = """\
file: raw/people.json
dialect: {records: "*"}
columns:
  day: {parser: date, patterns: ["%Y-%m-%d"]}
ignored: [{columns: ["#key"], because: A name.}]
key: {template: "{#}"}
events:
  - types: {constant: vigil}
    label: {en: "Vigil {#}"}
    time: day
expected: {}
"""


@pytest.mark.parametrize(
    ("access", "quotations", "seen"),
    [
        ("public", "public", "public"),
        ("public", "partner", "partner"),
        ("partner", "public", "partner"),
        ("restricted", "partner", "restricted"),
        ("restricted", "public", "restricted"),
    ],
)
def test_quotations_are_never_more_open_than_facts(
    tmp_path: Path, access: str, quotations: str, seen: str
) -> None:
    text = SOURCE.replace("SHA256", "a" * 64).replace(
        "access: public", f"access: {access}"
    )
    path = tmp_path / "source.yml"
    path.write_text(
        text.replace("facts}", f"facts, quotations: {quotations}}}"), "utf-8"
    )
    source = read_record(path, "source.yml", Source)

    assert source.quoted_for == seen


def test_what_a_spelling_means_is_nobody_by_default(register: Register) -> None:
    """A lookup leads to people of the authority files alone, who have a basis."""
    register.lookups = (
        LOOKUPS + "  who: {because: x, spellings: {Muster: petra-muster}}\n"
    )
    register.map = MAP.replace(
        "agent: {thing: organiser}", "agent: {column: Wer, lookup: who, leave-out: x}"
    )

    assert any("petra-muster; expected" in line for line in register.faults())


def test_every_iri_is_opaque_or_a_number(register: Register) -> None:
    register.table = register.table.replace("Freunde e.V.", "Freunde Muster e.V.")

    iris = {shorten(str(it.quad.subject)[1:-1]) for it in register.statements()}

    assert not [iri for iri in iris if NAMED.casefold() in iri]
