"""A draft: what may stand in an article, suggested; a person accepts or rejects it.

The build never reads a draft. What is accepted is written into the extract.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from kg.model.records.base import HASH_PATTERN, Key, Record, Words
from kg.model.text import SourceText, Span

OPEN = "open"
ACCEPTED = "accepted"
REJECTED = "rejected"
SKIPPED = "skipped"
ASK = "?"
"""Stands in a suggested record for what only a person can say."""

Kind = Literal[
    "person",
    "organisation",
    "place",
    "date",
    "quantity",
    "event",
    "demand",
    "supporter",
    "participant",
]
State = Literal["open", "accepted", "rejected", "skipped"]
Section = Literal["mentions", "times", "events", "claims", "demands", "participants"]


class Suggestion(Record):
    """One thing that the text may say, with the words that made it be suggested."""

    id: Key
    """Made of kind, value and words: the same suggestion has it in every draft."""
    kind: Kind
    start: Annotated[int, Field(ge=0)]
    """The first code point of the words, in the text in NFC."""
    end: Annotated[int, Field(ge=1)]
    """The code point after the last of them."""
    exact: Words
    confidence: Annotated[int, Field(ge=1, le=99)]
    """In percent: how surely this is meant, by the kind of match."""
    why: Words
    section: Section
    """The list of the extract that it would go into."""
    record: dict[str, Any]
    """What would be written there; `?` is for the reviewer to say."""
    state: State = "open"
    reason: Words | None = None
    """Why it was rejected."""

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return Span(self.start, self.end)

    @property
    def undecided(self) -> bool:
        """Nobody has accepted or rejected it yet."""
        return self.state in (OPEN, SKIPPED)

    def decided(self, state: State, reason: str | None = None) -> "Suggestion":
        """Return it with another state."""
        return self.model_copy(update={"state": state, "reason": reason})


class Draft(Record):
    """The suggestions for one revision of one document; the build never reads them."""

    source: Key
    sha256: Annotated[str, Field(pattern=HASH_PATTERN)]
    """Of the text that the suggestions are about."""
    suggestions: tuple[Suggestion, ...] = ()

    def fits(self, text: SourceText) -> bool:
        """Say whether the suggestions are about this text."""
        return self.sha256 == text.sha256

    def next(self) -> Suggestion | None:
        """Return what is to be looked at next: what was skipped comes last."""
        for state in (OPEN, SKIPPED):
            for suggestion in self.suggestions:
                if suggestion.state == state:
                    return suggestion
        return None

    def replacing(self, suggestion: Suggestion) -> "Draft":
        """Return the draft with another form of one suggestion."""
        changed = tuple(
            suggestion if it.id == suggestion.id else it for it in self.suggestions
        )
        return self.model_copy(update={"suggestions": changed})

    def renewed(self, found: tuple[Suggestion, ...]) -> "Draft":
        """Return the draft with what is found now; what was decided stays decided."""
        known = {it.id: it for it in self.suggestions}
        kept = [it for it in self.suggestions if not it.undecided]
        decided = {it.id for it in kept}
        new = [
            it.decided(known[it.id].state) if it.id in known else it
            for it in found
            if it.id not in decided
        ]
        suggestions = tuple(sorted([*kept, *new], key=_place))
        return self.model_copy(update={"suggestions": suggestions})


def _place(suggestion: Suggestion) -> tuple[int, int, str]:
    return suggestion.start, suggestion.end, suggestion.id
