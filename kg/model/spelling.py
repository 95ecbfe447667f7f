"""Spellings of names compared across alphabets, romanisations and endings.

A skeleton is what is left of a word when all is made alike that romanisations and
neighbouring languages write differently: Hanchar, Gonchar, Honchar, Ганчар and Гончар
have one skeleton.
"""

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path


def _pairs(written: str) -> list[tuple[str, str]]:
    return [(left, right) for left, _is, right in map(_split, written.split())]


def _split(pair: str) -> tuple[str, str, str]:
    return pair.partition("=")


_TABLES = tomllib.loads(Path(__file__).with_name("spelling.toml").read_text("utf-8"))
_CYRILLIC = str.maketrans(dict(_pairs(_TABLES["cyrillic"])))
_LETTERS = str.maketrans(dict(_pairs(_TABLES["letters"])))
_LATIN = _pairs(_TABLES["latin"])
_ENDINGS = {
    language: frozenset(["", *endings.split()])
    for language, endings in _TABLES["endings"].items()
}
_NONE = frozenset([""])
_SEMIVOWEL = re.compile(r"(?<=[aei])u(?=[^aeiu]|$)")
_DOUBLED = re.compile(r"(.)\1+")

_SHORTEST_STEM = 4
_FEWEST = 3


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Reduce a word to its skeleton.

    >>> {
    ...     skeleton(name)
    ...     for name in ("Hanchar", "Gonchar", "Honchar", "Ганчар", "Гончар")
    ... }
    {'hanqar'}
    """
    folded = word.casefold().translate(_LETTERS)
    if any("\u0400" <= letter <= "\u052f" for letter in folded):
        reduced = folded.translate(_CYRILLIC)
    else:
        reduced = _bare(folded)
        for written, letter in _LATIN:
            reduced = reduced.replace(written, letter)
        reduced = _SEMIVOWEL.sub("v", reduced)
    return _DOUBLED.sub(r"\1", reduced)


def _bare(word: str) -> str:
    """Take the accents off."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(part for part in parts if not unicodedata.combining(part))


def is_inflected(word: str, name: str, language: str) -> bool:
    """Say whether a word of a text can be a name's word with another ending.

    >>> (
    ...     is_inflected("Медведева", "Медведев", "ru"),
    ...     is_inflected("Norges", "Norge", "nb"),
    ... )
    (True, True)
    >>> is_inflected("Belarusian", "Belarus", "en")
    False
    """
    one, other = skeleton(word), skeleton(name)
    stem = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        stem += 1
    endings = _ENDINGS.get(language, _NONE)
    least = max(min(_SHORTEST_STEM, len(other) - 1), _FEWEST)
    return stem >= least and one[stem:] in endings and other[stem:] in endings


def same_alphabet(one: str, other: str) -> bool:
    """Say whether two words are written in the same alphabet."""
    return is_cyrillic(one) == is_cyrillic(other)


def is_cyrillic(word: str) -> bool:
    """Say whether a word begins with a letter of Cyrillic."""
    return "\u0400" <= word[:1] <= "\u052f"
