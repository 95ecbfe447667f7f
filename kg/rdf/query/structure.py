"""What a query is made of, counted from its words: patterns, joins, paths, rows.

The words are followed, not parsed. For a query that is SPARQL the counts are right; for
any other text they are some numbers, and the engine refuses it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.rdf.query.lexer import Sort, Token

_TERMS = frozenset(
    [Sort.IRI, Sort.NAME, Sort.VARIABLE, Sort.LABEL, Sort.STRING, Sort.NUMBER]
)
_NAMED = frozenset([Sort.VARIABLE, Sort.LABEL])
_TERM_WORDS = frozenset(["A", "TRUE", "FALSE"])
_ROW_WORDS = frozenset(["UNDEF", "TRUE", "FALSE"])
_TYPES = frozenset(["a", "rdf:type"])
_OPERATORS = frozenset(
    ["+", "-", "*", "/", "||", "&&", "=", "!=", "<", ">", "<=", ">="]
)
_OPENING = frozenset(["{", "(", "[", "<<", "<<(", "{|"])
_CLOSING = frozenset(["}", ")", "]", ">>", ")>>", "|}"])

DEEPEST = 500
"""The deepest nesting that may be allowed: the engine fails from about 1 000 on."""

MOST_GROUPS = 2_000
"""The most groups that may be allowed: chains of 2 600 overflow the engine's stack."""

_UNION_WEIGHT = 2
_VALUES_WEIGHT = 2
"""A planner takes as long for one of these as for so many patterns, as measured."""

_MOST_OPERANDS = 100
"""More are dear in any case; to compare them all would take its time."""


@dataclass(slots=True)
class Structure:
    """Counts of the parts of a query.

    `depth` is of brackets inside brackets, `groups` are pairs of braces; `patterns` are
    triple patterns, each step of a path one; `joined` is the most of them, with the
    other parts, that one group joins; `steps` is the longest path; `branches` are those
    of OPTIONAL and UNION; `rows` those of VALUES; `columns` what SELECT or DESCRIBE
    name; `expressions` each FILTER, HAVING and AS; `operators` those in all of them.
    `dear` says that it joins what has no variable in common, without a fixed term to
    narrow it. `whole` says that the counts are of all of it, not of its beginning.
    """

    words: int = 0
    depth: int = 0
    groups: int = 0
    patterns: int = 0
    joined: int = 0
    steps: int = 0
    branches: int = 0
    rows: int = 0
    columns: int = 0
    expressions: int = 0
    operators: int = 0
    dear: bool = False
    whole: bool = True


class Reading:
    """Counts the parts of a query while its words come; `found` is what it has so far.

    Of one that is nested deeper than any limit allows, no more is counted.
    """

    def __init__(self) -> None:
        """Begin before the first word."""
        self.found = Structure()
        self._nesting = Nesting()
        self._stack: list[_Context] = [_Group(self.found, "QUERY")]

    def read(self, words: Sequence[Token]) -> None:
        """Count what the next words add; they are without blanks."""
        found = self.found
        found.words += len(words)
        found.depth = self._nesting.read(words)
        found.groups += sum(token.text == "{" for token in words)
        if self._bounded:
            _follow(words, self._stack)

    def end(self) -> Structure:
        """Count what is complete where the query ends; give all counts."""
        if self._bounded:
            while len(self._stack) > 1:
                _close(self._stack)
            self._stack[0].end()
        return self.found

    def stop(self) -> Structure:
        """Give the counts of the part that has been read, where no more will be."""
        self.found.whole = False
        return self.found

    @property
    def _bounded(self) -> bool:
        return self.found.depth <= DEEPEST and self.found.groups <= MOST_GROUPS


def read_structure(words: Sequence[Token]) -> Structure:
    """Count the parts of a query; `words` are its tokens without blanks."""
    reading = Reading()
    reading.read(words)
    return reading.end()


def nesting_depth(words: Iterable[Token]) -> int:
    """Count the brackets of every kind that stand inside each other at the deepest."""
    return Nesting().read(words)


