"""A record that a reviewer is about to accept: what it lacks, what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from kg.errors import (
    DanglingKeyError,
    DuplicateKeyError,
    Position,
    UnexpectedValueError,
)
from kg.importers.article.naming import slug
from kg.mapping.names import AGENTS
from kg.mapping.quotations import resolve
from kg.model.faults import Faults
from kg.model.records.base import UNKNOWN, Quote
from kg.model.records.draft import ASK
from kg.model.text import SourceText

Path = tuple[str, ...]
"""The way to a value in a record: fields, and numbers of items from 0."""

_EVENTS = ("event", "series")
REFERENCES: Mapping[str, tuple[str, ...]] = {
    "names": (*AGENTS, "place"),
    "agent": AGENTS,
    "about": (*_EVENTS, "place", "document", *AGENTS),
    "event": _EVENTS,
    "made-at": _EVENTS,
    "demanders": AGENTS,
    "target": AGENTS,
    "addressee": AGENTS,
    "beneficiaries": AGENTS,
    "place": ("place",),
    "relative-to": ("event",),
}
"""Fields that name a thing by its key, and the kinds of thing that each may name."""

_TOLD_OF = ("about", "event", "made-at")
"""Fields whose events are most often suggested in the same draft."""

_KINDS = {"events": "event", "times": "time", "claims": "claim", "demands": "demand"}
_MOST_HINTS = 8
GROUP = "group "
"""How an answer begins that describes people in place of a key."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be written, into which list, in a project that has these keys."""

    section: str
    record: dict[str, Any]
    keys: Mapping[str, str]
    groups: tuple[dict[str, Any], ...] = ()
    """People whom the text does not name, described on the way."""

    def asked(self) -> list[Path]:
        """List the ways to what only a person can say.

        An event that was suggested and has not been accepted is asked for, too.
        """
        return [
            path
            for path, value in _leaves(self.record)
            if value == ASK
            or (_field(path) in _TOLD_OF and value not in (*self.keys, UNKNOWN))
        ]

    def hints(self, path: Path) -> Iterator[str]:
        """Yield what may be answered: the things of the project of the right kind."""
        kinds = REFERENCES.get(_field(path), ())
        known = sorted(key for key, kind in self.keys.items() if kind in kinds)
        if kinds == AGENTS:
            yield f"a key, or: {GROUP}What to call people who are not named"
        if known:
            more = ", …" if len(known) > _MOST_HINTS else ""
            yield f"one of {', '.join(known[:_MOST_HINTS])}{more}"

    def setting(self, path: Path, value: str) -> "Proposal":
        """Return it with a value changed; without the field when there is no value.

        Raises:
            UnexpectedValueError: the way leads nowhere.
        """
        if value.startswith(GROUP) and REFERENCES.get(_field(path)) == AGENTS:
            return self._grouping(path, value.removeprefix(GROUP).strip())
        return replace(self, record=_set(self.record, path, value))

    def _grouping(self, path: Path, name: str) -> "Proposal":
        """Describe a group by the words of the record, and name it there."""
        key = slug(name) or "people"
        group = {
            "key": key,
            "label": {"en": name},
            "completeness": "unknown",
            "quote": self.record["quote"],
        }
        record = _set(self.record, path, key)
        return replace(self, record=record, groups=(*self.groups, group))

    def check(self, text: SourceText, name: str) -> None:
        """See that its words stand in the text and its keys name the right things.

        Raises:
            InputErrors: what does not.
        """
        faults = Faults()
        for quote in _quotes(self.record):
            faults.catch(partial(resolve, text, quote, Position(name)))
        described = {str(group["key"]) for group in self.groups}
        for path, value in _leaves(self.record):
            if value in described:
                continue
            faults.catch(partial(self._find, path, value, name))
        for key in self.own_keys():
            if key in self.keys:
                found = f"{key}, the key of another {self.keys[key]}"
                faults.add(DuplicateKeyError(name, found, "a key that names one thing"))
        faults.raise_any()

    def own_keys(self) -> dict[str, str]:
        """Return the keys that it gives to something, with the kinds of things."""
        own = {str(group["key"]): "group" for group in self.groups}
        kind = _KINDS.get(self.section)
        key = self.record.get("key")
        return own if kind is None or key is None else {**own, str(key): kind}

    def _find(self, path: Path, value: str, name: str) -> None:
        kinds = REFERENCES.get(_field(path))
        if kinds is None or value == UNKNOWN:
            return
        expected = f"the key of one of: {', '.join(kinds)}"
        known = [key for key, kind in self.keys.items() if kind in kinds]
        if value not in known:
            raise DanglingKeyError(f"{name}, {'.'.join(path)}", value, expected, known)


def _field(path: Path) -> str:
    """Name the field of a value, the list's for an item of it."""
    return next((step for step in reversed(path) if not step.isdecimal()), "")


def _leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for field, inner in value.items():
            yield from _leaves(inner, (*path, str(field)))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, str(index)))
    elif value is not None:
        yield path, str(value)


def _quotes(value: object) -> Iterator[Quote]:
    """Yield every quotation in a record."""
    if isinstance(value, dict):
        for field, inner in value.items():
            if field == "quote":
                yield from _as_quotes(inner)
            else:
                yield from _quotes(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _quotes(inner)


def _as_quotes(value: object) -> Iterator[Quote]:
    for item in value if isinstance(value, list | tuple) else [value]:
        yield Quote.model_validate(item if isinstance(item, dict) else {"exact": item})


def _set(value: Any, path: Path, new: str) -> Any:  # noqa: ANN401 - what YAML can hold
    step, *rest = path
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        items = list(value)
        items[int(step)] = _set(items[int(step)], tuple(rest), new) if rest else new
        return items
    if not isinstance(value, dict) or (rest and step not in value):
        known = list(value) if isinstance(value, dict) else []
        raise UnexpectedValueError(".".join(path), step, "a field of this", known)
    if rest:
        return {**value, step: _set(value[step], tuple(rest), new)}
    without = {field: inner for field, inner in value.items() if field != step}
    return {**value, step: new} if new else without
