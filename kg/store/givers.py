"""Givers: who gives graphs of their own by a key, and how the graphs may be called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import MissingFieldError, UnexpectedValueError
from kg.rdf.namespaces import OURS

MOST_PARTNER = 40
"""Letters of a partner's name: it begins the keys of sources."""

_PARTNER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SPACE = re.compile(r"""https?://[^\s<>"{}|\\^`/#]+/([^\s<>"{}|\\^`]*[/#])?""")


@dataclass(frozen=True, slots=True)
class Giver:
    """A partner that gives graphs, and how the names of all its graphs begin."""

    partner: str
    namespace: str

    def owns(self, graph: str) -> bool:
        """Tell whether a graph is the partner's to give, by its name."""
        return graph.startswith(self.namespace) and graph != self.namespace


def read_giver(where: str, entry: Mapping[str, Any]) -> Giver:
    """Read who gives graphs by a key from its entry in the file of keys.

    Raises:
        InputError: the partner or the namespace is missing, or none.
    """
    for field in ("partner", "namespace"):
        if field not in entry:
            expected = f"a field {field}, which the right to contribute needs"
            raise MissingFieldError(where, f"no {field}", expected, entry)
    return make_giver(where, entry["partner"], entry["namespace"])


def make_giver(where: str, partner: object, namespace: object) -> Giver:
    """Give a partner a namespace, which is nobody else's: ours least of all.

    Raises:
        UnexpectedValueError: the name is none, or the namespace is not theirs.
    """
    if not isinstance(partner, str) or not _is_partner(partner):
        expected = f"a partner: lower-case words joined by '-', {MOST_PARTNER} letters"
        raise UnexpectedValueError(where, repr(partner), expected)
    if not isinstance(namespace, str) or not _SPACE.fullmatch(namespace):
        expected = "a namespace: http:// or https://, with '/' or '#' at its end"
        raise UnexpectedValueError(where, repr(namespace), expected)
    if any(it.startswith(namespace) or namespace.startswith(it) for it in OURS):
        raise UnexpectedValueError(where, namespace, "a namespace that is not ours")
    return Giver(partner, namespace)


def _is_partner(name: str) -> bool:
    return len(name) <= MOST_PARTNER and _PARTNER.fullmatch(name) is not None
