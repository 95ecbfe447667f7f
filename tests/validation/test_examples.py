"""Each invalid example breaks the shapes it names and no other; valid ones break none.

An example says `# breaks: EventShape-time` in a comment after its prefixes; ontology,
vocabularies and `background.ttl` are there beside it, and are not its fault.
"""

import re
from pathlib import Path

import pytest

from kg.validation.engine import Background, validate_files
from kg.validation.files import rdf_files
from kg.validation.finding import Finding
from kg.validation.shapes import Shapes

EXAMPLES = Path(__file__).parents[2] / "ontology" / "examples"
INVALID = sorted(rdf_files([EXAMPLES / "invalid"]))
VALID = sorted(rdf_files([EXAMPLES / "valid"]))
BREAKS = re.compile(r"^# breaks: *(.+)$", re.MULTILINE)


def breaks(example: Path) -> set[str]:
    header = BREAKS.search(example.read_text("utf-8"))
    assert header is not None, f"{example.name} does not say what it breaks"
    return {name.strip() for name in header[1].split(",")}


def reported(found: list[Finding]) -> str:
    return "\n".join(map(str, found)) or "no finding"


@pytest.mark.parametrize("example", INVALID, ids=lambda path: path.stem)
def test_invalid_example_breaks_what_it_names(
    example: Path, shapes: Shapes, background: Background
) -> None:
    found = validate_files([example], shapes, background)
    assert {finding.name for finding in found} == breaks(example), reported(found)


@pytest.mark.parametrize(
    "example", [*VALID, EXAMPLES / "background.ttl"], ids=lambda path: path.stem
)
def test_valid_example_breaks_nothing(
    example: Path, shapes: Shapes, background: Background
) -> None:
    found = validate_files([example], shapes, background)
    assert not found, reported(found)


def test_every_rule_has_an_example_that_breaks_it(shapes: Shapes) -> None:
    broken = set().union(*map(breaks, INVALID))
    assert sorted(shapes.rules() - broken) == []
