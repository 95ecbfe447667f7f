"""Fingerprints: what makes a finding the same one when lines and files have moved."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.validation.columns.quads import Quads
from kg.validation.finding import Finding
from kg.validation.index import Node, Term
from kg.validation.paths import write_path

DEPTH = 3
"""How far from a blank node its description goes."""


class Fingerprints:
    """Gives each finding of one validation a fingerprint of its own.

    It is made of the rule, the constraint, the focus, the path and the value. Where a
    finding stands and what its message says are not in it. A blank node counts as what
    is said of it; a thing named by its file counts by what follows the file.
    """

    def __init__(self, quads: Quads, root: str) -> None:
        """Take the data, and the IRI of the folder that it is in."""
        self._quads = quads
        self._root = root
        self._seen: Counter[str] = Counter()

    def of(self, finding: Finding, rule: str) -> str:
        """Give the fingerprint; of findings that nothing tells apart, in order."""
        path = "" if finding.path is None else write_path(finding.path)
        value = "" if finding.value is None else self._describe(finding.value, DEPTH)
        focus = self._describe(finding.focus, DEPTH)
        parts = (rule, finding.component.value, focus, path, value)
        digest = sha256("\0".join(parts).encode()).hexdigest()[:32]
        self._seen[digest] += 1
        number = self._seen[digest]
        return digest if number == 1 else f"{digest}-{number}"

    def _describe(self, term: Term, depth: int) -> str:
        if isinstance(term, NamedNode):
            return (
                f"<{term.value.removeprefix(self._root) if self._root else term.value}>"
            )
        if isinstance(term, Literal) or depth == 0:
            return str(term) if isinstance(term, Literal) else "[]"
        facts = sorted(
            f"{mark}{predicate} {self._describe(other, depth - 1)}"
            for mark, predicate, other in self._around(term)
        )
        return f"[{'; '.join(facts)}]"

    def _around(self, blank: BlankNode) -> Iterator[tuple[str, Node, Term]]:
        for quad in self._quads.about(blank):
            if not isinstance(quad.object, Triple):
                yield ">", quad.predicate, quad.object
        for quad in self._quads.naming(blank):
            if not isinstance(quad.subject, Triple):
                yield "<", quad.predicate, quad.subject
