"""Conditions and lookups of a mapping, applied to the cells of a row."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.model.records.tables.lookups import Lookup
from kg.model.records.tables.term import Condition


@lru_cache(maxsize=1 << 16)
def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions rows, given the lookups of a mapping."""

    lookups: Mapping[str, Lookup]

    def all_hold(
        self, conditions: Iterable[Condition], cells: Mapping[str, str]
    ) -> bool:
        """Tell whether all conditions hold of a row; of none, they do."""
        return all(self.holds(condition, cells) for condition in conditions)

    def any_holds(
        self, conditions: Iterable[Condition], cells: Mapping[str, str]
    ) -> bool:
        """Tell whether one of the conditions holds of a row."""
        return any(self.holds(condition, cells) for condition in conditions)

    def holds(self, condition: Condition, cells: Mapping[str, str]) -> bool:
        """Tell whether a condition holds of a row."""
        text = cells.get(condition.column, "").strip()
        if condition.is_ is not None:
            return text in condition.is_
        if condition.matches is not None:
            return _found(condition.matches, text)
        if condition.empty is not None:
            return condition.empty is not bool(text)
        return bool(self.lookups[condition.found_in or ""].find(text))
