"""Alphabets: which other encodings the bytes of a Western table may be text in.

Encodings of one byte differ in their letters alone, and none is wrong to a decoder:
`Dvořák` in that of Central Europe is `Dvoøák` in the Western one. So a table is Western
only when it is in no language that is written with another of these encodings.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

WESTERN = "cp1252"


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters of a language beyond ASCII.

    `telling` are those that few texts lack one of: without any of them a text is taken
    for one in another language.
    """

    language: str
    letters: frozenset[str]
    telling: frozenset[str]


def _alphabet(language: str, telling: str, others: str) -> Alphabet:
    return Alphabet(language, frozenset(telling + others), frozenset(telling))


_CENTRAL = (
    _alphabet("Polish", "łąę", "ćńóśźż"),
    _alphabet("Czech", "áí", "čďéěňóřšťúůýž"),
    _alphabet("Slovak", "áí", "äčďéĺľňóôŕšťúýž"),
    _alphabet("Hungarian", "őű", "áéíóöúü"),
    _alphabet("Croatian, Bosnian or Slovene", "čš", "ćđž"),
    _alphabet("Romanian", "şţ", "ăâî"),
)
_TURKISH = (_alphabet("Turkish", "iığş", "çöüâîû"),)  # noqa: RUF001 - its letters
_BALTIC = (
    _alphabet("Lithuanian", "ė", "ąčęįšųūž"),
    _alphabet("Latvian", "ā", "čēģīķļņšūž"),
    _alphabet("Estonian", "õäü", "öšž"),
)
_WRITTEN = {
    "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "cp1254": _TURKISH,
    "cp1257": _BALTIC,
    "iso8859-13": _BALTIC,
}
"""Encoding → what is written with it."""

_OTHER_LETTERS = 0.95
"""Of letters that another encoding reads otherwise, so many are of its language."""
_SAME_LETTERS = 0.6
"""Of those that it reads alike, which names of people and places may bring along."""
_TELLING = 0.05

_LETTER = rb"[A-Za-z\x80-\xff]"
_SIGN = rb"(?:(?<=[mnN])[\xaa\xb2\xb3\xba](?!%b)|(?<!%b)[\xa1\xbf])" % (
    _LETTER,
    _LETTER,
)
"""A sign beside a letter that is no letter: 5 m³, nº 7, ¿Qué?"""
_IN_WORDS = re.compile(
    rb"(?!%b)(?:[\x80-\xff](?=%b)|(?<=%b)[\x80-\xff])" % (_SIGN, _LETTER, _LETTER)
)


@dataclass(frozen=True, slots=True)
class Rival:
    """Another encoding that a table may be in.

    Attributes:
        codec: the encoding.
        language: the language that it would be in.
        byte: one that is another letter in it than in the Western one.
    """

    codec: str
    language: str
    byte: int


def beyond_ascii(chunk: bytes) -> Counter[int]:
    """Count the bytes beyond ASCII that stand in words."""
    return Counter(b"".join(_IN_WORDS.findall(chunk)))


def rivals(found: Counter[int]) -> Iterator[Rival]:
    """Yield the encodings in which bytes would be other letters of a language."""
    for codec, alphabets in _WRITTEN.items():
        read = _read(found, codec)
        if read is not None:
            fitting = next((it for it in alphabets if read.fits(it)), None)
            if fitting is not None:
                yield Rival(codec, fitting.language, read.example(fitting))


@dataclass(frozen=True, slots=True)
class _Read:
    """Letters as another encoding reads them: otherwise, and alike; how many."""

    otherwise: Counter[str]
    alike: Counter[str]
    bytes_of: Mapping[str, int]

    def fits(self, alphabet: Alphabet) -> bool:
        """Tell whether the letters may be those of a language."""
        telling = _sum(self.otherwise, alphabet.telling)
        telling += _sum(self.alike, alphabet.telling)
        whole = self.otherwise.total() + self.alike.total()
        return (
            _sum(self.otherwise, alphabet.letters)
            >= max(_OTHER_LETTERS * self.otherwise.total(), 1)
            and _sum(self.alike, alphabet.letters) >= _SAME_LETTERS * self.alike.total()
            and telling >= _TELLING * whole
        )

    def example(self, alphabet: Alphabet) -> int:
        """Give the byte of a letter of the language that is read otherwise."""
        most = (it for it, _n in self.otherwise.most_common())
        return self.bytes_of[next(it for it in most if it in alphabet.letters)]


def _sum(counts: Counter[str], letters: frozenset[str]) -> int:
    return sum(number for letter, number in counts.items() if letter in letters)


def _read(found: Counter[int], codec: str) -> _Read | None:
    """Read bytes in an encoding; None when one of them is nothing in it."""
    otherwise, alike = Counter[str](), Counter[str]()
    bytes_of: dict[str, int] = {}
    for byte, number in found.items():
        try:
            there = bytes([byte]).decode(codec)
        except UnicodeDecodeError:
            return None
        here = bytes([byte]).decode(WESTERN, "replace")
        if there.isalpha() or here.isalpha():
            letter = there.lower()[0]  # İ is two characters in lower case
            (alike if there == here else otherwise)[letter] += number
            bytes_of.setdefault(letter, byte)
    return _Read(otherwise, alike, bytes_of)
