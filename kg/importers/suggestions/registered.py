"""Names that registers of the graph have: known to somebody, but with no entry yet.

A register says that an organisation or a place is called so. It has no key that an
extract could name it by, and its spelling was looked over by nobody: what is found is
suggested like an unknown name, a little more surely, and says where it is known from.
"""

from collections.abc import Iterable, Iterator

from kg.importers.suggestions.lexicon import WORD, Name
from kg.importers.suggestions.names import EXACT, Match
from kg.importers.suggestions.strangers import ARTICLE, Stranger
from kg.model.records.draft import ASK, Kind

_CONFIDENCE = 60
_LETTERS = 4
"""Shorter names are too often words."""


def registered_name(kind: Kind, language: str, spelling: str) -> Name | None:
    """Make a name that texts are searched for; None of one that could be any word."""
    words = tuple(WORD.findall(spelling))
    telling = any(word[:1].isupper() for word in words)
    if not telling or sum(map(len, words)) < _LETTERS:
        return None
    return Name(ASK, kind, language, spelling, words)


def registered_strangers(found: Iterable[Match]) -> Iterator[Stranger]:
    """Yield what registers call so, letter by letter."""
    for match in found:
        if match.grade == EXACT:
            kind = match.name.kind
            why = f"a register names {ARTICLE[kind]} so; it has no entry yet"
            yield Stranger(kind, match.span, _CONFIDENCE, why)
