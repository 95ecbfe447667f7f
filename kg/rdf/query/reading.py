"""Reading the outline of a query from its words: SPARQL 1.1 alone, and only if it is.

This is no parser to rely on: it serves advice (kg.rdf.hints). What it cannot read has
no outline, and then there is no advice; the engine says what is wrong.
"""

from collections.abc import Callable
from itertools import islice

from kg.rdf.query.cursor import END, UnreadError
from kg.rdf.query.lexer import Sort, words
from kg.rdf.query.outline import (
    Column,
    Expression,
    Group,
    Node,
    Outline,
    Role,
    Rows,
    Select,
)
from kg.rdf.query.triples import PARTS, TripleReader

MOST_WORDS = 2_000
"""Some parts of advice take time with the square of them."""

_FORMS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
_TAIL = frozenset(["GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"])


def read_outline(query: str) -> Outline | None:
    """Read the outline of a query, nothing where that cannot be done."""
    found = list(islice(words(query), MOST_WORDS + 1))
    if len(found) > MOST_WORDS:
        return None
    try:
        return _Reader(found).outline()
    except UnreadError:
        return None


class _Reader(TripleReader):
    """Reads the parts of a query, from the whole down to triples."""

    def outline(self) -> Outline:
        prefixes = self._prologue()
        graphs: list[Node] = []
        select = self._query(graphs)
        if self.at < len(self.found):
            raise UnreadError
        return Outline(select, graphs, prefixes, self.found)

    # The query.

    def _prologue(self) -> dict[str, Node]:
        prefixes: dict[str, Node] = {}
        while self.next().word not in _FORMS:
            rest = iter(self.found[self.at + 1 : self.at + 3])
            word = self.take()
            if not self.prologue.declare(word, rest):
                raise UnreadError
            if word.word == "PREFIX":
                name, iri = self.take().text.partition(":")[0], self.take()
                prefixes[name] = Node(Role.IRI, self.prologue.prefixes[name], iri.start)
            else:
                self.take()
        return prefixes

    def _query(self, graphs: list[Node]) -> Select:
        token = self.take()
        select = Select(token.word, token.start, Group("WHERE", token.start))
        if token.word == "SELECT":
            self._columns(select)
        elif token.word == "CONSTRUCT" and self.next().word == "{":
            select.template = self._group("CONSTRUCT")
        elif token.word == "DESCRIBE":
            self._described(select)
        elif token.word not in _FORMS:
            raise UnreadError
        while self.skip("FROM"):
            self.skip("NAMED")
            graphs.append(self.iri())
        if self.skip("WHERE") or self.next().word == "{" or token.word != "DESCRIBE":
            select.where = self._group("WHERE")
        self._tail(select)
        return select

    def _columns(self, select: Select) -> None:
        self.skip("DISTINCT", "REDUCED")
        if self.skip("*"):
            return
        while self.next().variable or self.next().word == "(":
            select.columns.append(self._column())
        if not select.columns:
            raise UnreadError

    def _column(self) -> Column:
        """Read a variable, or an expression with the name it gets."""
        if self.next().variable:
            return Column(self.node())
        expression = self._bracketed()
        if len(expression.words) < 2 or expression.words[-2].word != "AS":
            raise UnreadError
        *_, last = expression.words
        del expression.words[-2:]
        return Column(Node(Role.VARIABLE, last.variable, last.start), expression)

    def _described(self, select: Select) -> None:
        while self.next().word not in {"", *_TAIL, "WHERE", "{", "FROM"} or (
            self.next() is not END and not self.next().word
        ):
            if not self.skip("*"):
                node = self.node()
                select.columns += [Column(node)] if node.variable else []

    def _tail(self, select: Select) -> None:
        while self.next().word in _TAIL:
            self._clause(select, self.take().word)

    def _clause(self, select: Select, word: str) -> None:
        if word == "VALUES":
            select.rows.append(self._rows())
        elif word in {"LIMIT", "OFFSET"}:
            select.limited |= word == "LIMIT"
            if self.take().sort is not Sort.NUMBER:
                raise UnreadError
        elif word == "GROUP":
            self.expect("BY")
            select.grouped = True
            self._conditions(lambda: select.keys.append(self._key()))
        else:
            if word == "ORDER":
                self.expect("BY")
            self._conditions(lambda: select.after.append(self._condition()))

    def _conditions(self, read: Callable[[], None]) -> None:
        start = self.at
        while self.next().word not in {*_TAIL, "}"} and self.next() is not END:
            read()
        if self.at == start:
            raise UnreadError

    def _key(self) -> Column:
        if self.next().variable:
            return Column(self.node())
        start = self.next().start
        expression = self._constraint()
        named = len(expression.words) > 2 and expression.words[-2].word == "AS"
        if not named:
            return Column(Node(Role.BLANK, f"key{start}", start), expression)
        last = expression.words[-1]
        del expression.words[-2:]
        return Column(Node(Role.VARIABLE, last.variable, last.start), expression)

    def _condition(self) -> Expression:
        self.skip("ASC", "DESC")
        if self.next().variable:
            return Expression([self.take()])
        return self._constraint()

    # Groups.

    def _group(self, keyword: str, name: Node | None = None) -> Group:
        self.deeper()
        group = Group(keyword, self.expect("{").start, name)
        if self.next().word == "SELECT":
            group.select = self._query([])
            self.expect("}")
        else:
            self.until("}", lambda: self._element(group))
        self.depth -= 1
        return group

    def _element(self, group: Group) -> None:
        word = self.next().word
        if word == "FILTER":
            self.at += 1
            group.filters.append(self._constraint())
        elif word == "BIND":
            self.at += 1
            group.binds.append(self._column())
        elif word == "VALUES":
            self.at += 1
            group.rows.append(self._rows())
        elif word in PARTS or word == "{":
            self._part(group, word)
        elif not self.skip("."):
            self.triples(group)

    def _part(self, group: Group, word: str) -> None:
        name: Node | None = None
        if word != "{":
            self.at += 1
            self.skip("SILENT")
            name = self.node() if word in {"GRAPH", "SERVICE"} else None
        part = self._group("" if word == "{" else word, name)
        group.parts.append(part)
        while word == "{" and self.skip("UNION"):
            part.keyword = "UNION"
            group.parts.append(self._group("UNION"))

    def _rows(self) -> Rows:
        rows = Rows([])
        if self.skip("("):
            self.until(")", lambda: rows.names.append(self.node()))
        else:
            rows.names.append(self.node())
        if not all(node.variable for node in rows.names):
            raise UnreadError
        self.expect("{")
        self.until("}", lambda: self._row(rows))
        return rows

    def _row(self, rows: Rows) -> None:
        rows.count += 1
        if self.skip("("):
            self.until(")", self._cell)
        else:
            self._cell()

    def _cell(self) -> None:
        if not self.skip("UNDEF"):
            self.node()

    # Expressions.

    def _constraint(self) -> Expression:
        """Read an expression in parentheses, a call, or EXISTS."""
        expression = Expression()
        while self.next().word != "(":
            token = self.take()
            if token.word == "EXISTS":
                expression.groups.append(self._group("EXISTS"))
                return expression
            if token.word == "{" or token.sort not in _CALLED:
                raise UnreadError
            expression.words.append(token)
        inner = self._bracketed()
        expression.words += inner.words
        expression.groups += inner.groups
        return expression

    def _bracketed(self) -> Expression:
        """Read an expression in parentheses, which are left out."""
        self.expect("(")
        expression, open_ = Expression(), 1
        while open_:
            token = self.take()
            open_ += (token.word == "(") - (token.word == ")")
            if token is END or token.word in {"{", "}"}:
                raise UnreadError
            if token.word == "EXISTS":
                expression.groups.append(self._group("EXISTS"))
            expression.words.append(token)
        expression.words.pop()
        return expression


_CALLED = frozenset([Sort.WORD, Sort.NAME, Sort.IRI])
