"""Values that are almost right: written as a datatype or a pattern wants them."""

import re
from collections.abc import Callable, Iterator

from pyoxigraph import NamedNode

from kg.rdf.terms import XSD
from kg.validation.literals.lexical import is_wellformed

Repair = Callable[[str], str]

DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
FORMS = {
    XSD.integer: r"[+-]?\d+",
    XSD.decimal: r"[+-]?(?:\d+\.?\d*|\.\d+)",
    XSD.double: r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?",
    XSD.boolean: r"true|false|1|0",
    XSD.date: DAY + ZONE,
    XSD.dateTime: DAY + r"T\d\d:\d\d:\d\d(?:\.\d+)?" + ZONE,
    XSD.gYear: r"-?\d{4}" + ZONE,
    XSD.gYearMonth: r"\d{4}-(?:0[1-9]|1[0-2])" + ZONE,
    XSD.string: r"(?s).*",
    XSD.anyURI: r"[A-Za-z][\w+.-]*:\S+",
}
"""How values of a datatype are written; not every string of this form is one."""


def _same(text: str) -> str:
    return text


def _day_first(text: str) -> str:
    """Turn 16.1.2011, as Norwegians write, into 2011-01-16."""
    found = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text.strip())
    if found is None or found[1] == found[2] or int(found[2]) > 12:
        return text
    if "/" in text and int(found[1]) <= 12:
        return text  # the month may stand first: nobody can tell
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"


def _year_first(text: str) -> str:
    found = re.fullmatch(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})", text.strip())
    return (
        text if found is None else f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    )


REPAIRS: tuple[Repair, ...] = (
    _same,
    str.strip,
    str.lower,
    _day_first,
    _year_first,
    lambda text: re.sub(r"^(\d{4}-\d\d-\d\d) (?=\d)", r"\1T", text),
    lambda text: re.sub(r"^(\d{4}-\d\d-\d\d)[T ].*$", r"\1", text),
    lambda text: re.sub(r"^(\d{4}-\d\d)-\d\d.*$", r"\1", text),
    lambda text: re.sub(r"^(\d{4})-\d\d.*$", r"\1", text),
    lambda text: text.replace(",", "."),
    lambda text: re.sub(r"[\s_,](?=\d{3})", "", text),
    lambda text: re.sub(r"\.0+$", "", text),
    lambda text: {"yes": "true", "no": "false", "ja": "true", "nei": "false"}.get(
        text.strip().lower(), text
    ),
)


def castable(text: str, datatype: NamedNode) -> str | None:
    """Write a text as a datatype wants it; None when it cannot be told.

    >>> castable("16.1.2011", XSD.date)
    '2011-01-16'
    >>> castable("2011-02-30", XSD.date) is None
    True
    """
    form = FORMS.get(datatype)
    if form is None:
        return None
    found = (t for t in _tries(text, REPAIRS) if re.fullmatch(form, t))
    return next((t for t in found if is_wellformed(t, datatype.value)), None)


SPELLINGS: tuple[Repair, ...] = (
    str.strip,
    str.lower,
    str.upper,
    lambda text: re.sub(r"^http:", "https:", text),
    lambda text: re.sub(r"^https:", "http:", text),
    lambda text: re.sub(r"[\s.-]", "", text),
)


def repaired(text: str, pattern: str, flags: str) -> str | None:
    """Spell a text so that it matches a pattern; None when nothing simple does."""
    try:
        compiled = re.compile(pattern, re.IGNORECASE if "i" in flags else 0)
    except re.error:
        return None
    found = (t for t in _tries(text, SPELLINGS) if compiled.search(t))
    return next(found, None)


def _tries(text: str, repairs: tuple[Repair, ...]) -> Iterator[str]:
    for repair in repairs:
        yield repair(text)
