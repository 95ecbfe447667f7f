"""A page read whole: its text, its language, what it says of itself."""

import re
from dataclasses import dataclass

from kg.errors import UnexpectedValueError
from kg.importers.article.body import read_text
from kg.importers.article.metadata import read_metadata
from kg.importers.article.page import read_page
from kg.importers.article.stated import Metadata
from kg.importers.article.tongue import guess_language
from kg.model.records.base import LANGUAGES
from kg.model.text import SourceText


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its page has it.

    Attributes:
        said: what was found out on the way, for people.
    """

    text: SourceText
    metadata: Metadata
    language: str
    said: tuple[str, ...]


def read_article(
    data: bytes, name: str, encoding: str | None = None, language: str | None = None
) -> Article:
    """Read a page.

    Args:
        data: the page as it was saved or sent.
        name: how it is called in errors.
        encoding: what it is encoded in, when that is known from elsewhere.
        language: the tag of its language, when that is known from elsewhere.

    Raises:
        InputError: it is no page, has no article, or is in no language in use.
    """
    page = read_page(data, name, encoding)
    text = read_text(page, name)
    metadata = read_metadata(page)
    tongue, by = _language(text, metadata, language)
    if tongue not in LANGUAGES:
        found = f"language {tongue!r}, {by}" if tongue else "no language that is plain"
        expected = f"one of {', '.join(LANGUAGES)}; or say --language"
        raise UnexpectedValueError(name, found, expected)
    said = (f"decoded by {page.encoding}", f"language {tongue}, {by}")
    return Article(text, metadata, tongue, said)


def _language(
    text: SourceText, metadata: Metadata, given: str | None
) -> tuple[str, str]:
    """Decide on the language: what is said, but for a text that is plainly another."""
    if given is not None:
        return given, "as was said"
    guessed = guess_language(text.content)
    if metadata.language is None:
        return guessed or "", "by the words of the text"
    stated = metadata.language.value
    if (
        guessed is not None
        and guessed != re.split("-", stated)[0]
        and len(text) > _PLAIN
    ):
        return guessed, f"by the words of the text; the page says {stated}"
    return stated, f"as {metadata.language.where} says"


_PLAIN = 400
"""Code points from which on the words of a text weigh more than what its page says."""
