"""The rules of a release, read for people: what data must be like, by topic."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from kg.api.pages.facts import Facts
from kg.api.pages.language import Label, choose
from kg.errors import NotInGraphError
from kg.rdf.namespaces import COMMON
from kg.rdf.terms import SH

SHAPES = NamedNode(f"{COMMON}shapes")
"""What all rules are fragments of."""

_RULE = f"{SHAPES.value}#"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the fragment of its IRI, how grave a breach is, and what it says."""

    name: str
    severity: str
    message: Label

    @property
    def topic(self) -> str:
        """What it is about: `EventShape-time` is about events."""
        return self.name.partition("-")[0].removesuffix("Shape")


@dataclass(frozen=True, slots=True)
class Topic:
    """The rules about one kind of thing."""

    name: str
    rules: tuple[Rule, ...]


def read_shapes(path: Path) -> list[Quad]:
    """Read the rules of a release, with the same names for nodes without one each time.

    Raises:
        NotInGraphError: the release was built before rules were part of it.
    """
    if not path.is_file():
        raise NotInGraphError("this release does not hold its rules")
    rules = Dataset(parse(path=path, format=RdfFormat.TURTLE))
    rules.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(rules, key=str)


def read_topics(facts: Facts, languages: tuple[str, ...]) -> list[Topic]:
    """List the rules by topic, in the order of their names."""
    rules = sorted(_rules(facts, languages), key=lambda rule: (rule.topic, rule.name))
    return [
        Topic(name, tuple(found))
        for name, found in groupby(rules, key=lambda rule: rule.topic)
    ]


def _rules(facts: Facts, languages: tuple[str, ...]) -> Iterator[Rule]:
    for shape in {quad.subject for quad in facts if quad.predicate == SH.message}:
        if isinstance(shape, NamedNode) and shape.value.startswith(_RULE):
            message = choose(facts.literals(shape, SH.message), languages)
            severity = facts.iri(shape, SH.severity) or SH.Violation
            if message is not None:
                name = shape.value.removeprefix(_RULE)
                yield Rule(name, severity.value.partition("#")[2], message)
