"""Who organised an action, and whom an act befell, where the words leave no doubt.

Only names that the graph knows, and only beside the verb: `A and B held a vigil`,
`a march, organised by A`, `A was arrested`, `disappeared A and B`. Nobody is ever
suggested to have done an act to others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.importers.suggestions.cues import Cues, compiled
from kg.importers.suggestions.hit import Hit
from kg.importers.suggestions.lexicon import Lexicon
from kg.importers.suggestions.names import Match
from kg.importers.suggestions.occurrences import Occurrence
from kg.importers.suggestions.quote import quote
from kg.importers.suggestions.sentence import Sentence
from kg.model.text import SourceText, Span

ORGANISER, VICTIM = "organiser", "victim"
_SURE = 75
_GONE = "disappearance"
_SOON = 60
"""Code points after the verb in which the action stands that is organised."""

_CLAUSE = 110
"""Code points in which those stand who disappeared, with what they were."""

_ARTICLE = r"(?:\s+(?:the|den|det|de|die|der|das))?\s+"
_AND = re.compile(
    r"\s*(?:,|,?\s+(?:and|og|und|и|і))(?:\s+(?:the|den|det|de|die|der))?\s+"  # noqa: RUF001
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that somebody known had in an event.

    Attributes:
        quoted: the name, the verb, and what is between them.
    """

    event: Occurrence
    agent: Match
    role: str
    quoted: Span


@cache
def _patterns(cues: Cues) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Write what stands right behind a name, before names, and before an act."""
    return (
        compiled(rf"\s+{cues.pattern('organised')}"),
        compiled(rf"{cues.pattern('organised-by')}{_ARTICLE}"),
        compiled(rf",?\s+(?:{cues.pattern('befell')}\s+){{1,2}}"),
    )


@dataclass(frozen=True)
class Cast:
    """What parts are told by: the text, the names known in it, and its events."""

    text: SourceText
    names: list[Match]
    events: list[Occurrence]
    cues: Cues
    lexicon: Lexicon

    def parts(self, sentences: list[Sentence]) -> list[Part]:
        """List the parts that known people and organisations surely had."""
        found = [
            part
            for sentence in sentences
            for part in (*self._before(sentence), *self._after(sentence))
        ]
        found += [part for event in self.events for part in self._befallen(event)]
        once = {(it.event.span, it.agent.name.key, it.role): it for it in found}
        return list(once.values())

    def _before(self, sentence: Sentence) -> Iterator[Part]:
        """Yield who stands before a verb for organising, with its action behind it."""
        verb = _patterns(self.cues)[0]
        for chain in self._chains(sentence):
            found = verb.match(self.text.content, chain[-1].span.end)
            if found is None:
                continue
            near = Span(found.end(), found.end() + _SOON)
            events = [it for it in self._actions() if it.span in near]
            if events and events[0].span in sentence.span:
                yield from self._parts(chain, events[0], Span(*found.span()))

    def _after(self, sentence: Sentence) -> Iterator[Part]:
        """Yield who stands behind `organised by`; the action stands before it."""
        by = _patterns(self.cues)[1]
        for chain in self._chains(sentence):
            verbs = by.finditer(
                self.text.content, sentence.span.start, chain[0].span.start
            )
            found = next((it for it in verbs if it.end() == chain[0].span.start), None)
            if found is None:
                continue
            events = [it for it in self._actions() if it.span.end <= found.start()]
            if events:
                yield from self._parts(chain, events[-1], Span(*found.span()))

    def _parts(
        self, chain: list[Match], event: Occurrence, verb: Span
    ) -> Iterator[Part]:
        start = min(chain[0].span.start, verb.start)
        quoted = Span(start, max(chain[-1].span.end, verb.end))
        for match in chain:
            yield Part(event, match, ORGANISER, quoted)

    def _actions(self) -> list[Occurrence]:
        return [it for it in self.events if it.type in self.lexicon.actions]

    def _chains(self, sentence: Sentence) -> Iterator[list[Match]]:
        """Yield names that are joined by commas and `and`, as one list each."""
        chain: list[Match] = []
        for match in self.names:
            if match.is_place or match.span not in sentence.span:
                continue
            if chain and not self._joined(chain[-1], match):
                yield chain
                chain = []
            chain.append(match)
        if chain:
            yield chain

    def _joined(self, one: Match, other: Match) -> bool:
        between = self.text.content[one.span.end : other.span.start]
        return _AND.fullmatch(between) is not None

    def _befallen(self, event: Occurrence) -> Iterator[Part]:
        """Yield the known people whom an act befell."""
        if event.type not in self.lexicon.acts:
            return
        people = [it for it in self.names if it.name.kind == "person"]
        for match in people:
            if self._is_befallen(match.span, event):
                start = min(match.span.start, event.span.start)
                quoted = Span(start, max(match.span.end, event.span.end))
                yield Part(event, match, VICTIM, quoted)

    def _is_befallen(self, name: Span, event: Occurrence) -> bool:
        """Tell whether the words between a name and an act leave no doubt."""
        content = self.text.content
        if name.end <= event.span.start:
            between = content[name.end : event.span.start]
            if event.type == _GONE and between.isspace():
                return True
            return _patterns(self.cues)[2].fullmatch(between) is not None
        between = content[event.span.end : name.start]
        clause = len(between) <= _CLAUSE and not re.search(r"[.,;:!?\n]", between)
        return event.type == _GONE and clause and name.start >= event.span.end


def part_hits(
    text: SourceText, parts: list[Part], keyed: list[tuple[Occurrence, str]]
) -> Iterator[Hit]:
    """Suggest who organised which action; whom acts befell stands with the acts."""
    keys = {event.span: key for event, key in keyed}
    for part in parts:
        if part.role != ORGANISER:
            continue
        agent = part.agent.name.key
        yield Hit(
            kind="participant",
            span=part.agent.span,
            value=f"{part.role} {agent} {part.event.type}",
            confidence=min(_SURE, part.agent.grade),
            why=f"{text.at(part.quoted)!r} says that {agent} organised it",
            section="participants",
            record={
                "event": keys[part.event.span],
                "agent": agent,
                "role": part.role,
                "quote": quote(text, part.quoted),
            },
        )
