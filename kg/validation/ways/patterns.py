"""The triple patterns of a SPARQL constraint, and which of them hold together.

What is not known to be safe is refused: rdflib's algebra is read by the names of its
operators, and an operator that is not listed here makes the constraint opaque.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pyoxigraph import NamedNode
from rdflib import URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Identifier

from kg.validation.paths import CompoundPath, Operator, Path
from kg.validation.ways.ways import ANY, OpaqueError

THIS = Variable("this")
_THROUGH = ("Project", "Distinct", "Reduced", "Slice", "OrderBy", "Group")
_REPEATS = {
    "*": Operator.ZERO_OR_MORE,
    "+": Operator.ONE_OR_MORE,
    "?": Operator.ZERO_OR_ONE,
}

End = Identifier
"""A variable, or a term of rdflib."""

Pattern = tuple[End, Path, End]
Names = frozenset[Variable]


@dataclass(slots=True)
class Scope:
    """Patterns that hold together; those of a scope hold in the scopes inside it.

    `aliases` are names of variables that mean something else than outside.
    """

    outer: "Scope | None" = None
    aliases: dict[End, Variable] = field(default_factory=dict)
    patterns: list[Pattern] = field(default_factory=list)
    inner: list["Scope"] = field(default_factory=list)

    def all(self) -> Iterator[Pattern]:
        """Yield the patterns that hold here."""
        yield from self.patterns
        if self.outer is not None:
            yield from self.outer.all()

    def inside(self) -> "Scope":
        """Open a scope inside this one."""
        scope = Scope(self, dict(self.aliases))
        self.inner.append(scope)
        return scope

    def add(self, start: End, predicate: object, end: End) -> None:
        """Add a pattern."""
        aliases = self.aliases
        step = ANY if isinstance(predicate, Variable) else _path(predicate)
        pattern = aliases.get(start, start), step, aliases.get(end, end)
        self.patterns.append(pattern)


@lru_cache(maxsize=512)
def read_patterns(query: str) -> Scope:
    """Read the patterns of a SELECT query; they are kept, for reading takes long.

    Raises:
        OpaqueError: it cannot be told which of them hold together.
    """
    try:
        algebra = prepareQuery(query).algebra
    except Exception as error:
        raise OpaqueError(str(error)) from error
    scope = Scope()
    _collect(algebra["p"], scope, frozenset(), spine=True)
    return scope


def _collect(part: CompValue, scope: Scope, outside: Names, *, spine: bool) -> None:
    """Collect the patterns of an operator.

    Args:
        part: the operator.
        scope: where its patterns hold.
        outside: the variables of all that is not in it.
        spine: whether what binds the focus node comes before all in it.
    """
    read = _OPERATORS.get(part.name)
    if read is None:
        raise OpaqueError(f"the operator {part.name}")
    read(part, scope, outside, spine)


def _bgp(part: CompValue, scope: Scope, _outside: Names, _spine: bool) -> None:
    for triple in part["triples"]:
        scope.add(*triple)


def _through(part: CompValue, scope: Scope, outside: Names, spine: bool) -> None:
    if any(_exists([part[key] for key in part if key != "p"])):
        raise OpaqueError(f"EXISTS in {part.name}")
    _collect(part["p"], scope, outside, spine=spine)


def _join(part: CompValue, scope: Scope, outside: Names, spine: bool) -> None:
    left, right = part["p1"], part["p2"]
    _collect(left, scope, outside | _names(right), spine=spine)
    _collect(right, scope, outside | _names(left), spine=False)


def _optional(part: CompValue, scope: Scope, outside: Names, spine: bool) -> None:
    """Read an OPTIONAL, whose variables from further outside stand before it."""
    left, right, condition = part["p1"], part["p2"], part["expr"]
    before = _names(left) | ({THIS} if spine else set())
    if not (_names(right) & outside) <= before:
        raise OpaqueError("an OPTIONAL with variables that come after it")
    around = outside | _names(condition)
    _collect(left, scope, around | _names(right), spine=spine)
    inner = scope.inside()
    _collect(right, inner, around | _names(left), spine=False)
    _conditions(condition, inner, _names(left) | _names(right))


def _union(part: CompValue, scope: Scope, outside: Names, _spine: bool) -> None:
    for side in ("p1", "p2"):
        _collect(part[side], scope.inside(), outside, spine=False)


def _condition(part: CompValue, scope: Scope, outside: Names, spine: bool) -> None:
    _collect(part["p"], scope, outside | _names(part["expr"]), spine=spine)
    _conditions(part["expr"], scope, _names(part["p"]))


def _filter(part: CompValue, scope: Scope, outside: Names, spine: bool) -> None:
    """Read a filter: it joins by what stands in its EXISTS, else compares values."""
    joined = (_names(vars(it).get("graph")) for it in _exists(part["expr"]))
    _collect(part["p"], scope, outside.union(*joined), spine=spine)
    _conditions(part["expr"], scope, _names(part["p"]))


_OPERATORS: dict[str, Callable[[CompValue, Scope, Names, bool], None]] = {
    **dict.fromkeys(_THROUGH, _through),
    "AggregateJoin": _through,
    "BGP": _bgp,
    "Join": _join,
    "LeftJoin": _optional,
    "Union": _union,
    "Filter": _filter,
    "Extend": _condition,
}


def _conditions(expression: object, scope: Scope, known: Names) -> None:
    """Read what stands in EXISTS; variables that are not known outside are its own."""
    for exists in _exists(expression):
        graph = vars(exists).get("graph")
        if not isinstance(graph, CompValue):
            raise OpaqueError("an EXISTS that was not translated")
        inner = scope.inside()
        for name in _names(graph) - known - {THIS}:
            inner.aliases[name] = Variable(f"{name}_{id(inner)}")
        _collect(graph, inner, known | {THIS}, spine=False)


def _exists(part: object) -> Iterator[CompValue]:
    """Yield every EXISTS of an expression that is not inside another."""
    if isinstance(part, CompValue) and part.name in (
        "Builtin_EXISTS",
        "Builtin_NOTEXISTS",
    ):
        yield part
    else:
        for item in _parts(part):
            yield from _exists(item)


def _names(part: object) -> Names:
    """Collect the variables of a part of the algebra."""
    if isinstance(part, Variable):
        return frozenset([part])
    found: Names = frozenset()
    for item in _parts(part):
        found |= _names(item)
    return found


def _parts(part: object) -> list[object]:
    if isinstance(part, CompValue):
        inner = vars(part).get("graph")
        return [*(part[key] for key in part if key != "_vars"), inner]
    return list(part) if isinstance(part, list | tuple | set) else []


def _path(path: object) -> Path:
    """Read a path of rdflib."""
    if isinstance(path, URIRef):
        return NamedNode(str(path))
    if isinstance(path, MulPath):
        return CompoundPath(_REPEATS[str(path.mod)], (_path(path.path),))
    if isinstance(path, InvPath):
        return CompoundPath(Operator.INVERSE, (_path(path.arg),))
    if isinstance(path, SequencePath | AlternativePath):
        sequence = isinstance(path, SequencePath)
        operator = Operator.SEQUENCE if sequence else Operator.ALTERNATIVE
        return CompoundPath(operator, tuple(map(_path, path.args)))
    raise OpaqueError(f"the path {path}")
