"""What a stranger sends as solutions is checked, and joined as it was meant."""

import json
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, Store

from kg.errors import KgError, ServiceFailedError, ServiceUnusableError
from kg.rdf.query.preflight import inspect
from kg.store.services.solutions import read_solutions

XSD = "http://www.w3.org/2001/XMLSchema#"


def answer(names: list[Any], *rows: dict[str, Any]) -> bytes:
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ({"type": "uri", "value": "http://e/é"}, "<http://e/é>"),
        ({"type": "literal", "value": 'a "b" \\ {\n}'}, '"a \\"b\\" \\\\ {\\n}"'),
        ({"type": "literal", "value": "x", "xml:lang": "nb"}, '"x"@nb'),
        (
            {"type": "literal", "value": "x", "xml:lang": "ar", "its:dir": "rtl"},
            '"x"@ar--rtl',
        ),
        (
            {"type": "literal", "value": "1", "datatype": f"{XSD}integer"},
            f'"1"^^<{XSD}integer>',
        ),
        (
            {"type": "typed-literal", "value": "2011-01-16", "datatype": f"{XSD}date"},
            f'"2011-01-16"^^<{XSD}date>',
        ),
        (
            {"type": "literal", "value": "1) SERVICE <http://127.0.0.1/> { ?a ?b ?c }"},
            '"1) SERVICE <http://127.0.0.1/> { ?a ?b ?c }"',
        ),
        ({"type": "literal", "value": "\\service"}, '"\\\\service"'),
        ({"type": "uri", "value": "http://e/SERVICE/x"}, "<http://e/SERVICE/x>"),
    ],
)
def test_a_term_comes_through_as_it_is(term: dict[str, str], expected: str) -> None:
    clause = read_solutions(answer(["x"], {"x": term})).clause()
    query = f"SELECT * {{ {clause} }}"
    found = Store().query(query)
    assert isinstance(found, QuerySolutions)
    assert [str(row["x"]) for row in found] == [expected]
    assert not inspect(query).calls_service


def test_what_is_not_bound_is_not_bound() -> None:
    row = {"b": {"type": "uri", "value": "http://e/"}}
    clause = read_solutions(answer(["a", "b"], row, {})).clause()
    assert clause == "VALUES (?a ?b) { (UNDEF <http://e/>) (UNDEF UNDEF) }"


@pytest.mark.parametrize(
    ("content", "error", "reason"),
    [
        pytest.param(b"", ServiceFailedError, "not whole", id="nothing"),
        pytest.param(
            answer(["x"])[:-1], ServiceFailedError, "not whole", id="truncated"
        ),
        pytest.param(
            answer(["x"]) + b"timeout", ServiceFailedError, "not whole", id="more"
        ),
        pytest.param(
            b'{"head":{},"boolean":true}', ServiceFailedError, "no result", id="ask"
        ),
        pytest.param(b"[]", ServiceFailedError, "no result", id="list"),
        pytest.param(b"7", ServiceFailedError, "no result", id="number"),
        pytest.param(answer([7]), ServiceFailedError, "no result", id="name-7"),
        pytest.param(answer(["a b"]), ServiceFailedError, "no result", id="name"),
        pytest.param(answer(["x", "x"]), ServiceFailedError, "no result", id="twice"),
        pytest.param(answer([["x"]]), ServiceFailedError, "no result", id="nested"),
        pytest.param(
            answer(["x"], {"y": {"type": "uri", "value": "http://e/"}}),
            ServiceFailedError,
            "no result",
            id="unknown-name",
        ),
        pytest.param(
            answer(["x"], {"x": {"type": "uri", "value": "a> } INSERT"}}),
            ServiceFailedError,
            r"value of \?x that is no term",
            id="bad-iri",
        ),
        pytest.param(
            answer(["x"], {"x": {"type": "uri", "value": 7}}),
            ServiceFailedError,
            "no term",
            id="number-as-iri",
        ),
        pytest.param(
            answer(["x"], {"x": "http://e/"}), ServiceFailedError, "no term", id="text"
        ),
        pytest.param(
            answer(["x"], {"x": {"type": "literal", "value": "x", "xml:lang": "e n"}}),
            ServiceFailedError,
            "no term",
            id="bad-language",
        ),
        pytest.param(
            answer(["x"], {"x": {"type": "thing", "value": "x"}}),
            ServiceFailedError,
            "no term",
            id="unknown-type",
        ),
        pytest.param(
            answer(["x"], {"x": {"type": "bnode", "value": "b0"}}),
            ServiceUnusableError,
            r"a blank node for \?x",
            id="blank-node",
        ),
        pytest.param(
            answer(["x"], {"x": {"type": "triple", "value": {}}}),
            ServiceUnusableError,
            r"a triple term for \?x",
            id="triple-term",
        ),
    ],
)
def test_what_is_no_answer_is_told(
    content: bytes, error: type[KgError], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        read_solutions(content).clause()
