"""A saved page: bytes → markup and tree, or the reason why it is no page."""

import re
from dataclasses import dataclass
from functools import cached_property

import lxml.html
from charset_normalizer import from_bytes
from lxml.etree import ParserError
from lxml.html import HtmlElement

from kg.errors import SyntaxFaultError, UnexpectedValueError

MOST_BYTES = 5_000_000
_EXPECTED = "a web page in HTML"
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip archive, or an office document",
    b"\x1f\x8b": "a file packed by gzip",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.I
)
_HEAD = 4096
"""Bytes at the beginning in which an encoding can be declared."""

_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
"""What browsers take these labels for (https://encoding.spec.whatwg.org/#names-and-labels)."""

_TAG = re.compile(r"<(?:!doctype html|html|head|body|article|title|div|p)[\s>]", re.I)


@dataclass(frozen=True)
class Page:
    """The markup of a page, decoded.

    Attributes:
        encoding: what it was decoded by, and who said so.
    """

    markup: str
    encoding: str

    @cached_property
    def tree(self) -> HtmlElement:
        """The elements of the page, for reading only."""
        parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)
        return lxml.html.document_fromstring(self.markup.encode(), parser=parser)


def read_page(data: bytes, name: str, encoding: str | None = None) -> Page:
    """Decode a page; a given encoding goes before what the page declares.

    Raises:
        UnexpectedValueError: it is empty, too large, or no HTML.
        SyntaxFaultError: its bytes are not text in its encoding.
    """
    if not data.strip():
        raise UnexpectedValueError(name, "an empty file", _EXPECTED)
    if len(data) > MOST_BYTES:
        raise UnexpectedValueError(name, f"more than {MOST_BYTES} bytes", _EXPECTED)
    for magic, found in _MAGIC.items():
        if data.startswith(magic):
            raise UnexpectedValueError(name, found, _EXPECTED)
    page = Page(*_decode(data, name, encoding))
    _check(page, name)
    return page


def _decode(data: bytes, name: str, given: str | None) -> tuple[str, str]:
    codec, by = _encoding(data, name, given)
    try:
        return data.decode(codec), f"{codec}, {by}"
    except LookupError as error:
        raise UnexpectedValueError(
            name, f"encoding {codec!r}", "a known one"
        ) from error
    except UnicodeDecodeError as error:
        found = f"byte {data[error.start]:#04x} at offset {error.start}"
        expected = f"text in {codec}, {by}; or say --encoding"
        raise SyntaxFaultError(name, found, expected) from error


def _encoding(data: bytes, name: str, given: str | None) -> tuple[str, str]:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec, "by its byte order mark"
    if b"\0" in data:
        raise UnexpectedValueError(name, "binary content", _EXPECTED)
    if given is not None:
        return _ALIASES.get(given.lower(), given.lower()), "as was said"
    declared = _DECLARED.search(data[:_HEAD])
    if declared is not None:
        label = declared[1].decode().lower()
        return _ALIASES.get(label, label), "as the page declares"
    return _guess(data)


def _guess(data: bytes) -> tuple[str, str]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
        return ("cp1252" if best is None else best.encoding), "by the look of it"
    return "utf-8", "by the look of it"


def _check(page: Page, name: str) -> None:
    if not _TAG.search(page.markup):
        start = " ".join(page.markup[:60].split())
        raise UnexpectedValueError(name, f"{start!r}", _EXPECTED)
    try:
        page.tree  # noqa: B018 - it is parsed when it is first asked for
    except (ParserError, ValueError) as error:
        raise UnexpectedValueError(
            name, f"a page without content ({error})", _EXPECTED
        ) from error
