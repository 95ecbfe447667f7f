# ruff: noqa: RUF001 - words in Cyrillic, apostrophes as printed
"""Whether words name a person: the marks that tell it, in any running text.

A mark is an address or a number to reach somebody (e-mail, telephone), a title with a
name (`Frau Muster`, `Familie Muster`), an initial with one (`A. Muster`), a given name
of the list beside a capitalised word (`Petra Muster`, also with the endings of
Cyrillic), a patronymic, a word for somebody imprisoned with a name, a name after
`Kontakt:`, an account on a social medium, a nickname, who is accused in a court, who
wrote an article, two names beside what was done to somebody (`killed Petra Muster`).

A name that a place of learning, worship or remembrance is called by (`Albert Schweitzer
Stiftung`) is no mark. What has no mark may name a person all the same: a surname alone,
a given name that the list lacks. So this finds people, and never shows that there are
none.
"""

import re
from functools import lru_cache

from kg.model.given_names import GIVEN_NAMES

_CAPITALS = "".join(filter(str.isupper, map(chr, range(0x41, 0x530))))
CAPITAL = f"[{_CAPITALS}]"
"""Any capital of Latin, Greek or Cyrillic."""

PARTICLES = frozenset(
    ("von", "van", "de", "der", "den", "zu", "al", "el", "bin", "da", "av", "del", "di")
)
_ADDRESS = re.compile(r"[^\s@]@[\w-]+\.\w")
_CONTACT = re.compile(
    r"[^\s@]@[\w-]|(?<![\w@])@\w{3,}"
    r"|(?<![\w.])(?:\+|00)\d[\d\s()/.-]{6,}\d"
    r"|(?<!\d)\d\d \d\d \d\d \d\d(?!\d)"
    r"|(?<![\w.-])0\d{2,5}[\s/-]{1,3}\d{3,}|(?<![\w.,-])0\d{8,}(?!\w)"
    r"|(?i:\b(?:tele(?:f|ph)on|tel|tlf|mob(?:il)?|fon|phone|тел)\b[.:\s]{1,3})[+(]?\d"
)
_TITLED = re.compile(
    r"(?<!\w)(?:(?i:herrn?|frau|hr\.|fr\.|dr\.|prof\.|dipl\.-?\w*\.?|familien?|fam\."
    r"|z\.\s?hd\.|fru|frøken|г-н\w*|г-ж\w|господин\w*|госпож\w"
    r"|граждан(?:ин|ина|ину|ка|ки|ке)|спадар\w*|семь[яиею]|сям['’]?[яіею])|Mrs?\.?|Ms\.?)"
    rf"\s+{CAPITAL}"
)
_NAMED = re.compile(
    r"(?<!\w)(?i:(?:anmelder|ansprechpartner|veranstaltungsleiter|leiter)(?:in)?"
    r"|(?:kontakt|contact)(?:person)?|v\.?\s?i\.?\s?s\.?\s?d\.?\s?p\.?|ansvarlig"
    rf"|контакт\w*|организатор\w*)\s*:\s*{CAPITAL}"
)
_IMPRISONED = re.compile(
    r"(?<!\w)(?i:imprisoned|jailed|detained|arrested|fengslede|arresterte|fengslet"
    rf"|(?:полит)?заключ[её]нн\w+|задержанн\w+|зняволен\w+|затрыман\w+)\s+{CAPITAL}\w+"
)
_NAME = rf"{CAPITAL}[\w’'-]+"
_ACCOUNT = re.compile(
    r"(?<!\w)(?:on|auf|på|в)\s+(?i:twitter|facebook|instagram|telegram|tiktok|youtube|x)"
    r"\s*$"
)
_CALLED = re.compile(
    rf"(?<!\w)(?i:named|nicknamed|a\.?k\.?a\.?|alias|genannt)\s+[\"'“‘«„]?{CAPITAL}\w+"
)
_ACCUSED = re.compile(
    rf"(?<!\w)(?:Prosecutor|State|People|Republic|Crown|Regina)\s+vs?\.?\s+{CAPITAL}"
)
_WRITTEN_BY = re.compile(
    rf"(?<!\w)(?:[Bb]y|AU)\s+{_NAME}\s+{_NAME}(?:\s+{_NAME}|\s+Jr\.?)?\s*$"
)
_DONE = (
    "killed|murdered|executed|shot|tortured|beheaded|abducted|kidnapped|assassinated"
)
_DONE_TO = re.compile(
    rf"(?<!\w)(?:{_DONE})\s+{_NAME}\s+{_NAME}"
    rf"|^{_NAME}(?:\s+{_NAME})+,\s+(?:{_DONE}|arrested|detained|jailed)(?!\w)"
)
_MARKS_AS_WRITTEN = (_ACCOUNT, _CALLED, _ACCUSED, _WRITTEN_BY, _DONE_TO)
"""Marks that capitals are part of: of a text in small letters they tell nothing."""
_PATRONYMIC = re.compile(
    rf"(?<!\w){CAPITAL}\w{{2,}}"
    r"(?:(?:ов|ев|ав)[иі]ч(?:а|у|ем|ам|ы|е)?|(?:ов|ев|аў|еў)н(?:а|ы|е|у|ой|ай))(?!\w)"
)
_WORD = rf"{CAPITAL}[\w’'-]*\.?"
_RUN = re.compile(
    rf"(?<![\w.]){_WORD}(?:\s+(?:(?:{'|'.join(sorted(PARTICLES))})\s+)*{_WORD})*"
)
_INITIAL = re.compile(rf"{CAPITAL}\.")
_TIGHT = re.compile(rf"(?<={CAPITAL}\.)(?={CAPITAL})")
_CALLED_BY = re.compile(
    r"(?:stiftung|schule|gymnasium|universität|hochschule|institut|kirche|gemeinde"
    r"|kloster|museum|theater|archiv|bibliothek|haus|zentrum|preis|platz|straße|strasse"
    r"|stra?e?\.|allee|park|brücke|foundation|school|university|institute|church|museum"
    r"|library|archive|house|cent(?:er|re)|prize|award|hall|stiftelse|skole|kirke"
    r"|universitet|senter|pris|plass|gate)(?:n|en|s|es|t|et)?$",
    re.IGNORECASE,
)
_SAINT = frozenset(("st.", "sankt", "san", "santa", "são", "saint"))
_NO_NAME = re.compile(r"\be\.\s?[VG]\b\.?|\bU\.\s?[SK]\.(?:\s?A\.)?")
_RUN_TOGETHER = re.compile(r"(?<=[^\W\d]{2})[._](?=[^\W\d_]{2})")

