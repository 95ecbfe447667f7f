"""Whether a name may be a person's: what can be told from its words, and what not.

What shows an organisation: a word for one (`Verein`, `-bündnis`, `e.V.`, `Foundation`),
a word that stands with no person's name (`für`, `against`), small words (`steht auf`),
a digit among letters, initials without a vowel.
What shows a person: every mark of `kg.model.mention`, wherever it stands (`Initiative
Petra Muster`), and a given name of the list among nothing but names. A part of a name
that shows a person outweighs all others, and one that shows nothing makes the whole
unclear, for a name that is left out can be added later and one that was published
cannot be taken back.

What cannot be told: two capitalised words without any of these (`Active Love`, and a
person whose given name is not in the list) are `unclear`; an organisation called after
a person and nothing else (`Anne Frank`) is taken for a person. Nothing here shows that
a name *is* an organisation's: a curator who knows lists it by its spelling.
"""

import re
from typing import Literal

from kg.model.given_names import GIVEN_NAMES
from kg.model.mention import CAPITAL, PARTICLES, is_given, mentions_person

Likeness = Literal["organisation", "person", "unclear"]

_PARTS = re.compile(r"\s*[,;/()|]\s*|\s+[-–—]\s+")  # noqa: RUF001
_JOINED = re.compile(r"\s*[&+]\s*|\s+(?:und|and|og|и|і)\s+")  # noqa: RUF001
_PRIVATE = re.compile(
    r"(?:herrn?|frau|familie|fam\.|privat\w*|private?\s+person)(?:\s|$)", re.IGNORECASE
)
_ORGANISATION = re.compile(
    r"(?:verein|verband|vereinigung|bund|bündnis|initiative|partei|gewerkschaft"
    r"|stiftung|gruppe|komitee|kirche|gemeinde|jugend|gesellschaft|bewegung|netzwerk"
    r"|zentrum|forum|verlag|schule|universität|hochschule|institut|ausschuss|kreis"
    r"|fraktion|kollektiv|werk|rat|amt|schaft|club|klub|kompanie|theater|museum|gymnasium"
    r"|association|foundation|federation|initiative|committee|council|network"
    r"|movement|organi[sz]ation|university|institute|society|union|party|group"
    r"|church|centre|center|forening|organisasjon|stiftelse|komité|komite|råd"
    r"|parti|forbund|lag)(?:e|n|en|s|es)?$",
    re.IGNORECASE,
)
_WORDS = (
    "ag ev e.v e.v. gmbh ggmbh ug kg ig bi dgb spd cdu csu fdp afd mlpd dkp awo brk drk"
    " ltd inc für gegen ohne statt pro for against without the mot die das"
)
_WHOLE = frozenset(_WORDS.split())
_REGISTERED = re.compile(r"\be\.?\s?[VG]\b\.?|\bgGmbH\b|\bGbR\b|\bg?UG\b")
_INITIAL = re.compile(r"[^\W\d_]\.(?:-?[^\W\d_]\.)*")
_FOR_TWO = re.compile(
    rf"(?i:\b(?:für|for|pro|mot|за)\b)\s+{CAPITAL}[\w'-]+\s+{CAPITAL}[\w'-]+"
)
"""`Justice for Xyzzy Muster`: what two words mean that no list has, nobody can tell."""
_VOWELS = frozenset("AEIOUYÄÖÜАЕИОУЫЭЮЯІЄЇ")  # noqa: RUF001 - Cyrillic vowels too


def looks_like(name: str) -> Likeness:
    """Say what the words of a name show.

    >>> looks_like("Bündnis Grünes Tal e.V.")
    'organisation'
    """
    if mentions_person(name):
        return "person"
    parts = [part for part in _PARTS.split(name) if part]
    longer = [part for part in parts if not _is_acronym(part)]
    found = {_judge(part) for part in longer or parts}
    if "person" in found:
        return "person"
    return "organisation" if found == {"organisation"} else "unclear"


def _is_acronym(part: str) -> bool:
    """Tell whether a part, such as one in brackets, is letters that stand for words."""
    short = part.isalpha() and part.isupper() and len(part) <= 6
    return short and part.casefold() not in GIVEN_NAMES


def _judge(part: str) -> Likeness:
    found = {it: _judge_one(it) for it in _JOINED.split(part) if it}
    if "person" in found.values():
        return "person"
    unclear = [it for it, likeness in found.items() if likeness == "unclear"]
    words = any(" " in it for it in unclear) or len(unclear) == len(found)
    return "unclear" if unclear and words else "organisation"


def _judge_one(part: str) -> Likeness:
    if _PRIVATE.match(part):
        return "person"
    words = part.split()
    if _REGISTERED.search(part):
        return "organisation"
    if any(map(_shows_organisation, words)):
        return "unclear" if _is_for_two(part) else "organisation"
    return _judge_words(words)


def _judge_words(words: list[str]) -> Likeness:
    if _shows_person(words):
        return "person"
    return "organisation" if _is_phrase(words) else "unclear"


def _shows_organisation(word: str) -> bool:
    plain = word.strip("\"'„“”»«!?:")
    if plain.casefold() in _WHOLE or _ORGANISATION.search(plain):
        return True
    capital = not plain[:1].islower()  # as the names of accounts begin: `muster1980`
    if capital and any(map(str.isdigit, plain)) and any(map(str.isalpha, plain)):
        return True
    letters = plain.replace(".", "")
    return len(letters) > 1 and letters.isupper() and not _VOWELS & set(letters)


def _is_for_two(part: str) -> bool:
    """Tell whether all that shows an organisation is a word such as `for`."""
    return bool(_FOR_TWO.search(part)) and not any(
        map(_ORGANISATION.search, part.split())
    )


def _shows_person(words: list[str]) -> bool:
    named = [word for word in words if word not in PARTICLES]
    if len(named) > 4 or not all(word[:1].isupper() for word in named):
        return False
    return any(is_given(word) or _INITIAL.fullmatch(word) for word in named)


def _is_phrase(words: list[str]) -> bool:
    """Tell whether words are in small letters, as no name is but its particles.

    One such word is too few: people are careless with capitals. A capital behind the
    first word may be a surname's (`Friends of the late Muster`).
    """
    small = [word for word in words if word[:1].islower() and word not in PARTICLES]
    if any(not word[:1].islower() for word in words[1:]):
        return False
    return len(small) > 1 and small[0] != words[0] and not any(map(is_given, words))
