"""A fault in a curator's file is told with its place and what would be right."""

from pathlib import Path

import pytest

from kg.errors import InputError, InputErrors, KgError, Position
from kg.importers.record import read_record
from kg.model.records.authority import Authority, Place
from kg.model.records.extract import Extract


def read(tmp_path: Path, text: str) -> Extract:
    path = tmp_path / "extract.yml"
    path.write_text(text, "utf-8")
    return read_record(path, "extract.yml", Extract)


EVENT = """\
events:
  - key: march-in-oslo
    type: march
    label: {en: March in Oslo}
    time: {edtf: 2010-12-10, quote: on 10 December 2010}
    place: unknown
    quote: procession
"""


def test_an_event_is_read_with_its_place_in_the_file(tmp_path: Path) -> None:
    event = read(tmp_path, EVENT).events[0]
    assert event.key == "march-in-oslo"
    assert event.place.unknown
    assert [quote.exact for quote in event.quote] == ["procession"]
    assert event.at("label") == Position("extract.yml", 4, 12)
    assert event.time.at("quote") == Position("extract.yml", 5, 37)
    assert event.at() == Position("extract.yml", 2, 5)


def test_several_quotations_have_a_place_each(tmp_path: Path) -> None:
    text = EVENT.replace("quote: procession", "quote: [one, {exact: two, nth: 2}]")
    event = read(tmp_path, text).events[0]
    assert [(quote.exact, quote.nth) for quote in event.quote] == [
        ("one", None),
        ("two", 2),
    ]
    assert event.at("quote", 1) == Position("extract.yml", 7, 18)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param(
            "    type: march",
            "    typ: march",
            "extract.yml:2:5: found a record without it; expected the field 'type'",
            id="missing",
        ),
        pytest.param(
            "    place: unknown",
            "    place: unknown\n    plaec: x",
            "extract.yml:7:5: found plaec; expected one of the fields",
            id="unknown-field",
        ),
        pytest.param(
            "key: march-in-oslo",
            "key: March in Oslo",
            "extract.yml:2:10: found 'March in Oslo'; expected a key: lower-case words",
            id="bad-key",
        ),
        pytest.param(
            "2010-12-10",
            "2010-12-32",
            "extract.yml:5:18: found 2010-12-32; expected an EDTF date (",
            id="bad-date",
        ),
        pytest.param(
            "2010-12-10, quote",
            "2010-12-19, quote",
            "extract.yml:5:18: found 2010-12-19; expected 10 December, as its "
            "quotation says",
            id="another-day",
        ),
        pytest.param(
            "2010-12-10, quote",
            "XXXX-10-12, basis: stated-partial, quote",
            "extract.yml:5:18: found XXXX-10-12; expected 10 December, as its "
            "quotation says",
            id="day-and-month-swapped",
        ),
        pytest.param(
            "{en: March in Oslo}",
            "{no: Tog}",
            "extract.yml:4:13: found no; expected a language tag in use: en, nb",
            id="bad-language",
        ),
        pytest.param(
            "{edtf: 2010-12-10, quote: on 10 December 2010}",
            "{edtf: 2010-12-10}",
            "extract.yml:5:11: found a time without 'quote'; expected the words",
            id="time-without-quotation",
        ),
        pytest.param(
            "    quote: procession",
            "    quote: []",
            "extract.yml:7:12: found an empty list; expected at least one",
            id="no-quotation",
        ),
        pytest.param(
            "key: march-in-oslo",
            "key: march-in-oslo\n    key: again",
            "extract.yml:3:5: found key; expected each field once in a mapping",
            id="field-twice",
        ),
        pytest.param(
            "events:",
            "events: [",
            "extract.yml:2:3: found",
            id="not-yaml",
        ),
        pytest.param(
            "place: unknown",
            "place: !!python/object:os.system {}",
            "extract.yml:6:12: found",
            id="tag",
        ),
    ],
)
def test_a_fault_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in EVENT
    with pytest.raises(KgError) as caught:
        read(tmp_path, EVENT.replace(old, new))
    assert str(caught.value).startswith(message)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = EVENT.replace("type: march", "typ: march").replace("-12-10", "-12-32")
    with pytest.raises(InputErrors) as caught:
        read(tmp_path, text)
    places = [error.where for error in caught.value.errors]
    assert sorted(places) == [
        Position("extract.yml", 2, 5),
        Position("extract.yml", 3, 5),
        Position("extract.yml", 5, 18),
    ]


def test_a_misspelt_field_gets_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(InputErrors, match=r"did you mean participants\?"):
        read(tmp_path, EVENT + "    particpants: []\n")


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(b"events: \xff\xfe")
    with pytest.raises(
        InputError, match=r"x\.yml:1:9: found byte 0xff; expected text in UTF-8"
    ):
        read_record(path, "x.yml", Extract)


def test_words_that_yaml_takes_for_values_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "places.yml"
    path.write_text("places: [{key: no, names: {en: No, nb: 2010}}]", "utf-8")
    place = read_record(path, "places.yml", Authority).places[0]
    assert isinstance(place, Place)
    assert (place.key, place.names) == ("no", {"en": "No", "nb": "2010"})


def test_an_empty_file_is_an_empty_record(tmp_path: Path) -> None:
    assert read(tmp_path, "# nothing yet\n").model_dump() == Extract().model_dump()
