"""`docs/settings.md`: every setting of the service, from the settings class."""

from pathlib import Path

from kg.publishing.pages.markdown import note, page, table
from kg.settings import describe


def render(_project: Path) -> str:
    """List the variables with their defaults, values and meanings."""
    return page(
        note("kg/settings.py"),
        "# Settings",
        "Environment variables, read once when a command or the service starts. A "
        "variable `KG_…` that is not in this list stops it: it is a misspelling.",
        table(
            ("variable", "default", "values", "meaning"),
            (
                (f"`{it.variable}`", _code(it.default), it.values, it.meaning)
                for it in describe()
            ),
        ),
    )


def _code(default: str) -> str:
    return f"`{default}`" if default else "not set"
