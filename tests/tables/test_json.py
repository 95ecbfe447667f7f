import json
from pathlib import Path
from typing import Any

import pytest

from kg.importers.tables import scanner
from tests.tables.opening import cells, opened, read, refusal

PRIZES = (
    b'{"note": {"skip": ["}", "\\"]"]}, "laureates": ['
    b'{"id": 1, "born": {"date": "1961-00-00"}, "share": 1.50, "alive": true,'
    b' "prizes": [{"year": "1901", "affiliations": [[]]},'
    b' {"year": "1903", "affiliations": [{"city": "Paris"}]}]},'
    b'{"id": 2, "tags": ["a", "b;c"], "died": null, "prizes": []}], "count": 2}'
)


def test_flattens_objects_and_keeps_numbers_as_written(tmp_path: Path) -> None:
    table = opened(tmp_path, PRIZES, "t.json", records="laureates[*]")
    assert table.columns == (
        "id",
        "born.date",
        "share",
        "alive",
        "tags",
        "died",
        "prizes[*].year",
        "prizes[*].affiliations[*].city",
    )
    assert table.said == (
        "encoding utf-8, detected",
        "records at laureates[*], as declared",
        "not read, beside them: note, count",
    )
    first, second = table.rows()
    assert dict(first.cells) == {
        "id": "1",
        "born.date": "1961-00-00",
        "share": "1.50",
        "alive": "true",
        "tags": "",
        "died": "",
    }
    assert second.cells["tags"] == "a\x1fb;c"


def test_makes_rows_of_an_array_of_objects(tmp_path: Path) -> None:
    first, second = read(tmp_path, PRIZES, "t.json", records="laureates[*]")
    prizes = list(first.each("prizes"))
    assert [(prize.cells["year"], prize.trail) for prize in prizes] == [
        ("1901", "laureates[0].prizes[0]"),
        ("1903", "laureates[0].prizes[1]"),
    ]
    assert list(prizes[0].each("affiliations")) == []
    assert [dict(it.cells) for it in prizes[1].each("affiliations")] == [
        {"city": "Paris"}
    ]
    assert list(second.each("prizes")) == []
    assert (first.line, second.line) == (1, 2)


@pytest.mark.parametrize(
    ("content", "dialect", "expected", "said"),
    [
        pytest.param(
            b'[{"a": 1}, {"a": 2}]',
            {},
            ["1", "2"],
            "records at [*], detected",
            id="list",
        ),
        pytest.param(
            b'{"x": {"a": 1}, "y": {"a": 2}}',
            {},
            ["1", "2"],
            "records at *, detected",
            id="names",
        ),
        pytest.param(
            b'{"meta": {"page": 1}, "data": [{"a": "3"}]}',
            {},
            ["3"],
            "records at data[*], detected",
            id="list-behind-an-object",
        ),
        pytest.param(
            b'{"tags": ["x", "y"], "rows": [{"a": 1}, {"a": 2}]}',
            {},
            ["1", "2"],
            "records at rows[*], detected",
            id="list-behind-another-that-has-no-objects",
        ),
        pytest.param(
            b'{"meta": {"page": 1}, "data": {"items": [{"a": 1}, {"a": 2}]}}',
            {},
            ["1", "2"],
            "records at data.items[*], detected",
            id="list-two-objects-deep",
        ),
        pytest.param(
            b'{"response": {"docs": {"found": [{"a": "5"}]}}}',
            {},
            ["5"],
            "records at response.docs.found[*], detected",
            id="list-three-objects-deep",
        ),
        pytest.param(
            b'{"head": {"all": [{"a": 9}]}, "data": {"items": [{"a": 1}, {"a": 2}]}}',
            {},
            ["1", "2"],
            "records at data.items[*], detected",
            id="the-longest-of-two",
        ),
        pytest.param(
            b'{"data": {"x": {"a": 7, "b": [{"c": 1}]}, "y": {"a": 8}}}',
            {},
            ["7", "8"],
            "records at data.*, detected",
            id="names-two-objects-deep",
        ),
        pytest.param(
            json.dumps(
                {f"k{n}": {"a": n, "b": {"c": [{}]}} for n in range(60)}
            ).encode(),
            {},
            [str(n) for n in range(60)],
            "records at *, detected",
            id="many-names",
        ),
        pytest.param(
            b'{"meta": 1, "data": {"items": [{"a": 1}]}}',
            {"records": "data.items[*]"},
            ["1"],
            "records at data.items[*], as declared",
            id="way",
        ),
        pytest.param(
            b'{"data": {"x": {"a": 7}}}',
            {"records": "data.*"},
            ["7"],
            "records at data.*, as declared",
            id="names-below",
        ),
    ],
)
def test_finds_the_records(
    tmp_path: Path,
    content: bytes,
    dialect: dict[str, Any],
    expected: list[str],
    said: str,
) -> None:
    table = opened(tmp_path, content, "t.json", **dialect)
    assert [row.cells["a"] for row in table.rows()] == expected
    assert table.said[1] == said