class Nesting:
    """The brackets that are open, while words come."""

    def __init__(self) -> None:
        """Begin before the first word."""
        self._depth = self._deepest = self._negations = 0

    def read(self, words: Iterable[Token]) -> int:
        """Go on through the next words; say how many were open at most."""
        depth, deepest, negations = self._depth, self._deepest, self._negations
        for sort, text, _ in words:
            if text == "!":
                negations += 1
            else:
                negations = 0
                if sort is Sort.MARK:
                    depth += (text in _OPENING) - (text in _CLOSING)
                elif sort is Sort.IRI:
                    # In `1<((#>` the engine reads an operator where we read an IRI.
                    depth += text.count("(")
            if depth + negations > deepest:  # `max` for each word is slow
                deepest = depth + negations
        self._depth, self._deepest, self._negations = depth, deepest, negations
        return deepest


def _follow(words: Iterable[Token], stack: list["_Context"]) -> None:
    for token in words:
        sort, text, _ = token
        if sort is not Sort.MARK:
            stack[-1].word(token)
        elif text in _OPENING:
            stack.append(stack[-1].open(text))
        elif text in _CLOSING:
            _close(stack)
        else:
            stack[-1].mark(text)


def _close(stack: list["_Context"]) -> None:
    """Close what was opened last, whatever closes it: all brackets match, or none."""
    if len(stack) > 1:
        inner = stack.pop()
        inner.end()
        stack[-1].closed(inner)


@dataclass(slots=True)
class _Operand:
    """What a group joins: its variables, and whether a fixed term narrows it."""

    names: set[str]
    narrow: bool


class _Context:
    """A bracket that is open: what it reads, opens and learns from what has closed."""

    def __init__(self, found: Structure) -> None:
        self.found = found

    def word(self, token: Token) -> None:
        """Read what is not a mark."""

    def mark(self, text: str) -> None:
        """Read a mark that is not a bracket."""

    def open(self, mark: str) -> "_Context":
        """Open a bracket within."""
        return _Group(self.found, "EXISTS") if mark == "{" else _Context(self.found)

    def closed(self, inner: "_Context") -> None:
        """Learn from a bracket within that has closed."""

    def end(self) -> None:
        """Finish at the bracket that closes it."""


class _Expression(_Context):
    """An expression in parentheses; `names` are its variables."""

    def __init__(self, found: Structure, names: set[str] | None = None) -> None:
        super().__init__(found)
        self.names: set[str] = set() if names is None else names

    def word(self, token: Token) -> None:
        if token.sort is Sort.VARIABLE:
            self.names.add(token.text)
        elif token.word == "AS":
            self.found.expressions += 1

    def mark(self, text: str) -> None:
        self.found.operators += text in _OPERATORS

    def open(self, mark: str) -> _Context:
        if mark == "{":
            return super().open(mark)
        return _Expression(self.found, self.names)


class _Rows(_Context):
    """The rows of VALUES."""

    _in_type = False

    def word(self, token: Token) -> None:
        if token.sort in _TERMS or token.word in _ROW_WORDS:
            self.found.rows += not self._in_type
            self._in_type = False

    def mark(self, text: str) -> None:
        self._in_type = text == "^^"

    def open(self, mark: str) -> _Context:
        self.found.rows += mark == "("
        return _Context(self.found)


class _Path(_Context):
    """A part of a path in parentheses, which belongs to the triples around it."""

    def __init__(self, triples: "_Triples") -> None:
        super().__init__(triples.found)
        self._triples = triples

    def mark(self, text: str) -> None:
        self._triples.step(text)

    def open(self, mark: str) -> _Context:
        return _Path(self._triples) if mark == "(" else super().open(mark)


# Where triples go on.
_SUBJECT, _VERB, _PATH, _OBJECT, _AFTER = range(5)


