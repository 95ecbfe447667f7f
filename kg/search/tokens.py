"""Tokens: what texts are taken apart into, when they are indexed and when asked for.

A word is found however it is spelled (`kg.model.alike`); while it is typed, by its
first letters. SQLite gets finished tokens alone, each quoted: nothing is its syntax.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from kg.model.alike import words as alike_words

MOST_WORDS = 12
"""Words of a question that are looked for; those after them change nothing."""

LONGEST = 64
"""Letters of a token."""

_TELLING = 3
"""Letters of a skeleton that tell a word from others."""

_WORD = re.compile(r"\w+")
_SPELLED = "~"
_WHOLE = "=n:"
_SAFE = "-._~=:/#%"
"""Signs that are no letters and yet part of a token (`kg.search.tables`)."""


def folded(text: str) -> str:
    """Take case and accents off a text, letter by letter.

    >>> folded("Žofia SØRENSEN")
    'zofia sørensen'
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=1 << 16)
def plain_words(text: str) -> tuple[str, ...]:
    """List the words of a text as a keyboard gives them.

    >>> plain_words("Rafto-stiftelsen, Åse")
    ('rafto', 'stiftelsen', 'ase')
    """
    return tuple(word[:LONGEST] for word in _WORD.findall(folded(text)))


def spelled_words(text: str) -> tuple[str, ...]:
    """List the words of a text as they are compared, whatever their alphabet.

    >>> spelled_words("Гончар") == spelled_words("Hanchar")
    True
    """
    found = alike_words(text) or plain_words(text)  # "Der Den" is a name, too
    return tuple(word[:LONGEST] for word in found)


def whole(text: str) -> str:
    """Return the token of a whole name.

    >>> whole("Amnesty International")
    '=n:amnesty_international'
    """
    return _WHOLE + "_".join(plain_words(text))[:LONGEST]


@lru_cache(maxsize=1 << 16)
def mark(facet: str, value: str) -> str:
    """Return the token of a value by which things are chosen.

    >>> mark("year", "2011")
    '=year:2011'
    """
    return f"={facet}:{quote(value, safe=_SAFE)}"


def text_tokens(texts: Iterable[str]) -> list[str]:
    """List the tokens of the names of a thing, for whole words."""
    found: dict[str, None] = {}
    for text in texts:
        found |= dict.fromkeys((*spelled_words(text), whole(text)))
    return list(found)


def start_tokens(texts: Iterable[str]) -> list[str]:
    """List the tokens of the names of a thing, for words that are being typed."""
    found: dict[str, None] = {}
    for text in texts:
        found |= dict.fromkeys(plain_words(text))
        found |= dict.fromkeys(_SPELLED + word for word in spelled_words(text))
    return list(found)


def all_of(groups: Iterable[Iterable[str]]) -> str:
    """Write a condition: of each group of tokens, one is there.

    >>> all_of([["rafto"], ["prize", "prise"]])
    '"rafto" AND ("prize" OR "prise")'
    """
    return " AND ".join(any_of(group) for group in groups)


def any_of(group: Iterable[str]) -> str:
    """Write a condition: one of some tokens is there."""
    written = [_quoted(token) for token in group]
    return written[0] if len(written) == 1 else f"({' OR '.join(written)})"


def both(word: str) -> list[str]:
    """List the tokens of a word that is being typed.

    Where little of it is left when it is made alike, it would be found everywhere.

    >>> both("pris"), both("qqq")
    (['pris', '~pris'], ['qqq'])
    """
    alike = [it for it in spelled_words(word) if len(it) >= min(_TELLING, len(word))]
    return [word, *(_SPELLED + it for it in alike)]


def begins(token: str) -> str:
    """Write a condition: a token begins so."""
    return f"{_quoted(token)} *"


def _quoted(token: str) -> str:
    """Quote a token as FTS5 does: nothing in it is an operator."""
    return '"' + token.replace('"', '""') + '"'
