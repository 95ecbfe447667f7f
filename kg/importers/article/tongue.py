"""The language of a text, by the small words that every text has."""

import re
import tomllib
from collections import Counter
from pathlib import Path

_TABLES = tomllib.loads(Path(__file__).with_name("tongues.toml").read_text("utf-8"))
_WORDS = {tongue: set(words.split()) for tongue, words in _TABLES["words"].items()}
_LETTERS: dict[str, str] = _TABLES["letters"]
"""Letters that a language has and its nearest ones here have not."""

_LEAST_SHARE = 0.08
_LEAST_LEAD = 1.15


def guess_language(text: str) -> str | None:
    """Return the tag of the language a text is in; None when that is not plain.

    >>> guess_language("Og det ble ikke det som de hadde håpet på etter valget.")
    'nb'
    >>> guess_language("Lorem ipsum dolor sit amet")
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    if not words:
        return None
    counts = Counter(words)
    scores = {
        tongue: _share(counts, small, len(words)) * _bonus(text, tongue)
        for tongue, small in _WORDS.items()
    }
    (first, most), (_second, next_) = Counter(scores).most_common(2)
    plain = most >= _LEAST_SHARE and most >= next_ * _LEAST_LEAD
    return first if plain else None


def _share(counts: Counter[str], small: set[str], total: int) -> float:
    return sum(counts[word] for word in small) / total


def _bonus(text: str, tongue: str) -> float:
    return 1.3 if any(letter in text for letter in _LETTERS.get(tongue, "")) else 1.0
