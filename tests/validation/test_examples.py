"""Each invalid example breaks the shapes it names and no other; valid ones break none.

An example says `# breaks: EventShape-time` in a comment after its prefixes; ontology,
vocabularies and `background.ttl` are there beside it, and are not its fault.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from kg.validation.engine import Background, validate_files
from kg.validation.files import rdf_files, read_quads
from kg.validation.finding import Finding
from kg.validation.shapes import Shapes, read_shapes

ONTOLOGY = Path(__file__).parents[2] / "ontology"
EXAMPLES = ONTOLOGY / "examples"
INVALID = sorted(rdf_files([EXAMPLES / "invalid"]))
VALID = sorted(rdf_files([EXAMPLES / "valid"]))
BREAKS = re.compile(r"^# breaks: *(.+)$", re.MULTILINE)


@cache
def shapes() -> Shapes:
    return read_shapes(ONTOLOGY / "shapes")


@cache
def background() -> Background:
    modules = [*ONTOLOGY.glob("*.ttl"), ONTOLOGY / "vocabularies"]
    files = rdf_files([*sorted(modules), EXAMPLES / "background.ttl"])
    return Background(quad for file in files for quad in read_quads(file))


def findings(example: Path) -> list[Finding]:
    return validate_files([example], shapes(), background())


def breaks(example: Path) -> set[str]:
    header = BREAKS.search(example.read_text("utf-8"))
    assert header is not None, f"{example.name} does not say what it breaks"
    return {name.strip() for name in header[1].split(",")}


def reported(found: list[Finding]) -> str:
    return "\n".join(map(str, found)) or "no finding"


@pytest.mark.parametrize("example", INVALID, ids=lambda path: path.stem)
def test_invalid_example_breaks_what_it_names(example: Path) -> None:
    found = findings(example)
    assert {finding.name for finding in found} == breaks(example), reported(found)


@pytest.mark.parametrize("example", VALID, ids=lambda path: path.stem)
def test_valid_example_breaks_nothing(example: Path) -> None:
    found = findings(example)
    assert not found, reported(found)


def test_background_breaks_nothing() -> None:
    found = findings(EXAMPLES / "background.ttl")
    assert not found, reported(found)


@pytest.mark.parametrize("rule", sorted(shapes().rules()))
def test_rule_has_an_example_that_breaks_it(rule: str) -> None:
    assert rule in set().union(*map(breaks, INVALID))