def test_says_which_lists_it_did_not_take(tmp_path: Path) -> None:
    content = (
        b'{"meta": {"columns": [{"b": 9}], "tags": ["x"]}, '
        b'"data": {"items": [{"a": 1, "c": [{"d": 1}]}, {"a": 2}]}}'
    )
    assert opened(tmp_path, content, "t.json").said[1:] == (
        "records at data.items[*], detected",
        "other lists, if 'records' says so: meta.columns[*] (1)",
        "not read, beside them: meta",
    )


def test_a_way_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    content = b'{"a.b": [{"c": 1}]}'
    assert refusal(tmp_path, content, "t.json") == (
        "raw/t.json:1:1: found records at a.b[*], with a dot or a bracket in a name; "
        "expected names without"
    )


def test_keeps_the_name_that_a_record_has(tmp_path: Path) -> None:
    assert cells(tmp_path, b'{"675": {"a": 1}}', "t.json") == [
        {"#key": "675", "a": "1"}
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            b'[{"a": 1},\n {"a": }]',
            "raw/t.json:2:8: found a fault: Expecting value; expected JSON",
            id="syntax",
        ),
        pytest.param(
            b'[{"a": 1}\n {"a": 2}]',
            "raw/t.json:2:2: found '{'; expected ',', in JSON",
            id="comma",
        ),
        pytest.param(
            b'[{"a": 1}',
            "raw/t.json:1:10: found the end of the file; expected ',', in JSON",
            id="cut-off",
        ),
        pytest.param(
            b'[{"a": 1}] x',
            "raw/t.json:1:12: found more after the end of the value; expected one "
            "value "
            "of JSON",
            id="more",
        ),
        pytest.param(
            b'[{"a": 1, "a": 2}]',
            "raw/t.json:1:2: found 'a'; expected each name of an object once",
            id="name-twice",
        ),
        pytest.param(
            b'[{"a.b": 1, "a": {"b": 2}}]',
            "raw/t.json:1:1: found 'a.b'; expected each name once; '.' stands for an "
            "object within another",
            id="dotted-name-twice",
        ),
        pytest.param(
            b'[{"a": [1, {"b": 2}]}]',
            "raw/t.json:1:1: found objects beside values in [0].a; expected an array "
            "of "
            "one kind",
            id="mixed-array",
        ),
        pytest.param(
            b"[1, 2]",
            "raw/t.json:1:1: found a single value at [0]; expected an object; "
            "'records' "
            "says where the records stand",
            id="no-objects",
        ),
        pytest.param(
            b'[{"a": "\\ud83d"}]',
            "raw/t.json:1:1: found half a character in 'a'; expected text in Unicode",
            id="half-a-character",
        ),
        pytest.param(
            b'[{"a": NaN}]',
            "raw/t.json:1:2: found a fault: NaN is not JSON; expected JSON",
            id="nan",
        ),
        pytest.param(
            b"[" * 100_000,
            "raw/t.json:1:2: found values within values, too deep; expected JSON "
            "that is "
            "not nested as deep",
            id="too-deep",
        ),
        pytest.param(
            b"[]", "raw/t.json:1:1: found no records; expected at least one", id="none"
        ),
        pytest.param(
            b"7",
            "raw/t.json:1:1: found '7'; expected '{', in JSON",
            id="no-list",
        ),
        pytest.param(
            b'{"a": 7}',
            "raw/t.json:1:1: found a value that is no list of records; expected "
            "'records': a way to records such as [*], laureates[*], data.items[*] or *",
            id="no-records",
        ),
    ],
)
def test_says_where_json_is_malformed(
    tmp_path: Path, content: bytes, told: str
) -> None:
    assert refusal(tmp_path, content, "t.json") == told


