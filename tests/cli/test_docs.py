"""`kg docs`: stale pages are named, fresh ones left alone."""

from pathlib import Path

from tests.cli.conftest import Run


def test_the_check_names_what_is_stale_and_writes_nothing(
    project: Path, run: Run
) -> None:
    outcome = run("docs", "--check", "--project", project)

    assert outcome.code == 1
    assert "docs/cli.md: stale; expected what `kg docs` writes\n" in outcome.out
    assert not (project / "docs").exists()


def test_what_was_written_is_fresh(project: Path, run: Run) -> None:
    assert "wrote docs/cli.md\n" in run("docs", "--project", project).out
    assert run("docs", "--check", "--project", project).code == 0


def test_the_reference_describes_every_subcommand(project: Path, run: Run) -> None:
    run("docs", "--project", project)

    page = (project / "docs" / "cli.md").read_text()

    assert "## `kg docs`\n" in page
    assert "`--check`: Write nothing; name the stale files." in page
