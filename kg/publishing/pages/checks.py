"""`docs/checks.md`: the rules that shapes cannot say, listed by whoever runs them."""

from collections.abc import Iterable
from pathlib import Path

from kg.publishing.pages.markdown import note, page, table
from kg.rdf.query.catalogue import read_catalogue


def render(checks: Iterable[tuple[str, str, str]], project: Path) -> str:
    """List checks, given as name, severity and what they say, and those of queries."""
    catalogue = read_catalogue(project / "queries")
    return page(
        note("kg/validation/checks/ and queries/checks/"),
        "# Checks",
        "Rules that [shapes](shapes.md) cannot say, since they look into texts, at "
        "how a literal is written, or across graphs. They are functions, with a name, "
        "a severity and a message like a shape's.",
        table(
            ("check", "severity", "what it says"),
            ((f"`{name}`", severity, says) for name, severity, says in checks),
        ),
        "## Queries",
        "Checks that are [queries](queries.md#checks): each row is a finding. A check "
        "of your own is one more file in `queries/checks`: its title is the message, "
        "`?focus` is where it stands, and `**Severity:**` says how grave it is.",
        table(
            ("check", "severity", "what it says"),
            (
                (f"`{query.name}`", query.severity, f"{query.title}.")
                for query in catalogue
                if query.severity
            ),
        ),
    )