class _Triples(_Context):
    """Triples, of a group or in brackets within it.

    `group` is the group they belong to, `node` names what the brackets stand for.
    """

    def __init__(self, found: Structure, group: "_Group", place: int) -> None:
        super().__init__(found)
        self.node = "" if self is group else f"[{id(self)}"
        self.place = place
        self._group = group
        self._subject = self.node
        self._verb = ""
        self._typed = False
        self._steps = 0
        self._sequence = 0
        self._in_type = False

    def word(self, token: Token) -> None:
        if token.sort in _TERMS or token.word in _TERM_WORDS:
            self._term(token.text if token.sort in _NAMED else "", token.text)

    def mark(self, text: str) -> None:
        if text == "^^":
            self._in_type = True
        elif text == ".":
            self.place = _SUBJECT
        elif text == ";":
            self._begin_verb()
        elif text == "," and self.place == _AFTER:
            self.place = _OBJECT
        elif self.place == _PATH and text in {"/", "|"}:
            self.step(text)
            self.place = _VERB

    def open(self, mark: str) -> _Context:
        if mark == "(":
            if self.place == _VERB:
                return _Path(self)
            return _List(self.found, self._group, _SUBJECT)
        if mark == "{":
            return super().open(mark)
        place = _VERB if mark in {"[", "{|"} else _SUBJECT
        inner = _Triples(self.found, self._group, place)
        if mark == "{|":
            inner.node = self._subject
        return inner

    def closed(self, inner: _Context) -> None:
        if isinstance(inner, _Path):
            self.place = _PATH
        elif isinstance(inner, _Triples) and self.place != _AFTER:
            self._term(inner.node, "")

    def step(self, mark: str) -> None:
        """Count a step of the path that is being read."""
        if mark in {"/", "|"}:
            self._steps += 1
            self._sequence += mark == "/"
            self.found.steps = max(self.found.steps, self._steps + 1)

    def _term(self, name: str, text: str) -> None:
        if self._in_type:
            self._in_type = False
        elif self.place in {_PATH, _OBJECT}:
            self._pattern(name)
        elif self.place == _VERB:
            self._verb, self._typed, self.place = name, text in _TYPES, _PATH
        else:
            self._subject = name
            self._begin_verb()

    def _begin_verb(self) -> None:
        self.place = _VERB
        self._steps = self._sequence = 0

    def _pattern(self, value: str) -> None:
        """Count a pattern whose object has been read."""
        self.place = _AFTER
        self.found.steps = max(self.found.steps, 1)
        names = {self._subject, self._verb, value, self.node} - {""}
        narrow = not self._subject or not (value or self._typed)
        self._group.join(_Operand(names, narrow), 1 + self._sequence)


class _List(_Triples):
    """A collection: each of its items makes two triples."""

    def mark(self, text: str) -> None:
        self._in_type = text == "^^"

    def open(self, mark: str) -> _Context:
        self.place = _SUBJECT
        return super().open(mark)

    def _term(self, name: str, text: str) -> None:
        if self._in_type:
            self._in_type = False
        else:
            self._group.join(_Operand({self.node, name} - {""}, not name), 2)


# What a group is at, when not at its triples.
_TRIPLES, _HEAD, _TAIL, _FILTER, _BIND, _DATA = range(6)

_MODES = {
    **dict.fromkeys(["SELECT", "DESCRIBE"], _HEAD),
    **dict.fromkeys(["GROUP", "ORDER", "LIMIT", "OFFSET", "HAVING"], _TAIL),
    **dict.fromkeys(["FROM", "BASE", "PREFIX", "VERSION", "ASK"], _TAIL),
    "FILTER": _FILTER,
    "BIND": _BIND,
    "VALUES": _DATA,
}
_KEYWORDS = frozenset(
    ["OPTIONAL", "UNION", "MINUS", "GRAPH", "LATERAL", "WHERE", "CONSTRUCT"]
)


