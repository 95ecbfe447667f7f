"""The text of an article without what stands around it on the page."""

import re
import unicodedata

from lxml.html import HtmlElement
from trafilatura import extract

from kg.errors import UnexpectedValueError
from kg.importers.article.jsonld import is_free
from kg.importers.article.page import Page
from kg.model.text import SourceText

LEAST = 200
"""Code points: what is shorter is no article."""

MOST = 300_000
"""Code points: what is longer is a book, and takes minutes to search."""

_STUB = 1500
"""Code points below which a page with a mark for subscribers shows a beginning."""

_WALL = re.compile(
    r"paywall|subscriber-only|subscribers-only|metered-content|premium-wall", re.I
)
_SPACES = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""What is not printed: controls, also those of terminals and of the direction of
writing, zero-width spaces, soft hyphens."""


def read_text(page: Page, name: str) -> SourceText:
    """Return the text of the article: a paragraph or an item of a list on each line.

    Raises:
        UnexpectedValueError: the page has no article, or only the beginning of one.
    """
    text = SourceText.from_text(_clean(_extract(page)))
    if len(text) < _STUB and _has_wall(page.tree):
        found = f"the first {len(text)} characters, the rest is for subscribers"
        expected = "the whole article, as a subscriber saves it"
        raise UnexpectedValueError(name, found, expected)
    if len(text) < LEAST:
        found = "a page without an article"
        raise UnexpectedValueError(name, found, f"at least {LEAST} characters of text")
    if len(text) > MOST:
        found = f"{len(text)} characters of text"
        raise UnexpectedValueError(name, found, f"an article: at most {MOST}")
    return text


def _extract(page: Page) -> str:
    """Take the text out; tables are most often layout, so they are asked last."""
    texts = (
        extract(page.markup, include_comments=False, include_tables=tables) or ""
        for tables in (False, True)
    )
    return next((text for text in texts if len(text) >= LEAST), "")


def _clean(text: str) -> str:
    lines = (
        _SPACES.sub(" ", _CONTROL.sub("", line)).strip()
        for line in unicodedata.normalize("NFC", text).splitlines()
    )
    return "".join(f"{line}\n" for line in lines if line)


def _has_wall(tree: HtmlElement) -> bool:
    marks = tree.xpath("//body//*/@class|//body//*/@id")
    return not is_free(tree) or any(_WALL.search(mark) for mark in marks)
