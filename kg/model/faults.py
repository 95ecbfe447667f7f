"""Collecting faults, so that one run tells a curator all that is to mend."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from kg.errors import InputError, InputErrors, Position

Result = TypeVar("Result")


class Faults:
    """The input errors met so far."""

    def __init__(self) -> None:
        """Start with none."""
        self._errors: list[InputError] = []

    def catch(self, read: Callable[[], Result]) -> Result | None:
        """Return what a function returns; keep its input errors and return None."""
        try:
            return read()
        except InputError as error:
            self._errors.append(error)
        except InputErrors as errors:
            self._errors.extend(errors.errors)
        return None

    def add(self, error: InputError) -> None:
        """Keep one error."""
        self._errors.append(error)

    def extend(self, errors: Iterable[InputError]) -> None:
        """Keep several errors."""
        self._errors.extend(errors)

    def raise_any(self) -> None:
        """Raise them together, in the order of files and lines.

        Raises:
            InputErrors: there is at least one.
        """
        if self._errors:
            distinct = {str(error): error for error in self._errors}
            raise InputErrors(sorted(distinct.values(), key=_place))


def _place(error: InputError) -> Position:
    return error.where if isinstance(error.where, Position) else Position(error.where)
