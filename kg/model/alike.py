"""Names made alike, whatever alphabet, romanisation or keyboard they were written with.

A word is reduced to its skeleton (`kg.model.spelling`); umlauts that a
keyboard did not have (`Mueller`, `Bjoerg`) are made the vowel itself.
"""

import re
import unicodedata
from functools import lru_cache

from kg.model.spelling import skeleton

_WORD = re.compile(r"\w+")
_APOSTROPHES = re.compile(r"['’ʼ`´]")  # noqa: RUF001 - as they are written
_UMLAUT = re.compile(r"(?<=[ao])e|(?<=(?<![aeqg])u)e(?!$)")
_SOFT = re.compile(r"c(?=[ie])|(?<=d)z(?=[ie])")
"""Belarusian ц and дз, where Russian has т and д."""

_YOD = re.compile(r"^iv(?=[^aeiou])")
"""A name that begins with Jü, which is no semivowel."""

_VOWELS = re.compile(r"[aeiou]")
_EMPTY = frozenset(
    (
        *("a", "an", "and", "the", "of", "for", "in", "on", "i", "og", "av", "til"),
        *("und", "der", "die", "das", "des", "den", "dem", "für", "im", "am", "zu"),
        *("zum", "zur", "von", "e", "v", "ev"),
    )
)
"""Words that tell nothing apart."""


@lru_cache(maxsize=1 << 17)
def alike(word: str) -> str:
    """Reduce a word so that its spellings are one.

    >>> {alike(name) for name in ("Müller", "Mueller", "Muller", "Мюллер")}
    {'muler'}
    """
    hard = _YOD.sub("u", _SOFT.sub(_hard, skeleton(word)))
    return _UMLAUT.sub("", hard).replace("iu", "u")


def _hard(soft: re.Match[str]) -> str:
    return "t" if soft[0] == "c" else ""


@lru_cache(maxsize=1 << 16)
def words(name: str) -> tuple[str, ...]:
    """List the words of a name as they are compared, without those that say nothing."""
    composed = _APOSTROPHES.sub("", unicodedata.normalize("NFC", name))
    found = [word for word in _WORD.findall(composed) if word.casefold() not in _EMPTY]
    return tuple(filter(None, map(alike, found)))


@lru_cache(maxsize=1 << 17)
def bones(word: str) -> str:
    """Reduce a word further, to what slips of the pen seldom change: its consonants.

    >>> bones(alike("Krasovsky")) == bones(alike("Krasouski")) == bones("krasavski")
    True
    """
    return word[:1] + _VOWELS.sub("", word[1:])
