"""Whatever slips into a source, it becomes statements or is told at its place."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputErrors, Position
from kg.importers.project import read_project
from kg.mapping.codes import Codes
from kg.mapping.corpus import map_corpus
from kg.rdf.ontology import read_ontology
from tests.mapping.test_corpus import FILES, GIVEN

CHANGED = [name for name in FILES if not name.endswith("article.txt")]
WORDS = sorted(
    {word for name in CHANGED for word in re.findall(r"[\w-]+", FILES[name])}
)


@pytest.fixture(scope="module")
def codes(root: Path) -> Codes:
    return Codes.from_quads(read_ontology(root))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("source")


def write(project: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def mangle(text: str, drawn: random.Random) -> str:
    """Lose, repeat or move a line, or put one word in the place of another."""
    lines = text.splitlines(keepends=True) or [""]
    at = drawn.randrange(len(lines))
    match drawn.choice(["word", "word", "word", "lose", "repeat", "move"]):
        case "lose":
            del lines[at]
        case "repeat":
            lines.insert(at, lines[at])
        case "move":
            lines.insert(drawn.randrange(len(lines)), lines.pop(at))
        case _:
            words = re.findall(r"[\w-]+|[^\w-]+", text) or [""]
            words[drawn.randrange(len(words))] = drawn.choice(WORDS)
            return "".join(words)
    return "".join(lines)


def check_place(place: Position, files: dict[str, str]) -> None:
    lines = files[place.path].split("\n")
    assert 1 <= place.line <= len(lines)
    assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@settings(max_examples=300)
@given(seed=st.integers(0, 10**9))
def test_any_slip(project: Path, codes: Codes, seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311 - which slips, not which secrets
    files = dict(FILES)
    for _ in range(drawn.randint(1, 3)):
        name = drawn.choice(CHANGED)
        files[name] = mangle(files[name], drawn)
    write(project, files)
    try:
        statements = map_corpus(read_project(project), codes, GIVEN)
        places = [statement.position for statement in statements]
    except InputErrors as faults:
        places = [it.where for it in faults.errors if isinstance(it.where, Position)]
        assert len(places) == len(faults.errors)  # noqa: PT017 - one of two outcomes
    assert places
    for place in places:
        check_place(place, files)
