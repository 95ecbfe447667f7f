"""Keys made of names and titles, in plain letters."""

import re
import tomllib
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

_LETTERS = str.maketrans(
    tomllib.loads(Path(__file__).with_name("letters.toml").read_text("utf-8"))
)
_LONGEST = 40


def slug(text: str, longest: int = _LONGEST) -> str:
    """Make a key of words; nothing when no letter can be written plainly.

    >>> slug("Årets Gøy!"), slug("Беларусь 2011")
    ('arets-goy', 'belarus-2011')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    ascii_ = "".join(it if it.isascii() else _gap(it) for it in plain)
    words = re.findall(r"[a-z0-9]+", ascii_)
    key = ""
    for word in words:
        longer = f"{key}-{word}" if key else word[:longest]
        if len(longer) > longest:
            break
        key = longer
    return key


def _gap(letter: str) -> str:
    """Leave accents out, and part words at whatever else is no plain letter."""
    return "" if unicodedata.combining(letter) else " "


def publisher_slug(publisher: str | None, url: str | None) -> str:
    """Make a key of a publisher's name, else of the host that it publishes at.

    >>> publisher_slug(None, "https://www.example.org/a")
    'example-org'
    """
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    return slug(publisher or "", 40) or slug(host, 40)
