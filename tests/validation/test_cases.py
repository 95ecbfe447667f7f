"""What the W3C's suite does not see: the tables of `cases/`, each a graph and shapes.

A line of `finds` is a component, a focus node and, where there is one, a value; all
lines are told, in order, and nothing else.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, parse

from kg.errors import InputErrors, Position
from kg.validation import background
from kg.validation.engine import Background, results
from kg.validation.finding import Finding, display
from kg.validation.index import Index, Term
from kg.validation.shapes import Shapes, compile_shapes
from tests.validation.differential import HEAD

TABLES = sorted((Path(__file__).parent / "cases").glob("*.yml"))
READ: dict[str, dict[str, Any]] = {
    f"{table.stem}-{case['id']}": case
    for table in TABLES
    for case in yaml.safe_load(table.read_text("utf-8"))
}
CASES = [pytest.param(case, id=name) for name, case in READ.items()]
FINDING = [pytest.param(it, id=name) for name, it in READ.items() if "finds" in it]


def quads(turtle: str) -> list[Quad]:
    return list(parse(HEAD + turtle, format=RdfFormat.TURTLE))


def compiled(turtle: str) -> Shapes:
    return compile_shapes(Index(quads(turtle)), lambda _n, _p: Position("shapes"))


def shown(term: Term) -> str:
    if isinstance(term, BlankNode):
        return "_:"
    return re.sub("<urn:ex:([^>]*)>", r"ex:\1", display(term))


def line(finding: Finding) -> str:
    component = re.split("[#:]", finding.component.value)[-1]
    terms = [finding.focus, *([] if finding.value is None else [finding.value])]
    return " ".join([component.removesuffix("ConstraintComponent"), *map(shown, terms)])


@pytest.mark.parametrize("case", CASES)
def test_finds_exactly_what_the_table_says(case: dict[str, Any]) -> None:
    if "refuses" in case:
        with pytest.raises(InputErrors, match=re.escape(case["refuses"])):
            compiled(case["shapes"])
        return
    found = results(quads(case["data"]), compiled(case["shapes"]), Background())
    assert sorted(map(line, found)) == sorted(case["finds"])


def test_there_are_many_cases_and_each_has_a_name() -> None:
    told = sum(table.read_text("utf-8").count("- id: ") for table in TABLES)
    assert len(READ) == told >= 100


def test_literals_of_the_tables_are_kept_as_written() -> None:
    [quad] = quads('ex:i ex:p "01"^^xsd:integer .')
    assert isinstance(quad.object, Literal)
    assert quad.object.value == "01"


@pytest.mark.parametrize("case", FINDING)
def test_much_data_gives_the_same(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of much data the store has only what queries can reach."""
    monkeypatch.setattr(background, "LENT", 0)
    found = results(quads(case["data"]), compiled(case["shapes"]), Background())
    assert sorted(map(line, found)) == sorted(case["finds"])
