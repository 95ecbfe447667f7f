"""Claims that numbers in a text may make: what is counted, and what the number says."""

import re
from collections.abc import Iterator

from kg.importers.suggestions.cues import Cues, alternatives
from kg.importers.suggestions.hit import Hit
from kg.importers.suggestions.quantities import Amount
from kg.importers.suggestions.quote import quote
from kg.importers.suggestions.sentence import Sentence
from kg.model.records.draft import ASK
from kg.model.text import SourceText

_WHO = ("person", "organisation", "group", "family")
"""Units of those whom something befalls, or who take part."""


def amount_hits(
    text: SourceText, found: list[tuple[Amount, Sentence]], source: str, cues: Cues
) -> Iterator[Hit]:
    """Suggest a claim for each number; what it is about is for a person to say."""
    for position, (amount, sentence) in enumerate(found, start=1):
        yield Hit(
            kind="quantity",
            span=amount.whole,
            value="|".join(f"{name}={value}" for name, value in amount.bounds.items()),
            confidence=amount.confidence,
            why=_why(amount),
            section="claims",
            record=_claim(text, amount, sentence, f"count-{position}-{source}", cues),
        )


def _why(amount: Amount) -> str:
    """Say how a number is read; the form has no word for an estimate but its own."""
    bounds = ", ".join(f"{name} {value}" for name, value in amount.bounds.items())
    unit = f" ({amount.unit})" if amount.unit else ""
    estimate = "; an estimate: set bounds where you can" if amount.is_estimate else ""
    return f"a number: {bounds}{unit}{estimate}"


def _claim(
    text: SourceText, amount: Amount, sentence: Sentence, key: str, cues: Cues
) -> dict[str, object]:
    quantity: dict[str, object] = {"verbatim": text.at(amount.span), **amount.bounds}
    if amount.unit is not None:
        quantity["unit"] = amount.unit
    if "longest" in quantity and "shortest" not in quantity:
        quantity["shortest"] = ASK
    if text.at(amount.span).lower() in cues.table("vague"):
        quantity["bound-basis"] = {"en": "The word is a plural: at least two."}
    hedged = re.search(cues.pattern("hedge"), sentence.words, re.IGNORECASE)
    return {
        "key": key[:80].rstrip("-"),
        "about": ASK,
        "property": _property(amount, sentence, cues),
        "modality": "alleged" if hedged else "asserted",
        "quantity": quantity,
        "quote": quote(text, amount.whole),
    }


def _property(amount: Amount, sentence: Sentence, cues: Cues) -> str:
    """Guess what the number says: by the words of its sentence, the nearest first."""
    if amount.unit is None:
        prison = re.search(cues.pattern("prison"), sentence.words, re.IGNORECASE)
        return "prison-term" if prison else ASK
    if amount.unit not in _WHO:
        return ASK
    at = amount.whole.start - sentence.span.start
    distances = [
        (abs(match.start() - at), name)
        for name, words in cues.table("counts").items()
        for match in re.finditer(alternatives(words), sentence.words, re.IGNORECASE)
    ]
    return min(distances)[1] if distances else ASK
