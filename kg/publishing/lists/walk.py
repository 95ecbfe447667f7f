"""Walks: along the numbers of rows, over those that fulfil conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.publishing.lists.row import LAST, backwards, day_number

_ALSO = (
    "EXISTS (SELECT 1 FROM posting o WHERE o.term = :term{}"
    " AND o.sorting = :sorting AND o.number = n.number)"
)
_FIRST_DAY, _LAST_DAY = "0000-00-00", "9999-99-99"


@dataclass(frozen=True, slots=True)
class Dates:
    """Days between which rows lie: surely, or as far as is known."""

    since: str | None = None
    until: str | None = None
    certainly: bool = False

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    @property
    def days(self) -> Mapping[str, int]:
        """The days as numbers."""
        return {
            "since": day_number(self.since or _FIRST_DAY),
            "until": day_number(self.until or _LAST_DAY),
        }

    @property
    def conditions(self) -> Sequence[str]:
        """What the bounds of a row have to be; of when nothing is known, is not in."""
        if self.certainly:
            return ("p.first >= :since", "p.last <= :until")
        return (
            "coalesce(p.first, p.last) IS NOT NULL",
            "(p.first IS NULL OR p.first <= :until)",
            "(p.last IS NULL OR p.last >= :since)",
        )

    def stretch(self, sort: str) -> Mapping[str, str]:
        """Tell between which keys an order by date has all rows that are in."""
        if sort not in ("date", "-date"):
            return {}
        since = self.since if self.certainly else None
        if sort == "date":
            bounds = {"<": self.until and f"{self.until}/{LAST}", ">=": since}
        else:
            bounds = {
                "<": since and f"{backwards(since)}/{LAST}",
                ">=": self.until and backwards(self.until),
            }
        return {bound: key for bound, key in bounds.items() if key is not None}


@dataclass(slots=True)
class Walk:
    """A walk: what is walked along, the conditions, and the values in them.

    `total` is how many rows it finds, where that is known without walking.
    """

    sorting: int
    number: str
    tables: str
    conditions: list[str] = field(default_factory=list)
    values: dict[str, int | str] = field(default_factory=dict)
    total: int | None = None

    @classmethod
    def along(cls, sorting: int, terms: Sequence[int]) -> "Walk":
        """Walk along the rows of the first value, looking for the others."""
        if not terms:
            walk = cls(sorting, "p.number", "place p", ["p.sorting = :sorting"])
        else:
            row = "p.sorting = n.sorting AND p.number = n.number"
            tables = f"posting n CROSS JOIN place p ON {row}"
            walk = cls(
                sorting,
                "n.number",
                tables,
                ["n.term = :term0", "n.sorting = :sorting"],
            )
        walk.values["sorting"] = sorting
        for place, term in enumerate(terms):
            walk.values[f"term{place}"] = term
            if place:
                walk.conditions.append(_ALSO.format(place))
        return walk

    def require(self, *conditions: str, **values: int | str) -> None:
        """Add conditions, and the values in them."""
        self.total = None
        self.conditions += conditions
        self.values |= values