@pytest.mark.parametrize(
    ("records", "told"),
    [
        pytest.param(
            "winners[*]",
            "raw/t.json:1:1: found nothing named 'winners'; expected a way to records "
            "such as [*], laureates[*], data.items[*] or *",
            id="no-such-name",
        ),
        pytest.param(
            "laureates",
            "raw/t.json:1:1: found 'laureates'; expected a way to records such as [*], "
            "laureates[*], data.items[*] or *",
            id="no-way",
        ),
    ],
)
def test_says_what_is_wrong_with_the_way(
    tmp_path: Path, records: str, told: str
) -> None:
    assert refusal(tmp_path, PRIZES, "t.json", records=records) == told


def test_reads_values_that_fall_on_the_edge_of_what_is_held(tmp_path: Path) -> None:
    records = [{"n": number, "pad": 'ä\\"' * (number % 97)} for number in range(4000)]
    content = json.dumps({"skipped": records, "rows": records}).encode()
    assert len(content) > 5 * scanner.CHUNK
    read_back = cells(tmp_path, content, "t.json", records="rows[*]")
    assert read_back == [{"n": str(it["n"]), "pad": it["pad"]} for it in records]


def test_refuses_a_record_that_is_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "LONGEST", 100_000)
    content = json.dumps([{"a": "x"}, {"a": "x" * 400_000}]).encode()
    assert refusal(tmp_path, content, "t.json") == (
        "raw/t.json:1:14: found a record of more than 100000 characters; expected "
        "shorter records"
    )


def test_reads_an_object_on_each_line(tmp_path: Path) -> None:
    rows = read(tmp_path, b'{"a": 1}\r\n\r\n{"b": {"c": "x"}}\n', "t.jsonl")
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (1, {"a": "1", "b.c": ""}),
        (3, {"a": "", "b.c": "x"}),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            b'{"a": 1}\n{"a": }\n',
            "raw/t.jsonl:2:7: found a fault: Expecting value; expected JSON",
            id="syntax",
        ),
        pytest.param(
            b'{"a": 1} {"a": 2}\n',
            "raw/t.jsonl:1:10: found a fault: Extra data; expected JSON",
            id="two-on-a-line",
        ),
        pytest.param(
            b'{"a": 1, "a": 2}\n',
            "raw/t.jsonl:1:1: found 'a'; expected each name of an object once",
            id="name-twice",
        ),
        pytest.param(
            b"\n[1]\n",
            "raw/t.jsonl:2:1: found an array at the record; expected an object; "
            "'records' "
            "says where the records stand",
            id="no-object",
        ),
        pytest.param(
            b"[" * 100_000 + b"\n",
            "raw/t.jsonl:1:1: found values within values, too deep; expected JSON not "
            "nested as deep",
            id="too-deep",
        ),
        pytest.param(
            b"\n\n",
            "raw/t.jsonl:1:1: found no records; expected at least one",
            id="none",
        ),
    ],
)
def test_says_which_line_is_malformed(
    tmp_path: Path, content: bytes, told: str
) -> None:
    assert refusal(tmp_path, content, "t.jsonl") == told
