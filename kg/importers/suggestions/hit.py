"""What is found in a text before it becomes a suggestion, and how these are made."""

import hashlib
from dataclasses import dataclass
from typing import Any

from kg.model.records.draft import Kind, Section, Suggestion
from kg.model.text import SourceText, Span


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of the text with what they may say.

    Attributes:
        value: what tells this suggestion from others of its kind at the same place.
        record: what would be written into the section.
    """

    kind: Kind
    span: Span
    value: str
    confidence: int
    why: str
    section: Section
    record: dict[str, Any]

    def suggestion(self, text: SourceText) -> Suggestion:
        """Make the suggestion; the same words say the same under one identifier.

        It does not hang on what stands elsewhere: a text that is mended keeps it.
        """
        exact = text.at(self.span)
        nth = text.occurrences(exact).index(self.span)
        told = f"{self.kind}|{self.value}|{exact}|{nth}"
        digest = hashlib.sha256(told.encode()).hexdigest()[:8]
        return Suggestion.model_validate(
            {
                "id": f"{self.kind}-{digest}",
                "kind": self.kind,
                "start": self.span.start,
                "end": self.span.end,
                "exact": exact,
                "confidence": self.confidence,
                "why": self.why,
                "section": self.section,
                "record": self.record,
            }
        )


def overlap(one: Span, other: Span) -> bool:
    """Say whether two spans have a code point in common."""
    return one.start < other.end and other.start < one.end
