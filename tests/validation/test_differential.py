"""Random shapes on random graphs, by our engine and by pySHACL.

`disagreements.yml` has what they are known to disagree on, and who is right; random
graphs leave it out. `--differential N` tries N of them.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from pyoxigraph import Quad

from kg.validation.engine import Background, merge, results
from kg.validation.finding import Finding
from kg.validation.paths import write_path
from kg.validation.rdflibterms import to_graph
from kg.validation.shapes import Shapes
from tests.validation.differential import GRAPHS, SHAPES, tamed
from tests.validation.reference import reference_findings
from tests.validation.test_cases import compiled, line, quads

Row = tuple[str, str, str, str, str]


DISAGREEMENTS = [
    pytest.param(case, id=case["id"])
    for case in yaml.safe_load(
        (Path(__file__).parent / "disagreements.yml").read_text("utf-8")
    )
]


def row(finding: Finding) -> Row:
    path = "" if finding.path is None else write_path(finding.path)
    shape, component = str(finding.shape), finding.component.value.rpartition("#")[2]
    return shape, component, str(finding.focus), path, str(finding.value)


def ours(shapes: Shapes, data: list[Quad]) -> set[Row]:
    return {row(it) for it in results(data, shapes, Background())}


def theirs(shapes: Shapes, data: list[Quad]) -> set[Row]:
    graph = to_graph(merge(data))
    return {row(it) for it in reference_findings(graph, shapes, lambda _node: True)}


def compare(graph: str, shapes: str) -> None:
    read, data = compiled(shapes), quads(tamed(graph, shapes))
    assert ours(read, data) == theirs(read, data)


def test_finds_what_pyshacl_finds(pytestconfig: pytest.Config) -> None:
    number = pytestconfig.getoption("--differential", default=120)
    options = settings(max_examples=number, suppress_health_check=list(HealthCheck))
    options(given(GRAPHS, SHAPES)(compare))()


@pytest.mark.parametrize("case", DISAGREEMENTS)
def test_knows_where_pyshacl_is_wrong(case: dict[str, Any]) -> None:
    read, data = compiled(case["shapes"]), quads(case["data"])
    assert [line(it) for it in results(data, read, Background())] == case["finds"]
    graph = to_graph(merge(data))
    told = [line(it) for it in reference_findings(graph, read, lambda _node: True)]
    assert told == case["pyshacl"]
    assert case["why"]
