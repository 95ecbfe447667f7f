"""Collecting faults, so that one run tells a curator all that is to mend."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from kg.errors import InputError, InputErrors, Position, UnexpectedValueError

Result = TypeVar("Result")


class Faults:
    """The input errors met so far.

    With a `limit` the first ones are kept and the others counted: of a million rows
    that are wrong alike nobody reads a million lines.
    """

    def __init__(self, limit: int | None = None) -> None:
        """Start with none."""
        self._errors: list[InputError] = []
        self._limit = limit
        self._further = 0

    def catch(self, read: Callable[[], Result]) -> Result | None:
        """Return what a function returns; keep its input errors and return None."""
        try:
            return read()
        except InputError as error:
            self.add(error)
        except InputErrors as errors:
            self.extend(errors.errors)
        return None

    def add(self, error: InputError) -> None:
        """Keep one error."""
        if self._limit is not None and len(self._errors) >= self._limit:
            self._further += 1
            return
        self._errors.append(error)

    def extend(self, errors: Iterable[InputError]) -> None:
        """Keep several errors."""
        for error in errors:
            self.add(error)

    def raise_any(self) -> None:
        """Raise them together, in the order of files and lines.

        Raises:
            InputErrors: there is at least one.
        """
        if self._errors:
            distinct = {str(error): error for error in self._errors}
            raise InputErrors([*sorted(distinct.values(), key=_place), *self._rest()])

    def _rest(self) -> Iterator[InputError]:
        """Yield how many errors there are beside those that were kept."""
        if self._further:
            where, found = self._errors[-1].where, f"{self._further} further faults"
            yield UnexpectedValueError(where, found, "none; mend those above first")


def _place(error: InputError) -> Position:
    return error.where if isinstance(error.where, Position) else Position(error.where)
