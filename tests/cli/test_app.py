"""The command as a whole: help, exit codes, and errors without tracebacks."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

import kg.cli.app as application
from kg.cli.app import app
from kg.errors import KgError, Position, UnexpectedValueError, ValidationError
from tests.cli.conftest import Run


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """A command with subcommands that fail, each in its way."""
    commands = typer.Typer(pretty_exceptions_enable=False)
    monkeypatch.setattr(application, "app", commands)
    return commands


UNKNOWN = UnexpectedValueError(
    Position("data/x.yml", 3, 7), "vigl", "an event type", ["vigil"]
)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        pytest.param(
            UNKNOWN,
            2,
            "data/x.yml:3:7: found vigl; expected an event type (did you mean vigil?)",
            id="bad-input",
        ),
        pytest.param(ValidationError("a.yml:1 s: m"), 1, "a.yml:1 s: m", id="findings"),
        pytest.param(
            KgError("[bold]not markup[/bold]"),
            2,
            "[bold]not markup[/bold]",
            id="markup",
        ),
        pytest.param(
            FileNotFoundError(2, "No such file or directory", "a.nq"),
            2,
            "a.nq: No such file or directory",
            id="missing-file",
        ),
        pytest.param(
            OSError(98, "Address in use"), 2, "kg: Address in use", id="no-file"
        ),
    ],
)
def test_an_error_a_user_can_mend_is_one_message(
    error: Exception, code: int, message: str, raising: typer.Typer, run: Run
) -> None:
    @raising.command()
    def fail() -> None:
        raise error

    outcome = run()

    assert (outcome.code, outcome.out, outcome.err) == (code, "", f"{message}\n")


def test_a_message_is_never_wrapped(raising: typer.Typer, run: Run) -> None:
    @raising.command()
    def fail() -> None:
        raise KgError("word " * 100 + "end")

    assert run().err.count("\n") == 1


def test_an_interruption_is_130(raising: typer.Typer, run: Run) -> None:
    @raising.command()
    def fail() -> None:
        raise KeyboardInterrupt

    assert run().code == 130


def test_a_fault_of_ours_keeps_its_traceback_and_is_3(
    raising: typer.Typer, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    @raising.command()
    def fail() -> None:
        raise ZeroDivisionError

    assert run().code == 3
    assert "in fail" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_without_a_subcommand_it_explains_itself(run: Run) -> None:
    outcome = run()

    assert outcome.code == 2
    assert "Usage: kg" in outcome.out


def test_an_unknown_subcommand_is_broken_input(run: Run) -> None:
    outcome = run("biuld")

    assert outcome.code == 2
    assert "No such command 'biuld'" in outcome.err


def subcommands(command: typer.Typer, *words: str) -> Iterator[tuple[str, ...]]:
    for registered in command.registered_commands:
        assert registered.name is not None
        yield (*words, registered.name)
    for group in command.registered_groups:
        assert group.typer_instance is not None
        yield from subcommands(group.typer_instance, *words, str(group.name))


@pytest.mark.parametrize(
    "words", [pytest.param(words, id="-".join(words)) for words in subcommands(app)]
)
def test_every_subcommand_gives_examples(words: tuple[str, ...], run: Run) -> None:
    outcome = run(*words, "--help")

    assert outcome.code == 0
    assert "Examples:" in outcome.out
    assert f"$ kg {' '.join(words)}" in outcome.out


def test_it_is_a_module_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "Usage: kg " in done.stdout


def test_a_folder_outside_any_project_is_named(tmp_path: Path, run: Run) -> None:
    outcome = run("docs", "--project", tmp_path)

    assert outcome.code == 2
    assert outcome.err == (
        f"{tmp_path}: found no project; expected a folder, here or above, with "
        "ontology, data and queries\n"
    )


def test_a_folder_inside_a_project_will_do(project: Path, run: Run) -> None:
    (project / "data" / "sources").mkdir()

    assert run("docs", "--project", project / "data" / "sources").code == 0
    assert (project / "docs" / "cli.md").is_file()
