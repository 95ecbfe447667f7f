"""Updates, read from their words: what they do, to which graphs, and whether safely.

The engine's parser sees an update only in the writer's process
(kg.store.processes.writer). What would end that process, or send requests from it, is
refused here first, as queries are in kg.rdf.query.preflight.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.errors import QueryRefusedError, QuerySyntaxError
from kg.rdf.query.clauses import Prologue
from kg.rdf.query.complexity import DEFAULT, Allowed, excess
from kg.rdf.query.lexer import Sort, Token, position
from kg.rdf.query.preflight import may_call_service, read_words
from kg.rdf.query.structure import Structure, nesting_depth, read_structure

ANY = "*"
"""In the graphs of an update: any graph, because a variable or ALL names it."""

DEFAULT_GRAPH = "default"
"""In the graphs of an update: the default graph."""

_WHOLE = frozenset(["CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"])
_CHANGING = frozenset(["WITH", "INSERT", "DELETE"])
_TEMPLATES = frozenset(["DATA", "INSERT", "DELETE"])
_NESTING = frozenset(["<<", "<<(", "{|", "TRIPLE"])
_LOADS = re.compile(r"LOAD(?:\s|#[^\r\n]*[\r\n])*+(?:SILENT\s*+)?<", re.IGNORECASE)
"""A LOAD wherever it stands, in a string too: see `kg.rdf.query.preflight`."""

_REFUSED = (
    "LOAD is not allowed here (nor is a word that contains it, nor a text that looks "
    "so): this service fetches nothing; send the graph itself"
)


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in braces: the word before them, its words, where it is."""

    keyword: str
    words: Sequence[Token]
    start: int
    end: int


@dataclass(slots=True)
class Operation:
    """One of the operations of an update: its words outside braces, and its groups."""

    words: list[Token] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    @property
    def verb(self) -> str:
        """The word it begins with."""
        return self.words[0].word

    @property
    def chooses(self) -> bool:
        """Whether it names the graphs that its pattern is about."""
        return any(word.word in {"WITH", "USING"} for word in self.words)

    @property
    def pattern(self) -> Group | None:
        """What follows WHERE."""
        return next((it for it in self.groups if it.keyword == "WHERE"), None)


@dataclass(frozen=True, slots=True)
class Update:
    """An update that is safe to hand to an engine; `graphs` are those it may change."""

    text: str
    operations: tuple[Operation, ...]
    graphs: tuple[str, ...]

    @property
    def chooses(self) -> bool:
        """Whether it names the graphs that its patterns are about."""
        return any(operation.chooses for operation in self.operations)

    def within(self, graph: str | None) -> str | None:
        """Write it as an update of one graph alone, None if it names any.

        That is the default graph unless it has a name.
        """
        if self.chooses or set(self.graphs) - {DEFAULT_GRAPH}:
            return None
        text = self.text
        for operation in reversed(self.operations):
            if any(
                it.word == "GRAPH" for group in operation.groups for it in group.words
            ):
                return None
            text = text if graph is None else _in_graph(text, operation, graph)
        return text

    def using(self, default: Sequence[str], named: Sequence[str]) -> str:
        """Write it with its patterns about these graphs, which are absolute IRIs.

        This is what the protocol's using-graph-uri and using-named-graph-uri mean.
        """
        clauses = "".join(
            [f"USING <{it}> " for it in default]
            + [f"USING NAMED <{it}> " for it in named]
        )
        text = self.text
        for operation in reversed(self.operations):
            text = _with_clauses(text, operation, clauses)
        return text


def admit_update(text: str, allowed: Allowed = DEFAULT) -> Update:
    """Read an update that is safe to hand to an engine.

    Raises:
        QuerySyntaxError: no operation begins where one must.
        QueryRefusedError: it would fetch something, or ask another service.
        QueryTooComplexError: it has more of something than is allowed.
    """
    words = read_words(text, allowed)
    _refuse_requests(text, words)
    _refuse_nesting(words)
    depth = Structure(len(words), nesting_depth(words))
    if (fault := excess(depth, allowed)) is not None:
        raise fault
    graphs: dict[str, None] = {}
    operations = tuple(_operations(text, words, graphs))
    for operation in operations:
        _check_patterns(operation, allowed)
    return Update(text, operations, tuple(graphs))


def _refuse_requests(text: str, words: Sequence[Token]) -> None:
    if "LOAD" in text.upper() and (_LOADS.search(text) or any(map(_may_load, words))):
        raise QueryRefusedError(_REFUSED)
    if "SERVICE" in text.upper() and may_call_service(text, words):
        raise QueryRefusedError(
            "SERVICE is not allowed here: this service sends no requests to others"
        )


def _refuse_nesting(words: Sequence[Token]) -> None:
    """Refuse what is not kept: triples in triples, which many tools cannot read."""
    for token in words:
        if token.word in _NESTING:
            raise QueryRefusedError(
                f"found {token.text!r}: triples in triples are not kept here; say in "
                "which graph a triple stands"
            )


def _may_load(token: Token) -> bool:
    word = token.text.partition(":")[0] if token.sort is Sort.NAME else token.word
    return "LOAD" in word.upper()


