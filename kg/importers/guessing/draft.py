"""A first `map.yml`, and what is to be said of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.importers.guessing.columns import Guess, guess_column
from kg.importers.guessing.profile import Profile, profile_columns
from kg.importers.tables.table import Table
from kg.importers.yamltext import write_yaml
from kg.model.records.cells.count import CountCell
from kg.model.records.cells.date import DateCell
from kg.model.records.cells.parser import Parser
from kg.model.records.dialect import Dialect

_HEAD = """\
# yaml-language-server: $schema=../../../../docs/schemas/map.schema.json
# A first mapping, guessed: look at every line. What it means is told in docs/adding.md.
"""
_KINDS = """\
# Their kind is to be said: a notation of ontology/vocabularies/event-type.ttl.
# How places, organisers and lookups are written is shown in docs/adding.md.
"""
_TYPE = "to-decide"
"""Stands for the kind of the events, which no table tells: no vocabulary has it."""


@dataclass(frozen=True, slots=True)
class MapDraft:
    """A first mapping.

    Attributes:
        text: the content of `map.yml`.
        report: what was found and what is to be decided, a line each.
    """

    text: str
    report: tuple[str, ...]


def draft_map(file: str, table: Table, dialect: Dialect, latest_year: int) -> MapDraft:
    """Guess the mapping of a table.

    Args:
        file: the table below the source's folder.
        table: the table; it is read to its end.
        dialect: what was declared of it.
        latest_year: the last year that two digits may mean.

    Raises:
        InputError: a row is malformed.
    """
    profiles, rows = profile_columns(table)
    guesses = {name: guess_column(it, latest_year) for name, it in profiles.items()}
    declared = dialect.model_dump(mode="json", by_alias=True, exclude_unset=True)
    ignored = list(_ignored(guesses))
    text = [
        _HEAD,
        _field("file", file),
        _field("dialect", declared) if declared else "",
        "columns:\n",
        *_columns(guesses),
        _field("ignored", ignored) if ignored else "",
        _key(profiles),
        _quotation(guesses),
        _events(guesses),
        _field("expected", {"rows": {"min": rows}}),
    ]
    report = (f"{rows} rows", *_report(guesses))
    return MapDraft("".join(text), report)


def _columns(guesses: Mapping[str, Guess]) -> Iterator[str]:
    for name, guess in guesses.items():
        if guess.parser is None:
            continue
        for doubt in guess.doubts:
            yield f"  # {' '.join(doubt.split())}\n"
        yield _indent(_field(name, written(guess.parser)))


def written(parser: Parser) -> object:
    """Return a parser as a mapping writes it: its name, and what is not usual."""
    given = parser.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    name = parser.model_dump()["parser"]
    parameters = {key: value for key, value in given.items() if key != "parser"}
    return {"parser": name, **parameters} if parameters else name


def _field(name: str, value: object) -> str:
    """Write a field of a record, without the braces of a record on one line."""
    text = write_yaml({name: value})
    return f"{text.strip()[1:-1]}\n" if text.startswith("{") else text


def _indent(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


def _ignored(guesses: Mapping[str, Guess]) -> Iterator[dict[str, object]]:
    reasons = dict.fromkeys(it.because for it in guesses.values() if it.parser is None)
    for reason in reasons:
        names = [name for name, guess in guesses.items() if guess.because == reason]
        yield {"columns": names, "because": reason}


def _key(profiles: Mapping[str, Profile]) -> str:
    for name, profile in profiles.items():
        if profile.identifies and "[" not in name and _is_short(profile):
            return _field("key", name)
    key = _field("key", {"template": "{#}"})
    return (
        f"# No column identifies a row: its line does, until the file changes.\n{key}"
    )


def _is_short(profile: Profile) -> bool:
    """Tell whether texts have no spaces, as numbers of files have none."""
    return all(len(text) <= 40 and " " not in text for text in profile.texts)


def _quotation(guesses: Mapping[str, Guess]) -> str:
    """Use every column that is read: its words bear what will be stated."""
    read = [
        f"{{{name}}}" for name, guess in guesses.items() if guess.parser is not None
    ]
    return _field("quotation", {"template": " ".join(read)}) if read else ""


def _events(guesses: Mapping[str, Guess]) -> str:
    """Make an event of each row that has a date; its kind is to be decided."""
    times, count = _all(guesses, DateCell), _first(guesses, CountCell)
    if not times:
        return "# No column has dates: what the rows tell of is to be decided.\n"
    event: dict[str, object] = {
        "types": {"constant": _TYPE},
        "label": {
            "en": "Line {#} of the table, {#date}",
            "nb": "Linje {#} i tabellen, {#date}",
        },
        "time": times[0],
    }
    if count:
        claim = {"property": "participant-count", "quantity": count, "unit": "person"}
        event["claims"] = [claim]
    text = write_yaml({"events": [event]})
    doubt = f"# To decide: the day of the event may be {' or '.join(times)}.\n"
    return f"{_KINDS}{doubt if len(times) > 1 else ''}{text}"


def _first(guesses: Mapping[str, Guess], kind: type[Parser]) -> str:
    return next(iter(_all(guesses, kind)), "")


def _all(guesses: Mapping[str, Guess], kind: type[Parser]) -> list[str]:
    return [name for name, guess in guesses.items() if isinstance(guess.parser, kind)]


def _report(guesses: Mapping[str, Guess]) -> Iterator[str]:
    times = _all(guesses, DateCell)
    if len(times) > 1:
        yield f"to decide: the day of the event may be {' or '.join(times)}"
    for name, guess in guesses.items():
        if guess.parser is None:
            yield f"{name}: ignored, {guess.because}"
            continue
        yield f"{name}: {guess.parser.model_dump()['parser']}"
        for doubt in guess.doubts:
            yield f"{name}: to decide: {' '.join(doubt.split())}"