_ENDINGS = {
    "а": ("ы", "и", "і", "е", "у", "ой", "ою", "ай", "аю"),
    "я": ("и", "і", "ю", "ей", "ёй", "е"),
    "й": ("я", "ю", "ем", "е", "и", "і"),
    "ь": ("я", "ю", "ем", "е"),
}
_AFTER_CONSONANT = ("а", "у", "ом", "ам", "е")


def _forms(name: str) -> set[str]:
    """Give a name of Cyrillic with the endings of its cases; another as it is."""
    if not "\u0400" <= name[-1] <= "\u052f":
        return {name}
    endings = _ENDINGS.get(name[-1])
    if endings is None:
        return {name, *(name + it for it in _AFTER_CONSONANT)}
    softened = (f"{name[:-2]}{it}" for it in ("зе", "зі") if name.endswith("га"))
    return {name, *(name[:-1] + it for it in endings), *softened}


_GIVEN = frozenset(form for name in GIVEN_NAMES for form in _forms(name))


@lru_cache(maxsize=1 << 14)
def mentions_person(text: str) -> bool:
    """Tell whether a text has a mark of somebody's name, or of how to reach them.

    >>> mentions_person("Bürgerinitiative Petra Muster")
    True
    >>> mentions_person("Albert Schweitzer Stiftung")
    False
    """
    if _CONTACT.search(text) or any(it.search(text) for it in _MARKS_AS_WRITTEN):
        return True
    plain = _RUN_TOGETHER.sub(" ", _NO_NAME.sub(" ; ", text))
    if plain.islower():
        plain = plain.title()
    marks = (_TITLED, _NAMED, _IMPRISONED, _PATRONYMIC)
    if any(mark.search(plain) for mark in marks):
        return True
    apart = _TIGHT.sub(" ", plain)
    return any(_has_name(run[0].split()) for run in _RUN.finditer(apart))


def has_address(text: str) -> bool:
    """Tell whether an address of electronic mail stands in a text."""
    return _ADDRESS.search(text) is not None


def is_given(word: str) -> bool:
    """Tell whether a word is a given name, or several with hyphens between them."""
    return all(part in _GIVEN for part in word.casefold().split("-"))


def is_key_of_person(key: str) -> bool:
    """Tell whether a key is made of a given name and more: `petra-muster`."""
    words = [it for it in re.split(r"[\W\d_]+", key.casefold()) if len(it) > 2]
    return len(words) > 1 and any(len(it) > 3 and it in _GIVEN for it in words)


def _has_name(words: list[str]) -> bool:
    """Tell whether capitalised words in a row have a given name or an initial."""
    return any(
        _INITIAL.fullmatch(word) or is_given(word.rstrip("."))
        for index, word in enumerate(words)
        if _is_beside(words, index)
    )


def _is_beside(words: list[str], index: int) -> bool:
    """Tell whether a word has one beside it that a name may be of."""
    after = [word for word in words[index + 1 :] if word not in PARTICLES]
    if after:
        return not any(_CALLED_BY.search(word) for word in after)
    before = words[index - 1].casefold() if index else ""
    return bool(before) and before not in _SAINT and not _CALLED_BY.search(before)
