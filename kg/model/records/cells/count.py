"""Cells that count: `ca. 30`, `20-30`, `über 100`, `200 people in 130 cars`."""

import re
from dataclasses import replace
from typing import Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from kg.model.cleaning import refuse_damage, shorten
from kg.model.records.base import unexpected
from kg.model.records.cells.number import Mark, digits_pattern
from kg.model.records.cells.parser import Parser
from kg.model.values import CellError, Count

_ABOUT = (
    r"ca\.?|circa|etwa|rund|ungefähr|about|approx\.?|around|omtrent|около|каля|~"
    r"|ok\.|około|unos|unas|aprox\.?|alrededor\ de|environ|близько"
)
_BOUNDS = {
    "least": r"mind\.?|mindestens|at\ least|minst|не\ менее|не\ менш\ за|≥|>="
    r"|co\ najmniej|al\ menos|au\ moins|щонайменше",
    "most": r"max\.?|maximal|höchstens|bis\ zu|bis|up\ to|at\ most|maks\.?|до|да|≤|<="
    r"|do|hasta|jusqu['’]à",  # noqa: RUF001 - as printed
    "over": r"über|mehr\ als|more\ than|over|mer\ enn|более|свыше|больш\ за|>"
    r"|ponad|powyżej|más\ de|plus\ de|понад",
    "under": r"unter|weniger\ als|less\ than|fewer\ than|under|менее|менш\ за|<"
    r"|poniżej|mniej\ niż|menos\ de|moins\ de|менше",
}
_PLUS = r"\+|plus\b|or\ more|oder\ mehr"
_RANGE = r"-|–|—|bis|to|til|do|a|à|до"  # noqa: RUF001 - dashes as printed
_JOINT = re.compile(
    r"\s*(?:[/,;&(]|–|-|mit|in|und|u\.|and|with)?\s*(?:\(\s*)?",  # noqa: RUF001
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")
_LONGEST = 200


class CountCell(Parser):
    """A count with the bounds that its words give.

    The words for "about", "at least", "at most", "over" and "under" are known in
    German, English, Norwegian, Russian, Belarusian, Ukrainian, Polish, Spanish and
    French.
    """

    parser: Literal["count"] = "count"
    thousands: Mark | None = None
    """What stands between thousands: `.` in 1.000. Left out, 1.000 is an error."""
    slash: Literal["refuse", "range"] = "refuse"
    """What 100/200 is: a fault, or 100 to 200."""
    unit: str | None = None
    """What a bare number counts: one of `units`."""
    units: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Code of what is counted → the words for it, such as `vehicle: [Kfz, Autos]`."""

    _one: re.Pattern[str] = PrivateAttr()
    _nouns: dict[str, str] = PrivateAttr()

    @model_validator(mode="after")
    def _compile(self) -> Self:
        self._nouns = {}
        for code, words in self.units.items():
            for word in words:
                if self._nouns.setdefault(word.casefold(), code) != code:
                    raise unexpected(repr(word), "one unit for a word", "units")
        number, nouns = digits_pattern(self.thousands), _words(self._nouns)
        between = rf"{_RANGE}|/" if self.slash == "range" else _RANGE
        bounds = "|".join(f"(?P<{name}>{words})" for name, words in _BOUNDS.items())
        self._one = re.compile(
            rf"(?:(?P<about>{_ABOUT})\s*)?(?:(?:{bounds})\s*)?"
            rf"(?P<first>{number})(?!\d)"
            rf"(?:\s*(?:{between})\s*(?:(?P<about2>{_ABOUT})\s*)?"
            rf"(?P<second>{number})(?!\d))?"
            rf"(?:\s*(?P<plus>{_PLUS}))?(?:\s*(?P<noun>{nouns})(?!\w))?(?![.,]?\d)",
            re.IGNORECASE,
        )
        return self

    def read(self, text: str) -> Count:
        """Read a count, and what else the cell counts in units that are declared."""
        refuse_damage(text)
        if _DATE.fullmatch(text):
            expected = "a count: a spreadsheet has made a date of this"
            raise CellError(repr(text), expected)
        counts = self._scan(text) if len(text) <= _LONGEST else []
        if not counts:
            raise CellError(shorten(text), "a count such as 30, ca. 30 or 20-30")
        units = [count.unit for count in counts]
        if len(set(units)) < len(units):
            raise CellError(shorten(text), "one count of each unit")
        if len(counts) == 1:
            return counts[0]
        main = units.index(self.unit) if self.unit in units else 0
        return replace(counts[main], beside=tuple(counts[:main] + counts[main + 1 :]))

    def _scan(self, text: str) -> list[Count]:
        """Read counts to the end of the text; none where something is left over."""
        counts: list[Count] = []
        start = 0
        while start < len(text):
            found = self._one.match(text, start)
            if found is None:
                return []
            counts.append(self._count(found))
            start = _skip_closing(text, found.end())
            joint = _JOINT.match(text, start)
            start = joint.end() if joint and start < len(text) else start
            if start == len(text) and joint and joint[0]:
                return []
        return counts

    def _count(self, found: re.Match[str]) -> Count:
        noun = found["noun"]
        first, second = _number(found["first"]), found["second"]
        lower, upper = self._bounds(found, first, _number(second) if second else first)
        if lower is not None and upper is not None and lower > upper:
            raise CellError(shorten(found[0]), "the lower bound first")
        return Count(
            verbatim=found[0],
            lower=lower,
            upper=upper,
            lower_inclusive=not found["over"],
            upper_inclusive=not found["under"],
            approximate=bool(found["about"] or found["about2"]),
            unit=self._nouns[noun.casefold()] if noun else self.unit,
        )

    def _bounds(
        self, found: re.Match[str], first: int, second: int
    ) -> tuple[int | None, int | None]:
        """Return the bounds; a word for a bound goes with one number alone."""
        lower_only = bool(found["least"] or found["over"] or found["plus"])
        upper_only = bool(found["most"] or found["under"])
        if (lower_only and upper_only) or (
            (lower_only or upper_only) and found["second"]
        ):
            raise CellError(shorten(found[0]), "a bound, or a range, but not both")
        return None if upper_only else first, None if lower_only else second


def _words(words: dict[str, str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "|".join(map(re.escape, longest)) or "(?!)"


def _skip_closing(text: str, start: int) -> int:
    closing = re.compile(r"\s*\)").match(text, start)
    return closing.end() if closing else start


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))
