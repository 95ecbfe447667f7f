"""Roles are suggested where the words beside a known name leave no doubt."""

import pytest

from kg.importers.suggestions.lexicon import WORD, EventKinds, Lexicon, Name
from kg.importers.suggestions.suggest import suggest
from kg.model.records.draft import Kind, Suggestion
from kg.model.text import SourceText

KINDS = EventKinds(
    {code: {} for code in ("vigil", "march", "arrest", "disappearance")},
    frozenset(("vigil", "march")),
    frozenset(("arrest", "disappearance")),
)


def name(key: str, kind: Kind, spelling: str) -> Name:
    return Name(key, kind, "en", spelling, tuple(WORD.findall(spelling)))


LEXICON = Lexicon(
    (
        name("pen", "organisation", "Norsk PEN"),
        name("rafto", "organisation", "Rafto Foundation"),
        name("police", "organisation", "Oslo Police"),
        name("viktor", "person", "Viktor Gonchar"),
        name("anatoly", "person", "Anatoly Krasovsky"),
    ),
    KINDS,
)


def roles(words: str, language: str) -> set[tuple[str, str, str]]:
    """List who is suggested to have had which role in what."""
    found = suggest(SourceText.from_text(words), language, "s", LEXICON)
    types = {it.record["key"]: it.record["type"] for it in found if it.kind == "event"}
    parts = [(types[it.record["event"]], it.record) for it in _of(found, "participant")]
    for event in _of(found, "event"):
        listed = event.record.get("participants", ())
        parts += [(event.record["type"], part) for part in listed]
    return {(part["agent"], part["role"], type_) for type_, part in parts}


def _of(found: tuple[Suggestion, ...], kind: Kind) -> list[Suggestion]:
    return [it for it in found if it.kind == kind]


PEN = ("pen", "organiser", "vigil")
RAFTO = ("rafto", "organiser", "vigil")
VIKTOR = ("viktor", "victim", "disappearance")
ANATOLY = ("anatoly", "victim", "disappearance")


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ("Norsk PEN held a vigil in Oslo.", "en", {PEN}),
        ("Norsk PEN and the Rafto Foundation held a vigil.", "en", {PEN, RAFTO}),
        ("A vigil, organised by the Rafto Foundation.", "en", {RAFTO}),
        ("The vigil in Bergen on Monday was for Norsk PEN.", "en", set()),
        ("Norsk PEN says that others held a vigil in Oslo.", "en", set()),
        ("Viktor Gonchar disappeared in 1999.", "en", {VIKTOR}),
        (
            "In 1999 disappeared Viktor Gonchar and his friend Anatoly Krasovsky.",
            "en",
            {VIKTOR, ANATOLY},
        ),
        (
            "Viktor Gonchar was arrested in 1999.",
            "en",
            {("viktor", "victim", "arrest")},
        ),
        ("Oslo Police arrested two people in 1999.", "en", {("?", "victim", "arrest")}),
        (
            "In 1999 Viktor Gonchar saw that others were arrested.",
            "en",
            {("?", "victim", "arrest")},
        ),
        ("Viktor Gonchar arrested two people.", "en", {("?", "victim", "arrest")}),
    ],
)
def test_a_role_is_told_by_the_verb_beside_a_name(
    words: str, language: str, found: set[tuple[str, str, str]]
) -> None:
    assert roles(words, language) == found


def test_a_role_says_by_which_words_it_was_told() -> None:
    text = SourceText.from_text("Norsk PEN held a vigil in Oslo.")
    [part] = _of(suggest(text, "en", "s", LEXICON), "participant")

    assert part.why == "'Norsk PEN held' says that pen organised it"
    assert part.section == "participants"
    assert part.record["quote"] == "Norsk PEN held"
    assert part.confidence == 75
