"""A SPARQL constraint as one query over all its focus nodes.

SHACL evaluates a constraint once per focus node, with `$this` replaced by the node.
Joining the pattern of the focus nodes to the body as its first element gives the same
rows in one query, wherever the body cannot tell the difference. `obstacles` tells where
it can: those constraints are asked node by node. `refusals` tells what SHACL itself
forbids, or what is not supported.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.rdf.query.lexer import Token, tokens
from kg.validation.queries.groups import Element, Group, is_block, read_groups, word_of

FORBIDDEN = {
    "MINUS": "SHACL forbids it in a constraint",
    "VALUES": "SHACL forbids it in a constraint",
    "SERVICE": "SHACL forbids it in a constraint",
    "FROM": "a constraint reads the graph under validation",
}
AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_ARTICLES = {"FILTER": "a", "BIND": "a", "OPTIONAL": "an"}
UNSUPPORTED = {"currentShape"}
"""Bound before, but in the query of a shape without a name."""


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT query: what it selects, its body, and what follows the body."""

    head: Group
    body: Group
    tail: Group

    def tokens(self) -> Iterator[Token]:
        """Yield every token of the query but those of its prologue."""
        for part in (self.head, self.body, self.tail):
            yield from part.tokens()


def parse_select(query: str) -> Select:
    """Find the parts of a SELECT query.

    Raises:
        ValueError: it is not one, or its brackets do not match.
    """
    return parse_query(query, "SELECT")


def parse_query(query: str, verb: str) -> Select:
    """Find the parts of a query of a verb.

    Raises:
        ValueError: it is not one, or its brackets do not match.
    """
    children = read_groups(query).children
    words = [word_of(child) for child in children]
    braces = [i for i, child in enumerate(children) if is_block(child)]
    if verb not in words or not braces:
        kinds = {"SELECT": "a constraint is a SELECT", "ASK": "a validator is an ASK"}
        raise ValueError(f"{kinds[verb]} query")
    body = children[braces[0]]
    if not isinstance(body, Group):  # is_block told; for the type checker
        raise TypeError(body)
    head = _piece(children[words.index(verb) : braces[0]])
    return Select(head, body, _piece(children[braces[0] + 1 :]))


def _piece(children: list[Element]) -> Group:
    return Group("", 0, 0, children)


def join_focus(query: str, focus: str) -> str:
    """Put the pattern of the focus nodes first in the body of a constraint."""
    start = parse_select(query).body.start
    return f"{query[:start]} {focus} {query[start:]}"


def write_paths(query: str, path: str) -> str:
    """Replace `$PATH` by a property path."""
    return "".join(
        path if token.variable == "PATH" else token.text for token in tokens(query)
    )


def refusals(query: str, *, ask: bool = False) -> Iterator[str]:
    """Yield why a query cannot be a constraint at all.

    Args:
        query: a SELECT query, or the ASK query of a validator.
        ask: which of them it is.
    """
    select = parse_query(query, "ASK" if ask else "SELECT")
    everything = list(select.tokens())
    bound = {"this", "value"} if ask else {"this"}
    if not ask and not any(map(_is_this, select.head.children)):
        yield "a constraint selects $this, by name"
    for before, token in zip([None, *everything], everything, strict=False):
        if token.word in FORBIDDEN:
            yield f"{token.word}: {FORBIDDEN[token.word]}"
        elif token.variable in UNSUPPORTED:
            yield f"${token.variable} in a shape without a name"
        elif token.variable in bound and before is not None and before.word == "AS":
            yield f"AS ?{token.variable}: SHACL forbids it in a constraint"
    if any(_hides_this(group) for group in select.body.groups()):
        yield "a sub-SELECT that does not select $this, by name"


def _hides_this(group: Group) -> bool:
    words = [word_of(child) for child in group.children]
    if "SELECT" not in words:
        return False
    head = group.children[words.index("SELECT") :]
    shown = [child for child in head[: _body_index(head)] if isinstance(child, Token)]
    return not any(map(_is_this, shown))


def _body_index(children: list[Element]) -> int:
    return next((i for i, child in enumerate(children) if is_block(child)), 0)


def obstacles(query: str) -> Iterator[str]:
    """Yield why a constraint has to be asked of each focus node by itself."""
    select = parse_select(query)
    words = {token.word for token in select.body.tokens()}
    outside = {
        token.word for part in (select.head, select.tail) for token in part.tokens()
    }
    if "SELECT" in words:
        yield "a sub-SELECT"
    if outside & {"LIMIT", "OFFSET"}:
        yield "LIMIT and OFFSET"
    if outside & AGGREGATES and "this" not in _grouping(select.tail):
        yield "aggregates that are not grouped by $this"
    yield from _scope_obstacles(select.body, known=True)


def _grouping(tail: Group) -> set[str]:
    names: set[str] = set()
    grouping = False
    for child in tail.children:
        if isinstance(child, Token):
            grouping = child.word == "GROUP" or (grouping and child.word in ("BY", ""))
            if grouping:
                names.add(child.variable)
    return names


def _scope_obstacles(group: Group, *, known: bool, seen: bool = False) -> Iterator[str]:
    """Walk a group, and tell where `$this` is asked for before it has a value.

    A group is evaluated by itself, and joined to what is around it; then only may it
    say of all nodes what it would say of each.

    Args:
        group: what stands between two braces.
        known: `$this` has a value before the group begins.
        seen: filters of the group see its value, as those of an OPTIONAL see what is
            outside.
    """
    elements = list(_elements(group))
    filtered = known or seen or any(w == "TRIPLE" and _is_this(e) for w, e in elements)
    for word, element in elements:
        if word == "TRIPLE":
            known = known or _is_this(element)
        elif word == "GROUP":
            yield from _blocks(element)
        elif _mentions_this(element) and not (filtered if word == "FILTER" else known):
            yield f"$this in {_ARTICLES[word]} {word} of a group that does not bind it"
        elif word == "OPTIONAL":
            yield from _blocks(element, seen=known)


def _blocks(element: Element, *, seen: bool = False) -> Iterator[str]:
    if isinstance(element, Group) and element.bracket == "{":
        yield from _scope_obstacles(element, known=False, seen=seen)


def _elements(group: Group) -> Iterator[tuple[str, Element]]:
    """Yield the elements of a group pattern, each with the keyword it belongs to."""
    keyword = ""
    for child in group.children:
        if isinstance(child, Group):
            yield keyword or "GROUP", child
            keyword = ""
        elif child.word in ("FILTER", "BIND", "OPTIONAL"):
            keyword = child.word
        elif keyword != "FILTER":  # FILTER NOT EXISTS, FILTER regex
            yield "TRIPLE", child


def _is_this(child: Element) -> bool:
    return isinstance(child, Token) and child.variable == "this"


def _mentions_this(child: Element) -> bool:
    return isinstance(child, Group) and any(map(_is_this, child.tokens()))
