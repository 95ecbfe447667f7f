"""What the documentation says is there: files, headings, commands, settings."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from kg.cli.app import app
from kg.settings import describe

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*.md")]
)

LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?:`|\$ |^)(?:\.venv/bin/)?kg ([a-z][\w -]*)", re.MULTILINE)
TARGET = re.compile(r"(?:`|^)make ([a-z][a-z ]*)", re.MULTILINE)
SETTING = re.compile(r"\bKG_[A-Z_]+\b")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """The fragments by which headings are linked to."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def subcommands(command: typer.Typer) -> Iterator[str]:
    for registered in command.registered_commands:
        yield str(registered.name)
    for group in command.registered_groups:
        assert group.typer_instance is not None
        yield str(group.name)
        for inner in subcommands(group.typer_instance):
            yield f"{group.name} {inner}"


def leads_somewhere(link: str, page: Path) -> bool:
    path, _hash, fragment = link.partition("#")
    if ":" in path:  # the web is not ours to check
        return True
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not fragment or fragment in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    broken = [link for link in LINK.findall(text) if not leads_somewhere(link, page)]

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_named_is_one(page: Path) -> None:
    known = set(subcommands(app))
    named = {
        " ".join(words.split()) for words in COMMAND.findall(page.read_text("utf-8"))
    }
    wrong = {
        words
        for words in named
        if not any(f"{words} ".startswith(f"{command} ") for command in known)
    }

    assert wrong == set()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_make_target_named_is_one(page: Path) -> None:
    targets = re.findall(
        r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    named = {
        target
        for words in TARGET.findall(page.read_text("utf-8"))
        for target in words.split()
    }

    assert named <= set(targets)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_setting_named_is_one(page: Path) -> None:
    known = {setting.variable for setting in describe()}

    assert set(SETTING.findall(page.read_text("utf-8"))) <= known


def test_the_readme_says_how_to_start() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")

    assert {"make serve", "make test"} <= set(
        re.findall(r"^make \w+", readme, re.MULTILINE)
    )


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text("utf-8")))

    assert listed == {path.name for path in folder.glob("0*.md")}