class _Group(_Triples):
    """What stands between braces, or the query around it all.

    `keyword` is what its opening brace follows.
    """

    def __init__(self, found: Structure, keyword: str = "") -> None:
        super().__init__(found, self, _SUBJECT)
        self.keyword = keyword
        self.joined = 0
        self.operands: list[_Operand] = []
        self.links: list[set[str]] = []
        self._mode = _TRIPLES
        self._next = ""
        self._selects = False
        self._plain: tuple[_Group, int, int] | None = None
        self._listed: set[str] = set()

    def word(self, token: Token) -> None:
        if token.sort is Sort.WORD and self._keyword(token.text.upper()):
            return
        if self._mode == _TRIPLES:
            super().word(token)
        elif self._mode == _DATA and token.variable:
            self._listed.add(token.text)
        else:
            self.found.columns += self._mode == _HEAD and token.sort in _TERMS

    def mark(self, text: str) -> None:
        if self._mode == _TRIPLES:
            super().mark(text)

    def open(self, mark: str) -> _Context:
        if mark == "{":
            return self._open_braces()
        if self._mode == _TRIPLES:
            return super().open(mark)
        self.found.columns += self._mode == _HEAD
        return _Expression(self.found)

    def closed(self, inner: _Context) -> None:
        if isinstance(inner, _Group):
            self._take(inner)
        elif not isinstance(inner, _Expression):
            super().closed(inner)
        elif self._mode == _DATA:
            self._listed = inner.names
        else:
            if self._mode == _BIND:
                self.links.append(inner.names)
            if self._mode in {_BIND, _FILTER}:
                self._resume()

    def end(self) -> None:
        self.found.joined = max(self.found.joined, self.joined)
        if self._selects or self.keyword == "QUERY":
            self.found.dear |= _scattered(self.operands, self.links)

    def join(self, operand: _Operand, weight: int) -> None:
        """Add a pattern of this many parts."""
        self.found.patterns += weight
        self.joined += weight
        self.operands.append(operand)

    def _keyword(self, word: str) -> bool:
        """Read a keyword, and say whether it is one."""
        if word in _MODES:
            self._mode = _MODES[word]
            self._selects |= word == "SELECT"
            self.found.expressions += word in {"FILTER", "HAVING"}
        elif word in _KEYWORDS:
            self._begin(word)
        else:
            return False
        return True

    def _begin(self, keyword: str) -> None:
        """Read what begins the next braces."""
        self._mode, self._next = _TRIPLES, keyword
        self.found.branches += keyword in {"OPTIONAL", "UNION"}
        if keyword == "UNION" and self._plain is not None:
            # What was a group by itself was the first branch.
            first, weight, count = self._plain
            self._plain = None
            del self.operands[len(self.operands) - count :]
            self.operands.append(first.whole())
            self.joined += _UNION_WEIGHT - weight

    def whole(self) -> _Operand:
        """Give all that it joins as one."""
        names = {name for operand in self.operands for name in operand.names}
        return _Operand(names, all(operand.narrow for operand in self.operands))

    def _open_braces(self) -> _Context:
        if self._mode == _DATA:
            self.joined += _VALUES_WEIGHT
            self.operands.append(_Operand(self._listed, narrow=True))
            self._listed = set()
            self._resume()
            return _Rows(self.found)
        keyword, self._next = self._next, ""
        if self._mode == _FILTER:
            keyword = "EXISTS"
        self._resume()
        return _Group(self.found, keyword)

    def _resume(self) -> None:
        self._mode, self.place = _TRIPLES, _SUBJECT

    def _take(self, inner: "_Group") -> None:
        """Join what a group within joins, as its keyword says."""
        if inner.keyword == "UNION":
            self._add_branch(inner)
        elif inner.keyword in {"OPTIONAL", "LATERAL"}:
            self.joined += 1
            self.operands += inner.operands
            self.links += inner.links
        elif inner.keyword == "MINUS":
            self.joined += 1
        elif inner.keyword in {"", "WHERE", "GRAPH"}:
            self._take_plain(inner)

    def _add_branch(self, inner: "_Group") -> None:
        if self.operands:
            branch = inner.whole()
            self.operands[-1].names |= branch.names
            self.operands[-1].narrow &= branch.narrow

    def _take_plain(self, inner: "_Group") -> None:
        """Join a group as if it had no braces; a subselect is one operand."""
        weight = 1 if inner._selects else inner.joined
        operands = [inner.whole()] if inner._selects else inner.operands
        self.joined += weight
        self.operands += operands
        if not inner._selects:
            self.links += inner.links
        self._plain = inner, weight, len(operands)


def _scattered(operands: list[_Operand], links: list[set[str]]) -> bool:
    """Say whether two sets of operands share no variable, and nothing narrows them."""
    if sum(not operand.narrow for operand in operands) < 2:
        return False
    if len(operands) > _MOST_OPERANDS:
        return True
    islands: list[_Operand] = []
    for operand in operands:
        if operand.names:
            _add(islands, operand.names, narrow=operand.narrow)
    for names in links:
        if any(island.names & names for island in islands):
            _add(islands, names, narrow=False)
    return sum(not island.narrow for island in islands) > 1


def _add(islands: list[_Operand], names: set[str], *, narrow: bool) -> None:
    """Add names to the islands, and make one of all that they touch."""
    touched = [island for island in islands if island.names & names]
    joined = _Operand(set(names), narrow)
    for island in touched:
        joined.names |= island.names
        joined.narrow |= island.narrow
        islands.remove(island)
    islands.append(joined)