def _check_patterns(operation: Operation, allowed: Allowed) -> None:
    """Bound what the engine has to plan; what stands in templates it need not."""
    for group in operation.groups:
        if group.keyword not in _TEMPLATES:
            fault = excess(read_structure(group.words), allowed)
            if fault is not None:
                raise fault


def _operations(
    text: str, words: Sequence[Token], graphs: dict[str, None]
) -> Iterator[Operation]:
    """Yield the operations, and add the graphs that they may change."""
    prologue, operation = Prologue(), Operation()
    index = 0
    while index < len(words):
        token = words[index]
        if not operation.words and token.word in _PROLOGUE:
            index = _read_prologue(prologue, words, index)
            continue
        if token.text == "{":
            index = _read_group(operation, words, index)
            continue
        if token.text == ";":
            yield from _finished(text, operation, prologue, graphs)
            operation = Operation()
        else:
            operation.words.append(token)
        index += 1
    yield from _finished(text, operation, prologue, graphs)


_PROLOGUE = {"BASE": 2, "PREFIX": 3, "VERSION": 2}


def _read_prologue(prologue: Prologue, words: Sequence[Token], index: int) -> int:
    """Read a declaration; give the index of the word after it."""
    keyword = words[index].word
    after = index + _PROLOGUE[keyword]
    iri = prologue.resolve(words[after - 1]) if after <= len(words) else None
    if keyword == "BASE" and iri is not None:
        prologue.base = iri
    elif keyword == "PREFIX" and iri is not None:
        prologue.prefixes[words[index + 1].text.partition(":")[0]] = iri
    return after


def _read_group(operation: Operation, words: Sequence[Token], index: int) -> int:
    """Read a group in braces; give the index of the word after it."""
    depth, end = 0, index
    while end < len(words):
        depth += (words[end].text == "{") - (words[end].text == "}")
        end += 1
        if depth == 0:
            break
    before = operation.words[-1].word if operation.words else ""
    inside, last = words[index:end], words[end - 1]
    operation.groups.append(
        Group(before, inside, words[index].start, last.start + len(last.text))
    )
    return end


def _finished(
    text: str, operation: Operation, prologue: Prologue, graphs: dict[str, None]
) -> Iterator[Operation]:
    """Yield an operation unless it is empty, and add the graphs it may change."""
    if not operation.words:
        if operation.groups:
            raise _unexpected(text, operation.groups[0].words[0])
        return
    verb = operation.verb
    if verb not in _WHOLE and verb not in _CHANGING:
        raise _unexpected(text, operation.words[0])
    found = (
        _whole(operation, prologue) if verb in _WHOLE else _changed(operation, prologue)
    )
    graphs |= dict.fromkeys(found)
    yield operation


def _unexpected(text: str, token: Token) -> QuerySyntaxError:
    return QuerySyntaxError(
        f"found {token.text!r}; expected INSERT, DELETE or another update",
        *position(text, token.start),
    )


def _whole(operation: Operation, prologue: Prologue) -> Iterator[str]:
    """Yield the graphs of an operation on whole graphs, those it only reads too."""
    for token in operation.words[1:]:
        if token.word in {"ALL", "NAMED"}:
            yield ANY
        elif token.word == "DEFAULT":
            yield DEFAULT_GRAPH
        elif token.sort in (Sort.IRI, Sort.NAME):
            yield prologue.resolve(token) or ANY


def _changed(operation: Operation, prologue: Prologue) -> Iterator[str]:
    """Yield the graphs of the templates of an operation."""
    own = DEFAULT_GRAPH
    if operation.verb == "WITH" and len(operation.words) > 1:
        own = prologue.resolve(operation.words[1]) or ANY
    for group in operation.groups:
        alone = len(operation.groups) == 1  # DELETE WHERE: pattern and template in one
        if group.keyword != "WHERE" or alone:
            yield from _named(group, prologue, own)


def _named(group: Group, prologue: Prologue, own: str) -> Iterator[str]:
    """Yield the graphs of a template; `own` is where all that names none belongs."""
    words, depth, named = group.words, 0, 0
    for index, token in enumerate(words):
        depth += (token.text == "{") - (token.text == "}")
        if token.word == "GRAPH" and index + 1 < len(words):
            name = words[index + 1]
            yield (prologue.resolve(name) or ANY) if not name.variable else ANY
            named = index + 1
        elif depth == 1 and token.text not in "{}." and index != named:
            yield own


def _in_graph(text: str, operation: Operation, graph: str) -> str:
    if len(operation.groups) > 1:
        start = operation.words[0].start
        return f"{text[:start]}WITH <{graph}> {text[start:]}"
    (group,) = operation.groups
    body = text[group.start : group.end]
    return f"{text[: group.start]}{{ GRAPH <{graph}> {body} }}{text[group.end :]}"


def _with_clauses(text: str, operation: Operation, clauses: str) -> str:
    pattern = operation.pattern
    if operation.verb in _WHOLE or pattern is None:
        return text
    body = text[pattern.start : pattern.end]
    where = next(it for it in reversed(operation.words) if it.word == "WHERE")
    if len(operation.groups) == 1:  # DELETE WHERE, which takes no clauses
        return f"{text[: where.start]}{body} {clauses}WHERE {text[pattern.start :]}"
    return f"{text[: where.start]}{clauses}{text[where.start :]}"
