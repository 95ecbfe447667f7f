"""What all records share: strict fields, kebab-case names, the place they stand at."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    AfterValidator,
    AnyUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PrivateAttr,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from kg.errors import Position
from kg.model.dates import Edtf

KEY_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
WORDS_PATTERN = r"\S"
DURATION_PATTERN = r"^P(\d+Y)?(\d+M)?(\d+D)?$"
INTERVAL_PATTERN = r"^P\d+[YMWD]$"
HASH_PATTERN = r"^[0-9a-f]{64}$"
KIND_PATTERN = "^(article|table|rdf)$"
EXPECTED = {
    KEY_PATTERN: "a key: lower-case words joined by '-'",
    WORDS_PATTERN: "some text",
    DURATION_PATTERN: "a length of time in years, months and days, such as P5Y",
    INTERVAL_PATTERN: "a length of time, such as P1M",
    HASH_PATTERN: "64 hexadecimal digits",
    f"{KEY_PATTERN}|^https?://": "a key, or the IRI of a thing",
    KIND_PATTERN: "'article', 'table' or 'rdf'",
}
"""What a text that does not match a pattern should have been, for people."""
LANGUAGES = (
    "en",
    "nb",
    "nn",
    "de",
    "be",
    "be-tarask",
    "be-Latn",
    "ru",
    "ru-Latn",
    "uk",
    "uk-Latn",
    "pl",
    "es",
    "fr",
    "pt",
    "it",
    "sv",
    "da",
    "lt",
)
"""The languages that a text may be in: a text with another tag is found by nobody.

A new one goes here, into NameShape-language and into the names that pages have for it.
"""
_URL = re.compile(r"""[^\s<>"{}|\\^`]+""")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
UNKNOWN = "unknown"
"""What a curator writes where the source does not say."""

Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=80)]
Code = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=60)]
Words = Annotated[str, StringConstraints(min_length=1, pattern=WORDS_PATTERN)]
"""Text that is more than space."""


def unexpected(found: str, expected: str, *at: str | int) -> PydanticCustomError:
    """Make the fault of a value: what was found, what was expected.

    `at` leads from the record to the value, by fields as written and numbers from 0.
    """
    return PydanticCustomError(
        "unexpected", "{found}", {"found": found, "expected": expected, "at": at}
    )


def read_url(value: object) -> str:
    """Return a web address.

    Raises:
        PydanticCustomError: it is not one.
    """
    try:
        scheme = AnyUrl(str(value)).scheme
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https") or not _URL.fullmatch(str(value)):
        expected = "a web address: http:// or https://, without spaces"
        raise unexpected(repr(value), expected)
    return str(value)


Url = Annotated[
    str,
    BeforeValidator(read_url),
    WithJsonSchema({"type": "string", "format": "uri"}),
]


def _check_day(value: object) -> object:
    try:
        written = bool(_DAY.fullmatch(str(value)))
        datetime.date.fromisoformat(str(value))
    except ValueError:
        written = False
    if not written:
        raise unexpected(repr(value), "a day, such as 2026-11-23")
    return value


Day = Annotated[datetime.date, BeforeValidator(_check_day)]
"""A day of the calendar: neither a time of day nor seconds since 1970."""


def or_unknown(check: Callable[[object], object]) -> Callable[[object], object]:
    """Let `unknown` stand where a value is checked."""
    return lambda value: value if value == UNKNOWN else check(value)


DayOrUnknown = Annotated[str, BeforeValidator(or_unknown(_check_day))]
UrlOrUnknown = Annotated[str, BeforeValidator(or_unknown(read_url))]


def _check_language(value: object) -> object:
    if isinstance(value, str) and value not in LANGUAGES:
        raise unexpected(value, f"a language tag in use: {', '.join(LANGUAGES)}")
    return value


Language = Annotated[
    str,
    AfterValidator(_check_language),
    Field(json_schema_extra={"enum": list(LANGUAGES)}),
]
"""A language tag in use."""


def _check_labels(value: object) -> object:
    if isinstance(value, dict):
        for language in value:
            if language not in LANGUAGES:
                expected = f"a language tag in use: {', '.join(LANGUAGES)}"
                raise unexpected(language, expected, f"{language}:")
    return value


Labels = Annotated[
    dict[str, Words], BeforeValidator(_check_labels), Field(min_length=1)
]
"""One text per language tag."""

