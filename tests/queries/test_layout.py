"""Query files look alike: header, sorted prefixes, two-space indent, upper case."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from SPARQLWrapper import SPARQLWrapper

from kg.rdf.query.catalogue import Query, read_catalogue
from kg.rdf.query.lexer import Sort, Token, tokens
from kg.rdf.query.preflight import Form
from tests.queries.tables import ROOT

CATALOGUE = read_catalogue(ROOT / "queries")
QUERIES = pytest.mark.parametrize(
    "query", [pytest.param(query, id=query.name) for query in CATALOGUE]
)

LOWER_CASE = {"a", "true", "false"}
OPENING, CLOSING = ("{", "("), ("}", ")")
WITHOUT_KEYS = {"pe:", "cl:"}
"""Prefixes of things whose identifiers are opaque: a query cannot name them."""


def words(query: Query) -> Iterator[Token]:
    return (token for token in tokens(query.text) if token.sort is not Sort.BLANK)


def body(query: Query) -> list[str]:
    """The lines after the prefixes."""
    return query.text.rpartition("\n\n")[2].splitlines()


@QUERIES
def test_header_prefixes_and_body_are_parted_by_a_blank_line(query: Query) -> None:
    header, prefixes, rest = query.text.split("\n\n")

    assert all(line.startswith("#") for line in header.splitlines())
    assert all(line.startswith("PREFIX ") for line in prefixes.splitlines())
    assert rest.startswith(query.form.value)
    assert query.text.endswith("\n")


@QUERIES
def test_prefixes_are_sorted_and_all_used(query: Query) -> None:
    declared = re.findall(r"^PREFIX (\w+):", query.text, re.MULTILINE)
    used = {
        token.text.partition(":")[0]
        for before, token in pairwise(words(query))
        if token.sort is Sort.NAME and before.word != "PREFIX"
    }

    assert declared == sorted(used)


@QUERIES
def test_keywords_are_in_upper_case(query: Query) -> None:
    written = {token.text for token in words(query) if token.sort is Sort.WORD}

    assert {word for word in written if not word.isupper()} <= LOWER_CASE


@QUERIES
def test_lines_are_indented_by_what_encloses_them(query: Query) -> None:
    depth = 0
    for line in body(query):
        text = line.lstrip(" ")
        level = depth - text.startswith(CLOSING)
        # What goes on with the line before is one step further in.
        assert len(line) - len(text) in (2 * level, 2 * level + 2), line
        assert line == line.rstrip()
        assert len(line) <= 88
        depth += sum(text.count(it) for it in OPENING)
        depth -= sum(text.count(it) for it in CLOSING)
    assert depth == 0


@QUERIES
def test_a_line_has_one_pattern(query: Query) -> None:
    for line in body(query):
        assert not re.search(r"[;.] +[?$a-z]", line.partition('"')[0]), line


@QUERIES
def test_rows_have_an_order(query: Query) -> None:
    assert (query.form is Form.SELECT) == ("\nORDER BY " in query.text)


@QUERIES
def test_it_runs_alike_everywhere(query: Query) -> None:
    """See what engines are known to differ in."""
    text = query.text

    assert not re.search(r"xsd:(date|dateTime|gYear|duration)\(", text)
    assert not re.search(r"LANG\([^)]*\) *=", text)
    assert not re.search(r"\d-\?|\w-\?|\?\w+-", "\n".join(body(query)))
    assert not re.search(r"\bSTR\(\?(label|name)\) *=", text)


@QUERIES
def test_the_client_of_researchers_sees_what_form_it_has(query: Query) -> None:
    """SPARQLWrapper takes words of comments for the form: "addressee" for ADD."""
    wrapper = SPARQLWrapper("http://127.0.0.1:1/sparql")
    wrapper.setQuery(query.text)

    assert wrapper.queryType == query.form


@QUERIES
def test_it_names_nothing_by_an_opaque_identifier(query: Query) -> None:
    names = {token.text.partition(":")[0] + ":" for token in words(query)}

    assert not names & WITHOUT_KEYS
    assert "/id/" not in re.sub(r"PREFIX .*|STRAFTER\(.*", "", query.text)


@QUERIES
def test_only_competency_questions_have_an_identifier(query: Query) -> None:
    assert bool(re.fullmatch(r"[RNV]\d+", query.identifier)) == (
        query.folder == "competency"
    )


@QUERIES
def test_sentences_end(query: Query) -> None:
    assert query.question.endswith("?")
    assert not query.note or query.note.endswith(".")
    assert all(parameter.description.endswith(".") for parameter in query.parameters)


def test_no_folder_holds_anything_else() -> None:
    found = {path.suffix for path in Path(ROOT / "queries").rglob("*.*")}

    assert found == {".rq"}


def test_titles_and_questions_differ() -> None:
    titles = sorted(query.title for query in CATALOGUE)
    questions = sorted(query.question for query in CATALOGUE)

    assert all(one != other for one, other in pairwise(titles))
    assert all(one != other for one, other in pairwise(questions))
