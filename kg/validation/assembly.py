"""Reports, assembled: findings with their rules, fingerprints and suggestions."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, Quad

from kg.errors import Position
from kg.rdf.terms import SH
from kg.validation.columns.quads import OBJECT, SUBJECT, Quads
from kg.validation.finding import Finding, local_name
from kg.validation.index import Index, Node, Term
from kg.validation.paths import Path, write_path
from kg.validation.reports.fingerprint import Fingerprints
from kg.validation.reports.names import Names
from kg.validation.reports.report import Result, Rule
from kg.validation.shapes import Shapes
from kg.validation.suggestion import Suggestions
from kg.validation.wording import word

GUESSED = 200
"""Findings of one rule that suggestions are made for."""


@dataclass(frozen=True, slots=True)
class Material:
    """What findings were made of.

    `place` tells where the rule of a shape stands; `root` is the IRI of the folder that
    is worked in.
    """

    shapes: Shapes
    quads: Quads
    background: Sequence[Quad]
    names: Names
    place: Callable[[Node], Position | None]
    root: str = ""


class RuleNames:
    """Gives each shape a name that no edit of the data changes.

    That is the last part of its IRI; the whole IRI when two shapes share that part; for
    a shape without IRI, the name of the shape that has it and its path.
    """

    def __init__(self, shapes: Shapes, names: Names) -> None:
        """Name the shapes."""
        self._shapes = shapes
        self._names = names
        named = [node for node in shapes.by_node if not isinstance(node, BlankNode)]
        self._times = Counter(map(local_name, named))

    def of(self, node: Node) -> str:
        """Give the name of a shape."""
        owner, paths = self._owner(node)
        said = "".join(f".{self._names.path(path)}" for path in paths)
        return f"{self._name(owner)}{said}"

    def key(self, node: Node) -> str:
        """Give the name of a shape with IRIs in full, whatever prefixes files have."""
        owner, paths = self._owner(node)
        name = self._name(owner) if isinstance(owner, BlankNode) else owner.value
        return " ".join([name, *map(write_path, paths)])

    def _owner(self, node: Node) -> tuple[Node, list[Path]]:
        """Find the shape with an IRI that has a shape, and the paths to it."""
        paths: list[Path] = []
        seen: list[Node] = []
        while isinstance(node, BlankNode) and node not in seen:
            seen.append(node)
            shape = self._shapes.by_node.get(node)
            if shape is not None and shape.path is not None:
                paths.append(shape.path)
            node = next(iter(self._shapes.graph.subjects(SH.property, node)), node)
        return node, paths[::-1]

    def _name(self, node: Node) -> str:
        if isinstance(node, BlankNode):
            shape = self._shapes.by_node.get(node)
            classes = () if shape is None else shape.targets.classes
            return "shape" + "".join(f"[{local_name(c)}]" for c in classes)
        name = local_name(node)
        return node.value if self._times[name] > 1 or not name else name


def assemble(findings: Iterable[Finding], material: Material) -> list[Result]:
    """Give findings their rules, messages, fingerprints and suggestions."""
    listed = list(findings)
    about = {term for f in listed for term in (f.focus, f.value)}
    blanks = {term for term in about if isinstance(term, BlankNode)}
    material.names.learn(material.quads.where(OBJECT, blanks), blanks)
    graph = material.shapes.graph
    data = Index(_quads_about(material, about, set(_classes(graph))))
    makers = _Makers(
        RuleNames(material.shapes, material.names),
        Fingerprints(material.quads, material.root),
        Suggestions(graph, data, material.names),
        Counter(),
    )
    return [makers.result(finding, material) for finding in listed]


def _quads_about(
    material: Material, about: set[Term | None], classes: set[Term]
) -> Iterator[Quad]:
    """Yield what is said of terms, and what names classes."""
    yield from material.quads.where(SUBJECT, about)
    yield from material.quads.where(OBJECT, classes)
    for quad in material.background:
        if quad.subject in about or quad.object in classes:
            yield quad


def _classes(graph: Index) -> Iterator[Term]:
    for node in graph.nodes():
        yield from graph.objects(node, SH.iri("class"))


@dataclass(frozen=True, slots=True)
class _Makers:
    rules: RuleNames
    fingerprints: Fingerprints
    suggestions: Suggestions
    guessed: Counter[str]

    def result(self, finding: Finding, material: Material) -> Result:
        graph, names = material.shapes.graph, material.names
        rule = rule_of(finding.shape, finding, material, self.rules)
        said = replace(finding, message=word(finding, graph, names))
        self.guessed[rule.id] += 1
        guess = self.guessed[rule.id] <= GUESSED
        suggestion = self.suggestions.of(finding) if guess else ""
        fingerprint = self.fingerprints.of(finding, self.rules.key(finding.shape))
        return Result(said, rule, fingerprint, suggestion)


def rule_of(node: Node, finding: Finding, material: Material, rules: RuleNames) -> Rule:
    """Describe the rule that a finding breaks."""
    shape = material.shapes.by_node.get(node)
    message = finding.message if shape is None else shape.message
    position = material.place(node)
    return Rule(rules.of(node), node, finding.severity, message, position)


def rules_of(material: Material) -> tuple[Rule, ...]:
    """List the rules that findings could be about."""
    rules = RuleNames(material.shapes, material.names)
    return tuple(
        Rule(
            rules.of(node),
            node,
            shape.severity,
            shape.message,
            material.place(node),
        )
        for node, shape in material.shapes.by_node.items()
        if not shape.deactivated
    )
