"""Whether a column tells of people: by its name, and by what stands in it."""

import re

from kg.importers.guessing.profile import Profile
from kg.model.mention import CAPITAL, mentions_person
from kg.model.personal import looks_like
from kg.model.records.cells.parser import Parser
from kg.model.records.cells.text import ListCell, TextCell

_PEOPLE = re.compile(
    r"^(?:names?|navn|namen?|имя|імя)$|(?:^|[^a-zæøåäöü])(?:(?:first|last|given|family"
    r"|sur|vor|nach|full|for|etter)[ _-]?(?:name|navn)|e-?(?:mail|post)(?![a-z])|phone"
    r"|telefon|tlf|mobil(?:e|nr|telefon)?(?![a-z])|contact|kontakt|ansprechp|address"
    r"|adress|birth|born|geburt|født|fødsel|passport|person(?!en|er|s|al)|detainee"
    r"|prisoner|victim|witness|reporter|interview|author(?!it)|forfatter|autor(?!it)"
    r"|fange|opfer|betroffene|häftling)"
    r"|фамил|отчество|прозвішча|прізвищ|ім['’]я|фио|телефон|адрес|задержан|затрыман"  # noqa: RUF001 - as printed
    r"|imię|imiona|nazwisk|zgłaszaj|zatrzyman|nombre|apellido|correo|víctima|detenid"
    r"|prénom|victime|détenu|^nom$",
    re.IGNORECASE,
)
_NAME = re.compile(rf"{CAPITAL}[\w'.-]*(?:\s+{CAPITAL}[\w'.-]*){{1,2}}")
_SEVERAL = 3
_MANY, _MOST = 0.2, 0.6


def tells_of_people(column: str) -> bool:
    """Tell whether the name of a column says that people stand in it."""
    return _PEOPLE.search(column) is not None


def names_people(profile: Profile, parser: Parser) -> bool:
    """Tell whether texts name people: some show it, or most may be nothing else.

    Two or three capitalised words that show nothing may be a name of any language.
    """
    if not isinstance(parser, TextCell | ListCell):
        return False
    texts = _items(profile, parser)
    short = [text for text in texts if len(text.split()) <= 4]
    shown = sum(mentions_person(text) or _is_person(text) for text in short)
    if shown > _MANY * len(short) and (shown >= _SEVERAL or 2 * shown >= len(texts)):
        return True
    unclear = sum(
        _NAME.fullmatch(text) is not None and looks_like(text) == "unclear"
        for text in texts
    )
    return unclear >= _SEVERAL and unclear > _MOST * len(texts)


def _is_person(text: str) -> bool:
    return len(text.split()) > 1 and looks_like(text) == "person"


def _items(profile: Profile, parser: TextCell | ListCell) -> list[str]:
    """List the different texts, those of lists one by one."""
    if isinstance(parser, TextCell):
        return list(profile.texts)
    marks = "|".join(map(re.escape, parser.separators))
    items = (it.strip() for text in profile.texts for it in re.split(marks, text))
    return list(dict.fromkeys(filter(None, items)))