Aliases = Annotated[dict[str, tuple[Words, ...]], BeforeValidator(_check_labels)]
"""Further spellings per language tag."""


def _check_edtf(value: object) -> object:
    try:
        Edtf.parse(str(value))
    except ValueError as error:
        raise unexpected(str(value), f"an EDTF date ({error})") from error
    return value


EdtfText = Annotated[str, BeforeValidator(_check_edtf)]
"""An EDTF expression that `kg.model.dates` can read."""


@dataclass(frozen=True, slots=True)
class Of:
    """Tells the JSON Schema which vocabulary a code is a notation of."""

    scheme: str

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Name the scheme; whoever knows the vocabularies lists its codes."""
        return {**handler(core), "x-scheme": self.scheme}


class OrText:
    """Tells the JSON Schema that a plain text may stand for what it annotates."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Allow a string beside the record."""
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(core)]}


class OrOne:
    """Tells the JSON Schema that one item, or its plain text, may stand for a list."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Allow a string, an item, or a list of either."""
        listed = handler(core)
        either = {"anyOf": [{"type": "string", "minLength": 1}, listed["items"]]}
        return {"anyOf": [*either["anyOf"], {**listed, "items": either}]}


def as_record(field: str) -> Callable[[object], object]:
    """Let a plain text stand for a record with only that field."""

    def expand(value: object) -> object:
        return {field: value} if isinstance(value, str) else value

    return expand


class Marked(dict[str, Any]):
    """A mapping read from a file, with the positions of itself and of its fields."""

    def __init__(
        self, value: dict[str, Any], position: Position, fields: dict[str, Position]
    ) -> None:
        """Keep the content; `fields` has keys such as `quote` and `quote.1`."""
        super().__init__(value)
        self.position = position
        self.fields = fields


NOWHERE = Position("", 1, 1)


class Record(BaseModel):
    """A strict, frozen record: an unknown field is an error, a field is kebab-case."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
        populate_by_name=False,
        use_attribute_docstrings=True,  # they are the help that an editor shows
    )
    # A default would be copied deeply for each record, which took a third of reading.
    _position: Position = PrivateAttr(default_factory=lambda: NOWHERE)
    _fields: dict[str, Position] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_position(
        cls, value: object, handler: ModelWrapValidatorHandler[Self]
    ) -> Self:
        record = handler(value)
        if isinstance(value, Marked):
            record._position = value.position
            record._fields = value.fields
            record._place_parts()
        return record

    def _place_parts(self) -> None:
        """Give records that a plain text stands for the place of that text."""
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            parts = value if isinstance(value, tuple) else (value,)
            for index, part in enumerate(parts):
                if isinstance(part, Record) and part._position == NOWHERE:
                    part._position = self.at(field.alias or name, index)

    def at(self, *path: str | int) -> Position:
        """Return where a field or an item of it stands, else what it would be part of.

        An item is told by its number, from 0.
        """
        steps, fields = [str(step) for step in path], self._fields
        while steps:
            if (found := fields.get(".".join(steps))) is not None:
                return found
            steps.pop()
        return self._position


class Quote(Record):
    """Words of the source, exactly as printed."""

    exact: Words
    nth: Annotated[int, Field(ge=1)] | None = None
    """Which occurrence is meant, from 1, when the words stand there more than once."""


def _listed(value: object) -> object:
    items = value if isinstance(value, list | tuple) else [value]
    return [{"exact": item} if isinstance(item, str) else item for item in items]


Quotes = Annotated[
    tuple[Quote, ...], BeforeValidator(_listed), Field(min_length=1), OrOne()
]
"""One quotation or several, each a plain text or a `Quote`."""


class Evidenced(Record):
    """A fact that the source's own words bear."""

    quote: Quotes
    """The words of the source that say so: one quotation, or several."""
    note: Labels | None = None
    """A curator's remark, published in the editorial graph, not as the source's."""

    def refuse_unquoted(self, words: str, *at: str) -> None:
        """Refuse words, said to be the source's, that no quotation has.

        Raises:
            PydanticCustomError: told at the field that `at` leads to.
        """
        exact = unicodedata.normalize("NFC", words)
        quoted = (unicodedata.normalize("NFC", quote.exact) for quote in self.quote)
        if not any(exact in quotation for quotation in quoted):
            raise unexpected(repr(words), "words of its quotation", *at)
