"""Cells with the names of organisations, in which people may be named."""

from typing import Literal, Self

from pydantic import PrivateAttr, model_validator

from kg.model.cleaning import clean
from kg.model.personal import looks_like
from kg.model.records.cells.parser import Parser
from kg.model.values import Absent, Name

WITHHELD_PERSON = "withheld: it may name a person"
WITHHELD_UNCLEAR = "withheld: nothing shows that it is an organisation"


class NameCell(Parser):
    """The name of an organisation; what may be a person's is withheld.

    See `kg.model.personal` for what can be told from a name, and what cannot.
    """

    parser: Literal["name"] = "name"
    organisations: tuple[str, ...] = ()
    """Names that a curator knows to be organisations', as spelled in the source."""
    unclear: Literal["withhold", "keep"] = "withhold"
    """A name that has the marks of neither; keep it only where people cannot stand."""

    _curated: frozenset[str] = PrivateAttr(default=frozenset())

    @model_validator(mode="after")
    def _collect(self) -> Self:
        self._curated = frozenset(map(clean, self.organisations))
        return self

    def read(self, text: str) -> Name | Absent:
        """Read a name, or say why it is withheld."""
        name = clean(text)
        if name in self._curated:
            return Name(name)
        match looks_like(name):
            case "person":
                return Absent(WITHHELD_PERSON)
            case "unclear" if self.unclear == "withhold":
                return Absent(WITHHELD_UNCLEAR)
        return Name(name)
