"""Answers as they are written to a terminal or a pipe."""

import json
from collections.abc import Iterator
from typing import Any

import typer
from rich.table import Table

from kg.cli.console import say_table
from kg.errors import QueryRefusedError, UnexpectedValueError
from kg.rdf.formats import FORMATS, JSON, TURTLE, Kind, by_name
from kg.rdf.iri import shorten
from kg.rdf.query.catalogue import Catalogue
from kg.rdf.query.preflight import Form, query_form
from kg.store.protocol import Store

TABLE = "table"


def choices() -> tuple[str, ...]:
    """List the names of formats, the one for people first."""
    return (TABLE, *(written.name for written in FORMATS))


def write_list(catalogue: Catalogue) -> None:
    """Write what can be asked."""
    table = Table("query", "for", "question", "parameters", box=None)
    table.columns[0].no_wrap = True
    for query in catalogue:
        names = ", ".join(parameter.name for parameter in query.parameters)
        table.add_row(query.name, query.audience, query.question, names)
    say_table(table)


def write_answer(store: Store, query: str, form: str) -> None:
    """Write the answer to a query; graphs, which are no tables, as Turtle.

    Raises:
        UnexpectedValueError: there is no such format.
        QueryError: the query cannot be answered.
    """
    written = by_name(form)
    if written is None and form != TABLE:
        raise UnexpectedValueError("--format", form, "a format", choices())
    asked = query_form(query)
    if asked is Form.UPDATE:
        raise QueryRefusedError("updates are not taken here: a release is read-only")
    if written is None and asked.kind is Kind.GRAPH:
        written = TURTLE
    if written is not None:
        for block in store.answer(query, written):
            typer.echo(block, nl=False)
        return
    _write_table(json.loads(b"".join(store.answer(query, JSON))))


def _write_table(answer: dict[str, Any]) -> None:
    if "boolean" in answer:
        typer.echo("yes" if answer["boolean"] else "no")
        return
    table = Table(*answer["head"]["vars"], box=None)
    for row in _rows(answer):
        table.add_row(*row)
    say_table(table)


def _rows(answer: dict[str, Any]) -> Iterator[list[str]]:
    for binding in answer["results"]["bindings"]:
        yield [_cell(binding.get(name)) for name in answer["head"]["vars"]]


def _cell(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    return shorten(term["value"]) if term["type"] == "uri" else term["value"]
