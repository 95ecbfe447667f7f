"""docs/tables.md names all that a mapping may say."""

from pathlib import Path

from kg.model.records.cells.parsers import PARSERS
from kg.model.records.dialect import Dialect

PAGE = Path(__file__).parents[2] / "docs" / "tables.md"


def test_the_page_names_every_parser_and_its_parameters() -> None:
    text = PAGE.read_text("utf-8")
    words = [*PARSERS]
    for kind in PARSERS.values():
        words += [str(field.alias) for field in kind.model_fields.values()]
    assert [word for word in words if f"`{word}" not in text and word != "parser"] == []


def test_the_page_names_every_field_of_a_dialect() -> None:
    text = PAGE.read_text("utf-8")
    fields = [str(field.alias) for field in Dialect.model_fields.values()]
    assert [field for field in fields if f"`{field}" not in text] == []
