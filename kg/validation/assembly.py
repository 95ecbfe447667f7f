"""Reports, assembled: findings with their rules, fingerprints and suggestions."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, Quad

from kg.errors import Position
from kg.rdf.terms import SH
from kg.validation.finding import Finding, local_name
from kg.validation.index import Index, Node
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
    quads: Sequence[Quad]
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
        if not isinstance(node, BlankNode):
            name = local_name(node)
            return node.value if self._times[name] > 1 or not name else name
        owners = self._shapes.graph.subjects(SH.property, node)
        shape = self._shapes.by_node.get(node)
        path = None if shape is None else shape.path
        said = "" if path is None else f".{self._names.path(path)}"
        if owners and owners[0] != node:
            return f"{self.of(owners[0])}{said}"
        targets = self._shapes.by_node[node].targets if shape is not None else None
        classes = targets.classes if targets is not None else ()
        return f"shape{said}" + "".join(f"[{local_name(c)}]" for c in classes)


def assemble(findings: Iterable[Finding], material: Material) -> list[Result]:
    """Give findings their rules, messages, fingerprints and suggestions."""
    listed = list(findings)
    about = {term for f in listed for term in (f.focus, f.value)}
    blanks = {term for term in about if isinstance(term, BlankNode)}
    material.names.learn(material.quads, blanks)
    classes = set(_classes(material.shapes.graph))
    data = Index(
        quad
        for quad in (*material.quads, *material.background)
        if quad.subject in about or quad.object in classes
    )
    graph = material.shapes.graph
    makers = _Makers(
        RuleNames(material.shapes, material.names),
        Fingerprints(material.quads, material.root),
        Suggestions(graph, data, material.names),
        Counter(),
    )
    return [makers.result(finding, material) for finding in listed]


def _classes(graph: Index) -> Iterable[object]:
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
        fingerprint = self.fingerprints.of(finding, rule.id)
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
