"""Reading the outline of a query from its words: SPARQL 1.1 alone, and only if it is.

This is no parser to rely on: it serves advice (kg.rdf.hints). What it cannot read has
no outline, and then there is no advice; the engine says what is wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from kg.rdf.clauses import Prologue
from kg.rdf.lexer import Sort, Token, words
from kg.rdf.outline import (
    Column,
    Expression,
    Group,
    Node,
    Outline,
    Pattern,
    Role,
    Rows,
    Select,
)
from kg.rdf.terms import RDF, XSD

MOST_WORDS = 5_000
_DEEPEST = 40
"""Groups, lists and paths within each other: each takes a few frames of Python."""

_END = Token(Sort.OTHER, "", -1)
_FORMS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
_TAIL = frozenset(["GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"])
_BOOLEANS = frozenset(["TRUE", "FALSE"])
_NUMBERS = ((frozenset("eE"), XSD.double), (frozenset("."), XSD.decimal))


class _Unread(Exception):  # noqa: N818 - not an error of the query
    """The outline of this query cannot be read."""


def read_outline(query: str) -> Outline | None:
    """Read the outline of a query, nothing where that cannot be done."""
    found = list(islice(words(query), MOST_WORDS + 1))
    if len(found) > MOST_WORDS:
        return None
    try:
        return _Reader(found).outline()
    except _Unread:
        return None


@dataclass(slots=True)
class _Reader:
    """The words of a query, and how far they have been read."""

    found: list[Token]
    at: int = 0
    depth: int = 0
    prologue: Prologue = field(default_factory=Prologue)

    def outline(self) -> Outline:
        prefixes = self._prologue()
        graphs: list[Node] = []
        select = self._query(graphs)
        if self.at < len(self.found):
            raise _Unread
        return Outline(select, graphs, prefixes, self.found)

    # Words.

    def _next(self) -> Token:
        return self.found[self.at] if self.at < len(self.found) else _END

    def _take(self) -> Token:
        token = self._next()
        self.at += 1
        return token

    def _skip(self, *texts: str) -> bool:
        """Take the next word if it is one of these."""
        hit = self._next().word in texts
        self.at += hit
        return hit

    def _expect(self, text: str) -> Token:
        token = self._take()
        if token.word != text:
            raise _Unread
        return token

    def _until(self, closing: str, read: Callable[[], object]) -> None:
        """Read one thing after another until a mark, which is taken."""
        while not self._skip(closing):
            if self._next() is _END:
                raise _Unread
            read()

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _Unread

    # The query.

    def _prologue(self) -> dict[str, Node]:
        prefixes: dict[str, Node] = {}
        while self._next().word not in _FORMS:
            rest = iter(self.found[self.at + 1 : self.at + 3])
            word = self._take()
            if not self.prologue.declare(word, rest):
                raise _Unread
            if word.word == "PREFIX":
                name, iri = self._take().text.partition(":")[0], self._take()
                prefixes[name] = Node(Role.IRI, self.prologue.prefixes[name], iri.start)
            else:
                self._take()
        return prefixes

    def _query(self, graphs: list[Node]) -> Select:
        token = self._take()
        select = Select(token.word, token.start, Group("WHERE", token.start))
        if token.word == "SELECT":
            self._columns(select)
        elif token.word == "CONSTRUCT" and self._next().word == "{":
            select.template = self._group("CONSTRUCT")
        elif token.word == "DESCRIBE":
            self._described(select)
        elif token.word not in _FORMS:
            raise _Unread
        while self._skip("FROM"):
            self._skip("NAMED")
            graphs.append(self._iri())
        if self._skip("WHERE") or self._next().word == "{" or token.word != "DESCRIBE":
            select.where = self._group("WHERE")
        self._tail(select)
        return select

    def _columns(self, select: Select) -> None:
        self._skip("DISTINCT", "REDUCED")
        if self._skip("*"):
            return
        while self._next().variable or self._next().word == "(":
            select.columns.append(self._column())
        if not select.columns:
            raise _Unread

    def _column(self) -> Column:
        """Read a variable, or an expression with the name it gets."""
        if self._next().variable:
            return Column(self._node())
        expression = self._bracketed()
        if len(expression.words) < 2 or expression.words[-2].word != "AS":
            raise _Unread
        *_, last = expression.words
        del expression.words[-2:]
        return Column(Node(Role.VARIABLE, last.variable, last.start), expression)

    def _described(self, select: Select) -> None:
        while self._next().word not in {"", *_TAIL, "WHERE", "{", "FROM"} or (
            self._next() is not _END and not self._next().word
        ):
            if not self._skip("*"):
                node = self._node()
                select.columns += [Column(node)] if node.variable else []

    def _tail(self, select: Select) -> None:
        while self._next().word in _TAIL:
            self._clause(select, self._take().word)

    def _clause(self, select: Select, word: str) -> None:
        if word == "VALUES":
            select.rows.append(self._rows())
        elif word in {"LIMIT", "OFFSET"}:
            select.limited |= word == "LIMIT"
            if self._take().sort is not Sort.NUMBER:
                raise _Unread
        elif word == "GROUP":
            self._expect("BY")
            select.grouped = True
            self._conditions(lambda: select.keys.append(self._key()))
        else:
            if word == "ORDER":
                self._expect("BY")
            self._conditions(lambda: select.after.append(self._condition()))

    def _conditions(self, read: Callable[[], None]) -> None:
        start = self.at
        while self._next().word not in {*_TAIL, "}"} and self._next() is not _END:
            read()
        if self.at == start:
            raise _Unread

    def _key(self) -> Column:
        if self._next().variable:
            return Column(self._node())
        start = self._next().start
        expression = self._constraint()
        named = len(expression.words) > 2 and expression.words[-2].word == "AS"
        if not named:
            return Column(Node(Role.BLANK, f"key{start}", start), expression)
        last = expression.words[-1]
        del expression.words[-2:]
        return Column(Node(Role.VARIABLE, last.variable, last.start), expression)

    def _condition(self) -> Expression:
        self._skip("ASC", "DESC")
        if self._next().variable:
            return Expression([self._take()])
        return self._constraint()

    # Groups.

    def _group(self, keyword: str, name: Node | None = None) -> Group:
        self._deeper()
        group = Group(keyword, self._expect("{").start, name)
        if self._next().word == "SELECT":
            group.select = self._query([])
            self._expect("}")
        else:
            self._until("}", lambda: self._element(group))
        self.depth -= 1
        return group

    def _element(self, group: Group) -> None:
        word = self._next().word
        if word == "FILTER":
            self.at += 1
            group.filters.append(self._constraint())
        elif word == "BIND":
            self.at += 1
            group.binds.append(self._column())
        elif word == "VALUES":
            self.at += 1
            group.rows.append(self._rows())
        elif word in _PARTS or word == "{":
            self._part(group, word)
        elif not self._skip("."):
            self._triples(group)

    def _part(self, group: Group, word: str) -> None:
        name: Node | None = None
        if word != "{":
            self.at += 1
            self._skip("SILENT")
            name = self._node() if word in {"GRAPH", "SERVICE"} else None
        part = self._group("" if word == "{" else word, name)
        group.parts.append(part)
        while word == "{" and self._skip("UNION"):
            part.keyword = "UNION"
            group.parts.append(self._group("UNION"))

    def _rows(self) -> Rows:
        rows = Rows([])
        if self._skip("("):
            self._until(")", lambda: rows.names.append(self._node()))
        else:
            rows.names.append(self._node())
        if not all(node.variable for node in rows.names):
            raise _Unread
        self._expect("{")
        self._until("}", lambda: self._row(rows))
        return rows

    def _row(self, rows: Rows) -> None:
        rows.count += 1
        if self._skip("("):
            self._until(")", self._cell)
        else:
            self._cell()

    def _cell(self) -> None:
        if not self._skip("UNDEF"):
            self._node()

    # Triples.

    def _triples(self, group: Group) -> None:
        bracket = self._next().word in {"[", "("}
        subject = self._object(group)
        if not bracket or self._next().word not in {".", "}"}:
            self._properties(group, subject, frozenset([".", "}"]))

    def _properties(self, group: Group, subject: Node, ends: frozenset[str]) -> None:
        """Read verbs and objects until an end, which is left."""
        while True:
            verbs, simple = self._verb()
            while True:
                value = self._object(group)
                group.patterns.append(Pattern(subject, verbs, value, simple))
                if not self._skip(","):
                    break
            if self._next().word != ";":
                return
            while self._skip(";"):
                pass
            if self._next().word in ends or self._starts_part():
                return

    def _starts_part(self) -> bool:
        return self._next().word in {*_PARTS, "{", "FILTER", "BIND", "VALUES"}

    def _object(self, group: Group) -> Node:
        opening = self._next()
        if opening.word not in {"[", "("}:
            return self._node()
        self._deeper()
        self.at += 1
        node = Node(Role.BLANK, f"[{opening.start}", opening.start)
        if opening.word == "(":
            self._until(")", lambda: self._item(group, node))
        elif not self._skip("]"):
            self._properties(group, node, frozenset(["]"]))
            self._expect("]")
        self.depth -= 1
        return node

    def _item(self, group: Group, node: Node) -> None:
        item = self._object(group)
        group.patterns.append(Pattern(node, (), item, simple=False))

    def _verb(self) -> tuple[tuple[Node, ...], bool]:
        if self._next().variable:
            return (self._node(),), True
        start = self.at
        verbs: list[Node] = []
        self._path(verbs)
        return tuple(verbs), self.at == start + 1

    def _path(self, verbs: list[Node]) -> None:
        self._step(verbs)
        while self._skip("/", "|"):
            self._step(verbs)

    def _step(self, verbs: list[Node]) -> None:
        while self._skip("^", "!"):
            pass
        if self._skip("("):
            self._deeper()
            if not self._skip(")"):
                self._path(verbs)
                self._expect(")")
            self.depth -= 1
        else:
            verbs.append(self._predicate())
        self._skip("*", "+", "?")

    def _predicate(self) -> Node:
        if self._next().text == "a":
            return Node(Role.IRI, RDF.type.value, self._take().start)
        return self._iri()

    # Terms.

    def _iri(self) -> Node:
        token = self._take()
        iri = self.prologue.resolve(token)
        if iri is None:
            raise _Unread
        return Node(Role.IRI, iri, token.start)

    def _node(self) -> Node:
        token = self._next()
        if token.sort in {Sort.IRI, Sort.NAME}:
            return self._iri()
        self.at += 1
        if token.variable:
            return Node(Role.VARIABLE, token.variable, token.start)
        if token.sort is Sort.LABEL:
            return Node(Role.BLANK, token.text, token.start)
        return self._literal(token)

    def _literal(self, token: Token) -> Node:
        if token.word in {"+", "-"}:
            token = self._take()
        if token.sort is Sort.NUMBER:
            kinds = (kind for marks, kind in _NUMBERS if marks & set(token.text))
            kind = next(kinds, XSD.integer)
            return Node(Role.LITERAL, token.text, token.start, datatype=kind.value)
        if token.word in _BOOLEANS:
            kind = XSD.boolean
            return Node(Role.LITERAL, token.text, token.start, datatype=kind.value)
        if token.sort is not Sort.STRING:
            raise _Unread
        return self._text(token)

    def _text(self, token: Token) -> Node:
        width = 3 if token.text[:3] in {'"""', "'''"} else 1
        value, start = token.text[width:-width], token.start
        if self._next().sort is Sort.LANGUAGE:
            return Node(Role.LITERAL, value, start, language=self._take().text[1:])
        if self._skip("^^"):
            return Node(Role.LITERAL, value, start, datatype=self._iri().value)
        return Node(Role.LITERAL, value, start)

    # Expressions.

    def _constraint(self) -> Expression:
        """Read an expression in parentheses, a call, or EXISTS."""
        expression = Expression()
        while self._next().word != "(":
            token = self._take()
            if token.word == "EXISTS":
                expression.groups.append(self._group("EXISTS"))
                return expression
            if token.word == "{" or token.sort not in _CALLED:
                raise _Unread
            expression.words.append(token)
        inner = self._bracketed()
        expression.words += inner.words
        expression.groups += inner.groups
        return expression

    def _bracketed(self) -> Expression:
        """Read an expression in parentheses, which are left out."""
        self._expect("(")
        expression, open_ = Expression(), 1
        while open_:
            token = self._take()
            open_ += (token.word == "(") - (token.word == ")")
            if token is _END or token.word in {"{", "}"}:
                raise _Unread
            if token.word == "EXISTS":
                expression.groups.append(self._group("EXISTS"))
            expression.words.append(token)
        expression.words.pop()
        return expression


_PARTS = frozenset(["OPTIONAL", "MINUS", "GRAPH", "SERVICE", "LATERAL"])
_CALLED = frozenset([Sort.WORD, Sort.NAME, Sort.IRI])
