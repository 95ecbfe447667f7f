"""The outline of a query: what its groups hold, and which variables they make known."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kg.rdf.query.lexer import Token

AGGREGATES = frozenset(["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"])


class Role(StrEnum):
    """What a node of a pattern is."""

    VARIABLE = "variable"
    IRI = "iri"
    LITERAL = "literal"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Node:
    """A term or a variable, with the offset at which it stands.

    The value of a variable is its name, that of a blank node is its own in the query.
    """

    role: Role
    value: str
    start: int
    language: str = ""
    datatype: str = ""

    @property
    def name(self) -> str:
        """What joins it with others of the same name, empty for a fixed term."""
        return f"{self.role}:{self.value}" if self.role in _JOINING else ""

    @property
    def variable(self) -> str:
        """The name of a variable, else empty."""
        return self.value if self.role is Role.VARIABLE else ""

    @property
    def iri(self) -> str:
        """An IRI, else empty."""
        return self.value if self.role is Role.IRI else ""


_JOINING = frozenset([Role.VARIABLE, Role.BLANK])


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; `verbs` are all of its path, `simple` where that is one."""

    subject: Node
    verbs: tuple[Node, ...]
    object: Node
    simple: bool = True

    @property
    def names(self) -> frozenset[str]:
        """What joins it with others."""
        nodes = (self.subject, *self.verbs, self.object)
        return frozenset(node.name for node in nodes if node.name)


@dataclass(slots=True)
class Expression:
    """An expression: its words, its variables, and the groups of EXISTS in it."""

    words: list[Token] = field(default_factory=list)
    groups: list["Group"] = field(default_factory=list)

    @property
    def variables(self) -> list[Token]:
        """The variables outside EXISTS."""
        return [token for token in self.words if token.variable]


@dataclass(slots=True)
class Column:
    """A variable that SELECT, GROUP BY or BIND gives, and perhaps from what."""

    node: Node
    expression: Expression | None = None


@dataclass(slots=True)
class Rows:
    """VALUES: its variables, and how many rows they have."""

    names: list[Node]
    count: int = 0


@dataclass(slots=True)
class Group:
    """What stands between braces.

    `keyword` is what it follows: WHERE, OPTIONAL, UNION, MINUS, GRAPH, SERVICE, EXISTS
    and LATERAL, empty for a plain group; `name` is what GRAPH or SERVICE names.
    """

    keyword: str
    start: int
    name: Node | None = None
    patterns: list[Pattern] = field(default_factory=list)
    parts: list["Group"] = field(default_factory=list)
    filters: list[Expression] = field(default_factory=list)
    binds: list[Column] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)
    select: "Select | None" = None

    def walk(self) -> Iterator["Group"]:
        """Yield this group and all within, those of EXISTS and subselects too."""
        yield self
        inner = [*self.parts, *(it for each in self.filters for it in each.groups)]
        inner += [it for bind in self.binds for it in _groups(bind.expression)]
        for group in inner:
            yield from group.walk()
        if self.select is not None:
            yield from self.select.walk()

    @property
    def variables(self) -> frozenset[str]:
        """The variables that may have a value in its solutions."""
        if self.select is not None:
            return self.select.variables
        found = {it.value for group in (self,) for it in _own(group) if it.variable}
        for part in self.parts:
            if part.keyword != "MINUS":
                found |= part.variables
                if part.name is not None and part.name.variable:
                    found.add(part.name.value)
        return frozenset(found)


def _groups(expression: Expression | None) -> list[Group]:
    return [] if expression is None else expression.groups


def _own(group: Group) -> Iterator[Node]:
    """Yield the nodes that a group itself gives a value to."""
    for pattern in group.patterns:
        yield from (pattern.subject, *pattern.verbs, pattern.object)
    for bind in group.binds:
        yield bind.node
    for rows in group.rows:
        yield from rows.names


@dataclass(slots=True)
class Select:
    """A query or a subselect; `columns` are empty for `*`, and for ASK and CONSTRUCT.

    `keys` are what it groups by, `after` the expressions of HAVING and ORDER BY,
    `template` what CONSTRUCT makes.
    """

    form: str
    start: int
    where: Group
    columns: list[Column] = field(default_factory=list)
    keys: list[Column] = field(default_factory=list)
    after: list[Expression] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)
    template: Group | None = None
    limited: bool = False
    grouped: bool = False

    @property
    def variables(self) -> frozenset[str]:
        """The variables that may have a value in its solutions."""
        if self.columns:
            return frozenset(column.node.value for column in self.columns)
        given = {node.value for rows in self.rows for node in rows.names}
        return self.where.variables | given

    @property
    def aggregates(self) -> bool:
        """Whether it makes groups of solutions."""
        return self.grouped or any(
            token.word in AGGREGATES
            for column in self.columns
            for token in ([] if column.expression is None else column.expression.words)
        )

    def walk(self) -> Iterator[Group]:
        """Yield every group in it."""
        yield from self.where.walk()
        for expression in self.after:
            for group in expression.groups:
                yield from group.walk()


@dataclass(slots=True)
class Outline:
    """A whole query; `graphs` are those of FROM, `prefixes` where each is declared."""

    select: Select
    graphs: list[Node]
    prefixes: dict[str, Node]
    words: list[Token]
