"""How the dates of a column are written, found by trying."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.importers.guessing.profile import Profile
from kg.model.records.cells.date import DateCell

_COMMON = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d.%m.%Y %H:%M",
    "%d %B %Y",
    "%d. %B %Y",
    "%d de %B de %Y",
    "%B %d, %Y",
    "%B %Y",
)
_DAY_FIRST = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y")
_MONTH_FIRST = ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y")
_YEAR = re.compile(r"year|jahr|\bår|год|рік", re.IGNORECASE)
_ENOUGH = 0.8
_LISTS = {
    "ranges": ("-", "–", "bis", "to"),  # noqa: RUF001 - dashes as printed
    "separators": (" ", ",", ";", "und", "and"),
    "shortened": ("%d.%m.", "%d."),
}


@dataclass(frozen=True, slots=True)
class DateGuess:
    """How dates are written; `doubt` says what cannot be told."""

    cell: DateCell
    doubt: str = ""


def guess_dates(profile: Profile, latest_year: int) -> DateGuess | None:
    """Guess how the dates of a column are written; None when they are none.

    Args:
        profile: the column.
        latest_year: the last year that two digits may mean.
    """
    if _YEAR.search(profile.name):
        cell = DateCell.model_validate({"patterns": ["%Y"]})
        if profile.share(cell) >= _ENOUGH:
            return DateGuess(cell)
    families = [_widest(order, latest_year) for order in (_DAY_FIRST, _MONTH_FIRST)]
    best = max(families, key=profile.share)
    if profile.share(best) < _ENOUGH:
        return None
    cell = _shrink(best, profile)
    alike = profile.share(families[0]) == profile.share(families[1])
    if alike and set(cell.patterns) & {*_DAY_FIRST, *_MONTH_FIRST}:
        return DateGuess(cell, "day or month may come first: every date fits both")
    return DateGuess(cell)


def _widest(order: tuple[str, ...], latest_year: int) -> DateCell:
    parameters = {"latest-year": latest_year, "time": "keep", "zeros": "unknown"}
    return DateCell.model_validate(
        {"patterns": (*_COMMON, *order), **_LISTS, **parameters}
    )


def _shrink(cell: DateCell, profile: Profile) -> DateCell:
    """Leave out what no date of the column needs."""
    share = profile.share(cell)
    for fewer in _steps(cell):
        current = _parameters(cell)
        for field, value in fewer.items():
            kept = current[field]
            if isinstance(kept, list):
                current[field] = [it for it in kept if it != value]
            else:
                current[field] = value
        if not current["patterns"]:
            continue
        smaller = DateCell.model_validate(current)
        if profile.share(smaller) == share:
            cell = smaller
    return _without_century(cell)


def _steps(cell: DateCell) -> Iterator[dict[str, str]]:
    for field in ("ranges", "shortened", "separators", "patterns"):
        for item in getattr(cell, field):
            yield {field: item}
    yield {"zeros": "refuse"}
    yield {"time": "midnight"}


def _parameters(cell: DateCell) -> dict[str, object]:
    """Return the parameters of a cell as a mapping writes them."""
    written: dict[str, object] = cell.model_dump(mode="json", by_alias=True)
    return written


def _without_century(cell: DateCell) -> DateCell:
    if any("%y" in pattern for pattern in cell.patterns):
        return cell
    return DateCell.model_validate({**_parameters(cell), "latest-year": None})
