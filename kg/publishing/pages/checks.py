"""`docs/checks.md`: the rules that shapes cannot say, listed by whoever runs them."""

from collections.abc import Iterable

from kg.publishing.pages.markdown import note, page, table


def render(checks: Iterable[tuple[str, str, str]]) -> str:
    """List checks, given as name, severity and what they say."""
    return page(
        note("kg/validation/checks/"),
        "# Checks",
        "Rules that [shapes](shapes.md) cannot say, since they look into texts, at "
        "how a literal is written, or across graphs. They are functions, with a name, "
        "a severity and a message like a shape's.",
        table(
            ("check", "severity", "what it says"),
            ((f"`{name}`", severity, says) for name, severity, says in checks),
        ),
    )
