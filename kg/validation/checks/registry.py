"""All checks, and how to run them."""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad, Triple

from kg.validation.checks import budget, graphs, literals, names, numbers, passages
from kg.validation.checks.check import Material
from kg.validation.finding import Finding

CHECKS = (
    *literals.CHECKS,
    *names.CHECKS,
    *graphs.CHECKS,
    *passages.CHECKS,
    *numbers.CHECKS,
    *budget.CHECKS,
)
"""Every check; a new one is an entry in its module and an example that breaks it."""


def check(
    quads: Iterable[Quad],
    background: Iterable[Triple],
    texts: Mapping[NamedNode, str],
    beside: Iterable[Quad] = (),
) -> list[Finding]:
    """List what the checks find in quads, in a fixed order.

    Args:
        quads: the data.
        background: what the data builds on, and the metadata of its graphs if that
            is not among the data.
        texts: the NFC text of documents; those of others are not looked into.
        beside: what may repeat these texts besides, and is not looked at otherwise.
    """
    material = Material(tuple(quads), tuple(background), texts, tuple(beside))
    return sorted({f for rule in CHECKS for f in rule.findings(material)})
