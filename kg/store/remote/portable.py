"""A query as any engine reads it: nothing in it that engines read differently.

What decides over graphs and calls is decided here, in our reading of the query. So
letters written as code points, which some engines resolve before they read and others
after, are resolved; and the clauses that choose graphs are taken out, for the
parameters of the protocol to choose (an engine may add the two up).
"""

import re

from kg.errors import QueryRefusedError, QuerySyntaxError
from kg.rdf.query.clauses import Clauses, from_clauses
from kg.rdf.query.lexer import Sort, position, tokens
from kg.rdf.query.preflight import check

_CODE_POINT = re.compile(
    r"(?P<before>\\*)\\(?:u(?P<short>[0-9A-Fa-f]{4})|U(?P<long>[0-9A-Fa-f]{8}))"
)
_GAP = r"(?:\s|#[^\r\n]*(?:[\r\n]|\Z))*+"
_FROM = re.compile(
    rf"(?<![?$\w:.-])FROM{_GAP}(?:NAMED{_GAP})?+(?:<|[^\s<>(){{}}#?$\"']*:)",
    re.IGNORECASE,
)


def resolve_code_points(query: str) -> str:
    r"""Replace `\u…` by the letter, so that no word can hide in it.

    Raises:
        QuerySyntaxError: it stands for a sign or for no character.
        QueryRefusedError, QueryTooComplexError: of the query as it reads then.
    """
    if "\\u" not in query and "\\U" not in query:
        return query
    resolved = _CODE_POINT.sub(lambda found: _letter(query, found), query)
    if resolved != query:
        check(resolved)
    return resolved


def _letter(query: str, found: re.Match[str]) -> str:
    number = int(found["short"] or found["long"], 16)
    letter = chr(number) if number < 0x110000 else "\0"
    # Beyond ASCII there are letters alone, for a lexer; below are the signs it reads.
    if not letter.isalnum() and (number < 0xA0 or not letter.isprintable()):
        where = position(query, found.start())
        message = f"write {found[0]} as a letter, or as an escape such as \\n"
        raise QuerySyntaxError(message, *where)
    if len(found["before"]) % 2:
        return found[0]
    return f"{found['before']}{letter}"


def take_clauses(query: str, *, strict: bool) -> tuple[str, Clauses]:
    """Take the FROM clauses out; everything else stays in its place.

    Be `strict` for an engine that heeds them beside the parameters: it may read one
    where we read a string or a comment.

    Raises:
        QueryRefusedError: there may be one that cannot be told from other words.
    """
    if "FROM" not in query.upper():
        return query, Clauses()
    parts: list[str] = []
    blanking = False
    for token in tokens(query):
        if token.word == "FROM":
            blanking = True
        blank = blanking and token.sort is not Sort.BLANK
        parts.append(" " * len(token.text) if blank else token.text)
        if token.sort in (Sort.IRI, Sort.NAME):
            blanking = False
    text = "".join(parts)
    if strict and (left := _FROM.search(text)) is not None:
        line, column = position(query, left.start())
        raise QueryRefusedError(
            f"line {line}, column {column}: a FROM that may choose graphs cannot be "
            "told from other words: it must not stand in a string or a comment"
        )
    return text, from_clauses(query)
