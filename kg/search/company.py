"""Company: the words that a common word stands beside, each pair with a short list.

What has two words is found by going through all that have the one and all that have
the other, which takes the longer, the more things there are. So a word that many have
is in an index once more for each word beside it, by a hash of that word: "peace" beside
"oslo" is a short list, and whatever is in it has "peace". What a good part of all
things have is left out: it tells nothing, and costs most.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from zlib import crc32

MANY = 500
"""Things that have a word, from which on it may be a common one."""

_TELLING = 50
"""A word that one thing of so many has tells nothing."""

_HASHES = 1 << 8

_Words = Iterable[str]


def common_words(counts: Mapping[str, int], things: int) -> frozenset[str]:
    """Choose the words that have company, by how many things of an index have them.

    >>> common_words({"oslo": 600, "solidarity": 9_000, "rafto": 4}, 100_000)
    frozenset({'oslo'})
    """
    most = things // _TELLING
    return frozenset(word for word, count in counts.items() if MANY < count <= most)


def company(words: Collection[str], common: Collection[str]) -> set[str]:
    """List the tokens of the common words of a thing, beside each of its other words.

    >>> sorted(company(["peace", "rafto"], {"peace"}))
    ['peace=7d']
    """
    chosen = [word for word in words if word in common]
    return {_beside(it, other) for it in chosen for other in words if it != other}


def narrowed(groups: Sequence[_Words], common: Collection[str]) -> list[list[str]]:
    """Ask for common words beside others that are asked for: the same things have them.

    Args:
        groups: of words, the rarest first; a thing has one of each.
        common: the words that have company in the index.

    >>> narrowed([["rafto"], ["peace", "peas"]], {"peace"})
    [['rafto'], ['peace=7d', 'peas']]
    """
    first, *others = map(list, groups)
    if not others:
        return [first]
    pairs = [(first, others[0]), *((group, first) for group in others)]
    return [
        [token for word in group for token in _tokens(word, partner, common)]
        for group, partner in pairs
    ]


def _tokens(word: str, partner: list[str], common: Collection[str]) -> list[str]:
    if word not in common or word in partner:
        return [word]  # a word is not beside itself
    return [_beside(word, other) for other in partner]


def _beside(word: str, other: str) -> str:
    return f"{word}={crc32(other.encode()) % _HASHES:02x}"
