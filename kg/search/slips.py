"""Slips of the pen: words that are one letter away from those that are known.

What is left of two words without a letter each is the same where one letter has been
left out, added, changed, or has changed places (the idea of SymSpell). So known words
are found by a few look-ups, however many there are.
"""

from collections.abc import Iterator
from zlib import crc32

SHORTEST = 4
"""Letters below which a word is as likely to be another one."""

_LONGEST = 24


def forms(word: str) -> Iterator[int]:
    """Yield the keys of a word and of what is left of it without a letter.

    >>> set(forms("rafto")) & set(forms("raftto")) != set()
    True
    >>> set(forms("rafto")) & set(forms("oslo"))
    set()
    """
    if SHORTEST <= len(word) <= _LONGEST and word.isalpha():
        left = {word[:place] + word[place + 1 :] for place in range(len(word))}
        yield from sorted(map(_key, {word, *left}))


def _key(form: str) -> int:
    return crc32(form.encode())
