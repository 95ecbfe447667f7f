"""Whatever is in a file, it is read, or told as a fault that a curator can mend."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from kg.errors import KgError
from kg.importers.marked import read_marked
from kg.importers.record import read_record
from kg.model.records.authority import Authority, Graphs
from kg.model.records.base import Record
from kg.model.records.extract import Extract
from kg.model.records.judgement import Identities, Judgements
from kg.model.records.source import Source

RECORDS = (Authority, Extract, Graphs, Identities, Judgements, Source)
WORDS = (
    "",
    "unknown",
    "en",
    "no",
    "vigil",
    "2010-12-10",
    "2010/2009",
    "P1M",
    "-1",
    "7",
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "file.yml"


def read(file: Path, record: type[Record]) -> None:
    """Read a file as a record, or be told where it is wrong."""
    try:
        read_record(file, "file.yml", record)
    except KgError as error:
        message = str(error)
    else:
        message = ""
    assert not message or re.match(r"file\.yml:\d+:\d+: found ", message)


def fields(record: type[Record]) -> list[str]:
    """Name every field of a record and of the records in it."""
    schema = record.model_json_schema(by_alias=True)
    definitions = [schema, *schema.get("$defs", {}).values()]
    return sorted({name for it in definitions for name in it.get("properties", {})})


@cache
def contents(record: type[Record]) -> SearchStrategy[Any]:
    """Draw values made of the fields of a record, in any order and depth."""
    words = st.none() | st.sampled_from(WORDS) | st.text(max_size=8)
    names = st.sampled_from(fields(record))
    return st.recursive(
        words,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=6)
        ),
        max_leaves=20,
    )


@given(data=st.binary(max_size=60))
def test_any_bytes(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    read(file, Extract)


@given(text=st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    read(file, Extract)


@given(text=st.text(alphabet="ab-:?[]{}#&*!|>'\"%@`, \n\t", max_size=40))
def test_any_marks_of_yaml(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    read(file, Extract)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
@given(data=st.data())
def test_any_fields(record: type[Record], file: Path, data: st.DataObject) -> None:
    content = data.draw(contents(record))
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    read(file, record)


@given(text=st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_text_in_quotation_marks_is_read_as_it_is(file: Path, text: str) -> None:
    written = yaml.safe_dump({"a": text}, default_style='"', allow_unicode=True)
    file.write_text(written, "utf-8")
    assert read_marked(file, "file.yml") == {"a": text}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("[" * 5000, "file.yml:1:32", id="brackets"),
        pytest.param("- " * 5000 + "a", "file.yml:1:63", id="dashes"),
        pytest.param("? " * 5000 + "a", "file.yml:1:63", id="questions"),
        pytest.param("a: [&a [], *a]\n", "file.yml:1:12", id="alias"),
        pytest.param("a: 1\n--- \nb: 1\n", "file.yml:2:1", id="two-documents"),
        pytest.param("{a: 1}: 2", "file.yml:1:1", id="mapping-for-a-name"),
    ],
)
def test_what_would_break_a_reader_is_refused(
    file: Path, text: str, place: str
) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(KgError) as caught:
        read_marked(file, "file.yml")
    assert str(caught.value).startswith(f"{place}: found ")
