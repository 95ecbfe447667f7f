"""Random shapes on random graphs, by our engine, by pySHACL and by pyshacl-turbo.

`disagreements.yml` has what we and pySHACL are known to disagree on, and who is right;
random graphs leave it out. `--differential N` tries N of them. pyshacl-turbo is asked
where `--turbo PYTHON` names a Python that has it, of graphs with all there is.
"""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from pyoxigraph import BlankNode, Literal, Quad

from kg.validation.engine import Background, merge, results
from kg.validation.finding import Finding, local_name
from kg.validation.index import Term
from kg.validation.paths import write_path
from kg.validation.rdflibterms import to_graph
from kg.validation.shapes import Shapes
from tests.validation.differential import GRAPHS, HEAD, SHAPES, tamed, trials
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
    trials(pytestconfig)(given(GRAPHS, SHAPES)(compare))()


@pytest.fixture
def turbo(pytestconfig: pytest.Config) -> Iterator[subprocess.Popen[str]]:
    python = pytestconfig.getoption("--turbo", default=None)
    if python is None:
        pytest.skip("no Python with pyshacl-turbo is named")
    program = str(Path(__file__).with_name("turbo.py"))
    with subprocess.Popen(
        [python, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process


def written(term: Term | None) -> str:
    if isinstance(term, BlankNode):
        return "_:"
    if isinstance(term, Literal):
        datatype = "" if term.language else term.datatype.value
        return json.dumps([term.value, term.language or "", datatype])
    return "" if term is None else str(term)


def test_finds_what_turbo_finds(
    turbo: subprocess.Popen[str], pytestconfig: pytest.Config
) -> None:
    assert turbo.stdin is not None
    assert turbo.stdout is not None
    asking, answering = turbo.stdin, turbo.stdout

    def compare_with_turbo(graph: str, shapes: str) -> None:
        job = {"data": HEAD + graph, "shapes": HEAD + shapes}
        asking.write(f"{json.dumps(job)}\n")
        asking.flush()
        told = Counter(map(tuple, json.loads(answering.readline())))
        found = results(quads(graph), compiled(shapes), Background())
        rows = ((it.shape, it.component, it.focus, it.value) for it in found)
        assert told == Counter(
            (written(shape), local_name(component), written(focus), written(value))
            for shape, component, focus, value in rows
        )

    trials(pytestconfig)(given(GRAPHS, SHAPES)(compare_with_turbo))()


@pytest.mark.parametrize("case", DISAGREEMENTS)
def test_knows_where_pyshacl_is_wrong(case: dict[str, Any]) -> None:
    read, data = compiled(case["shapes"]), quads(case["data"])
    assert [line(it) for it in results(data, read, Background())] == case["finds"]
    graph = to_graph(merge(data))
    told = [line(it) for it in reference_findings(graph, read, lambda _node: True)]
    assert told == case["pyshacl"]
    assert case["why"]
