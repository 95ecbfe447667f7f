"""What all parsers of cells share: absence, corrections, and a memory."""

from abc import abstractmethod
from functools import cached_property

from pydantic import Field

from kg.model.cleaning import refuse_error
from kg.model.records.base import Record, Words
from kg.model.values import EMPTY, Absent, CellError, Value

_KEPT = 1 << 15
"""Texts whose value a parser remembers; then it forgets all and starts again."""
_LONGEST = 200
"""Longer texts hardly come twice: they are not remembered."""


class Correction(Record):
    """What is read in place of a cell that is plainly a slip, and why."""

    read: str
    because: Words


class Parser(Record):
    """Reads the text of a cell: pure, so a text is read once and remembered.

    A parser says what it does not understand and never guesses: what it refuses is
    declared absent, corrected, or mended in the source. In `absent` and `corrections`
    a run of white space is like one space.
    """

    absent: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Reason → the texts that give no value for it: `not stated: [k.A., "?"]`."""
    corrections: dict[str, Correction] = Field(default_factory=dict)
    """The text of a cell → what to read in its place, and why."""

    @cached_property
    def _known(self) -> dict[str, Value | CellError]:
        """The texts read so far; kept where it is found faster than a private field."""
        return {}

    @cached_property
    def _corrected(self) -> dict[str, str]:
        return {
            " ".join(text.split()): correction.read.strip()
            for text, correction in self.corrections.items()
        }

    @cached_property
    def _reasons(self) -> dict[str, str]:
        return {
            " ".join(text.split()): reason
            for reason, texts in self.absent.items()
            for text in texts
        }

    def parse(self, text: str) -> Value:
        """Read the text of a cell.

        Raises:
            CellError: the text is not what this parser reads.
        """
        value = self._known.get(text)
        if value is None:
            value = self._read_any(text)
            self._remember(text, value)
        if isinstance(value, CellError):
            raise CellError(value.found, value.expected, value.known)
        return value

    def _remember(self, text: str, value: Value | CellError) -> None:
        if len(text) > _LONGEST:
            return
        if len(self._known) >= _KEPT:
            self._known.clear()
        self._known[text] = value

    def _read_any(self, text: str) -> Value | CellError:
        stripped = text.strip()
        plain = " ".join(stripped.split())
        if plain in self._corrected:
            stripped = self._corrected[plain]
        if not stripped:
            return EMPTY
        if plain in self._reasons:
            return Absent(self._reasons[plain])
        try:
            refuse_error(stripped)
            return self.read(stripped)
        except CellError as error:
            return error.with_traceback(None)

    @abstractmethod
    def read(self, text: str) -> Value:
        """Read a text that is not empty and has no space around it.

        Raises:
            CellError: the text is not what this parser reads.
        """
