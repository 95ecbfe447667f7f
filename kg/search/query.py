"""What is matched: conditions on names and on properties, for things of some types."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

CERTAIN = 95.0
"""The likeness, as a percentage, from which two are called by the same name."""

Values = tuple[str, ...]


class Quantifier(StrEnum):
    """How many of some values a thing should have."""

    ANY = "any"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a thing should be called, or have.

    Attributes:
        attribute: the property whose values are compared; "" for names.
        values: texts, or IRIs of things.
        quantifier: how many of the values the thing should have.
        required: what does not fulfil the condition is no candidate.
        exact: alike is not enough.
    """

    attribute: str
    values: Values
    quantifier: Quantifier = Quantifier.ANY
    required: bool = False
    exact: bool = False

    @property
    def positive(self) -> Values:
        """The values that things can be found by."""
        return () if self.quantifier is Quantifier.NONE else self.values

    def likeness(self, found: Iterable[float]) -> float:
        """Say how far the condition is fulfilled, given the likeness of each value."""
        known = list(found)
        if self.exact:
            known = [it if it >= 100 else 0.0 for it in known]
        match self.quantifier:
            case Quantifier.ANY:
                return max(known, default=0.0)
            case Quantifier.ALL:
                return min(known, default=0.0)
            case Quantifier.NONE:
                return 0.0 if max(known, default=0.0) >= CERTAIN else 100.0


@dataclass(frozen=True, slots=True)
class Query:
    """What is matched.

    Attributes:
        types: IRIs of classes or of concepts; a candidate has one of them.
    """

    conditions: tuple[Condition, ...]
    types: Values = ()

    @classmethod
    def named(
        cls,
        name: str,
        types: Values = (),
        properties: Iterable[tuple[str, Values]] = (),
    ) -> Self:
        """Ask for a name, if it is not empty, and for a value of each property."""
        names = [Condition("", (name.strip(),))] if name.strip() else []
        return cls((*names, *(Condition(*it) for it in properties)), types)

    @property
    def names(self) -> Values:
        """The names that things can be found by."""
        named = (it for it in self.conditions if not it.attribute)
        return tuple(dict.fromkeys(value for it in named for value in it.positive))

    @property
    def properties(self) -> tuple[Condition, ...]:
        """The conditions on properties."""
        return tuple(it for it in self.conditions if it.attribute)

    @property
    def strict(self) -> bool:
        """Whether something is required, besides the types."""
        return any(it.required for it in self.conditions)
