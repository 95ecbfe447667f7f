"""A query without its constants: what queries have in common that ask alike.

Clients ask one query of many things. What is read from the words of the first
(kg.rdf.query.preflight) then holds for all that differ from it in IRIs, strings and
comments alone. To find these takes a tenth of what reading all words takes.
"""

import re
from dataclasses import dataclass, field

from kg.rdf.query.lexer import LONG, NOT_IN_IRI

# Where one of these characters begins a token it is the same here and in the lexer,
# because `<<` is a mark and backslashes are left to it: in names they escape quotes.
_CONSTANT = re.compile(
    r"([<\"'#])(?:"
    rf"(?<=<)(?:(<|[^{NOT_IN_IRI}(]*\([^{NOT_IN_IRI}]*>)|[^{NOT_IN_IRI}(]*>)"
    rf'|(?<=")(?:""{LONG[0]}"""|(?!"")[^"\r\n]*+")'
    rf"|(?<=')(?:''{LONG[1]}'''|(?!'')[^'\r\n]*+')"
    r"|(?<=#)[^\r\n]*+)"
)
"""A constant or a comment: its first character, and what else of it counts. That is an
IRI with a parenthesis, for the engine may read an operator there."""


@dataclass(frozen=True, slots=True)
class Mould:
    """What is left of a query; moulds are equal whatever the constants were.

    `query` is one that has this mould: the first that was read.
    """

    parts: tuple[str | None, ...]
    query: str = field(compare=False)


def mould_of(query: str) -> Mould | None:
    """Take the constants out of a query; nothing of one where that is no sure thing.

    With a backslash, or the word SERVICE wherever it stands, each query is read by
    itself.
    """
    if "\\" in query or "SERVICE" in query.upper():
        return None
    return Mould(tuple(_CONSTANT.split(query)), query)
