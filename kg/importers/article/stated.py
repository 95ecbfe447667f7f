"""What a page says of itself: each value with the place that says it."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_TAGS = {"no": "nb", "nb-no": "nb", "nn-no": "nn", "be-x-old": "be-tarask"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A value, and where the page states it."""

    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None where it says nothing.

    Days are ISO days, the language is a tag, licence and address are URLs.
    """

    title: Stated | None = None
    author: Stated | None = None
    publisher: Stated | None = None
    published: Stated | None = None
    modified: Stated | None = None
    language: Stated | None = None
    licence: Stated | None = None
    url: Stated | None = None

    def or_else(self, other: "Metadata") -> "Metadata":
        """Fill what is missing from another layer."""
        return Metadata(
            **{
                field.name: getattr(self, field.name) or getattr(other, field.name)
                for field in fields(self)
            }
        )


FIELDS = tuple(field.name for field in fields(Metadata))


def read_layer(values: Mapping[str, str | None], where: str) -> Metadata:
    """Make one layer of what was found; what is no proper value is left out."""
    found = {}
    for name, value in values.items():
        proper = _PROPER.get(name, _words)(value or "")
        found[name] = Stated(proper, where) if proper else None
    return Metadata(**found)


def _words(value: str) -> str:
    return " ".join(value.split())


def _author(value: str) -> str:
    words = _words(value)
    return "" if urlsplit(words).scheme in ("http", "https") else words


def day(value: str) -> str:
    """Take the day out of a date or a time, as it is written; else nothing."""
    found = _DAY.match(value.strip())
    if found is None:
        return ""
    try:
        return datetime.date(*map(int, found.groups())).isoformat()
    except ValueError:
        return ""


def language(value: str) -> str:
    """Make a tag such as `nb` of what pages write: `no`, `nb-NO`, `en_GB`.

    >>> language("no-NO"), language("en_GB"), language("be-tarask")
    ('nb', 'en', 'be-tarask')
    """
    tag = value.strip().replace("_", "-").lower()
    if tag in _TAGS or tag == "be-tarask":
        return _TAGS.get(tag, tag)
    primary = tag.partition("-")[0]
    return _TAGS.get(primary, primary)


def _url(value: str) -> str:
    words = value.strip()
    return words if urlsplit(words).scheme in ("http", "https") else ""


_PROPER = {
    "author": _author,
    "published": day,
    "modified": day,
    "language": language,
    "licence": _url,
    "url": _url,
}
