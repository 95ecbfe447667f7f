"""Languages: which of several texts a reader is shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal

NAMES = {
    "en": "English",
    "nb": "Norwegian",
    "nn": "Norwegian (Nynorsk)",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pl": "Polish",
    "pt": "Portuguese",
    "it": "Italian",
    "sv": "Swedish",
    "da": "Danish",
    "lt": "Lithuanian",
    "be": "Belarusian",
    "be-tarask": "Belarusian (Taraškievica)",
    "be-latn": "Belarusian, in Latin letters",
    "ru": "Russian",
    "ru-latn": "Russian, in Latin letters",
    "uk": "Ukrainian",
    "uk-latn": "Ukrainian, in Latin letters",
}
WITHHELD = "…"
"""What stands where a table has words that may name somebody (decision 0052)."""
_LAST = ("en",)
_SAME = {"no": "nb", "nn": "nb"}
"""Requested language → the one we write it in."""


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """A text and its language tag, in lower case; "" when it has none."""

    text: str
    language: str = ""

    @property
    def tag(self) -> str:
        """The tag as BCP 47 recommends to write it: `be-Latn`."""
        first, *rest = self.language.split("-")
        return "-".join([first, *(s.title() if len(s) == 4 else s for s in rest)])

    @property
    def language_name(self) -> str:
        """The language in English words."""
        return NAMES.get(self.language, self.tag)

    @classmethod
    def of(cls, literal: Literal) -> "Label":
        """Read a literal."""
        return cls.told(literal.value, (literal.language or "").lower())

    @classmethod
    def told(cls, text: str, language: str) -> "Label":
        """Take a text, and say in words where words are withheld."""
        if text == WITHHELD:
            return cls("withheld, for it may name somebody", "en")
        return cls(text, language)


def read_languages(accepted: str | None) -> tuple[str, ...]:
    """Read `Accept-Language`: languages best first, ending with English.

    >>> read_languages("no;q=0.5, be-BY, *;q=0.1")
    ('be-by', 'be', 'nb', 'en')
    """
    ranges = [_read_range(part) for part in (accepted or "").split(",")]
    ranges = [(weight, tag) for weight, tag in ranges if weight > 0 and tag != "*"]
    wanted: list[str] = []
    for _weight, tag in sorted(ranges, key=lambda item: -item[0]):
        primary = tag.partition("-")[0]
        wanted += [tag, _SAME.get(primary, primary)]
    known = [tag for tag in wanted if tag not in _SAME]
    return tuple(dict.fromkeys([*known, *_LAST]))


def _read_range(text: str) -> tuple[float, str]:
    tag, _semicolon, parameters = text.strip().lower().partition(";")
    name, _equals, weight = parameters.strip().partition("=")
    try:
        return float(weight) if name == "q" else 1.0, tag.strip() or "*"
    except ValueError:
        return 0.0, "*"


def choose(texts: Iterable[Literal], languages: Iterable[str]) -> Label | None:
    """Choose the text a reader of these languages reads best, or None of none."""
    labels = sorted(Label.of(text) for text in texts)
    for language in languages:
        for label in labels:
            if label.language == language:
                return label
        for label in labels:
            if label.language.startswith(f"{language}-"):
                return label
    return labels[0] if labels else None
