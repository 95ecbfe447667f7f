"""The brackets of a SPARQL query: its tokens, nested."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.rdf.query.lexer import Sort, Token, tokens

CLOSING = {"}": "{", ")": "("}


@dataclass(slots=True)
class Group:
    """What stands between two brackets, from `start` to `end` in the query."""

    bracket: str
    start: int
    end: int
    children: list["Token | Group"] = field(default_factory=list)

    def tokens(self) -> Iterator[Token]:
        """Yield every token inside, at any depth."""
        for child in self.children:
            if isinstance(child, Token):
                yield child
            else:
                yield from child.tokens()

    def groups(self) -> Iterator["Group"]:
        """Yield this group and those inside it, at any depth."""
        yield self
        for child in self.children:
            if isinstance(child, Group):
                yield from child.groups()


Element = Token | Group


def read_groups(query: str) -> Group:
    """Nest the tokens of a query by its braces and parentheses, without blanks.

    Raises:
        ValueError: the brackets do not match.
    """
    stack = [Group("", 0, len(query))]
    for token in tokens(query):
        if token.text in CLOSING.values():
            group = Group(token.text, token.start + 1, len(query))
            stack[-1].children.append(group)
            stack.append(group)
        elif token.text in CLOSING:
            _close(stack, token)
        elif token.sort is not Sort.BLANK:
            stack[-1].children.append(token)
    if len(stack) > 1:
        raise ValueError(f"{stack[-1].bracket!r} is not closed")
    return stack[0]


def _close(stack: list[Group], token: Token) -> None:
    group = stack.pop()
    if group.bracket != CLOSING[token.text]:
        raise ValueError(f"{token.text!r} closes nothing")
    group.end = token.start


def is_block(element: Element) -> bool:
    """Tell whether an element is a group in braces."""
    return isinstance(element, Group) and element.bracket == "{"


def word_of(element: Element) -> str:
    """Give the keyword or mark that an element is, empty for others."""
    return element.word if isinstance(element, Token) else ""
