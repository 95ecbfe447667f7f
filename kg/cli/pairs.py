"""Walking through pairs that may be one thing, with a reviewer who decides."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.importers.ledger import add
from kg.mapping.merging import MERGED
from kg.model.records.candidates import CandidatePair, Named
from kg.pipeline.identity.found import judged_pairs, read_candidates
from kg.pipeline.identity.received import is_sent, pair_of
from kg.rdf.iri import graph, opaque

Ask = Callable[[str], str | None]
"""Puts a question and returns the answer, or None when nobody answers any more."""
Say = Callable[[str], None]

_DECISIONS = {"s": "same-as", "p": "possibly-same", "d": "not-same"}
_FILES = {
    "person": "people.yml",
    "organisation": "organisations.yml",
    "place": "places.yml",
    "document": "documents.yml",
    "event": "events.yml",
}
_AUTHORITY = graph("authority").value


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides: the organisation that is named for it, and the day."""

    by: str
    on: datetime.date


class PairReview:
    """One sitting with the candidates of a project."""

    def __init__(self, root: Path, reviewer: Reviewer, ask: Ask, say: Say) -> None:
        """Take what waits for a decision, and what has been decided since."""
        self._root = root
        self._reviewer = reviewer
        self._ask = ask
        self._say = say
        judged = judged_pairs(root)
        waiting = read_candidates(root).candidates
        self._waiting = [it for it in waiting if pair_of(it) not in judged]
        self.decided = 0

    def run(self) -> int:
        """Go on until all is decided or the reviewer leaves; return how many wait."""
        for number, pair in enumerate(self._waiting, 1):
            self._say("")
            self._say(f"{number} of {len(self._waiting)}")
            for line in _lines(pair):
                self._say(line)
            if not self._decide(pair):
                break
        return len(self._waiting) - self.decided

    def _decide(self, pair: CandidatePair) -> bool:
        """Ask until a pair is decided or left; return whether to go on."""
        mergeable = pair.kind in MERGED
        words = "[s]ame " if mergeable else ""
        question = f"{words}[p]ossibly the same [d]ifferent [l]ater [q]uit? "
        while True:
            answer = (self._ask(question) or "q").strip().lower()[:1]
            if answer in ("l", "q"):
                return answer == "l"
            if answer in _DECISIONS and (mergeable or answer != "s"):
                self._keep(pair, _DECISIONS[answer])
                return True
            self._say(f"  {answer!r}: one of the letters in brackets")

    def _keep(self, pair: CandidatePair, decision: str) -> None:
        reason = (self._ask("why? (empty: what was seen) ") or "").strip()
        gone, kept = _ends(pair)
        entry = {
            "key": f"pair-{opaque('identity', gone.iri, kept.iri)}",
            "thing": gone.iri,
            decision: kept.iri,
            "certainty": "likely",
            "by": self._reviewer.by,
            "on": self._reviewer.on.isoformat(),
            "reason": {"en": reason or _seen(pair)},
        }
        add(self._root, _FILES[pair.kind], entry)
        self.decided += 1


def _ends(pair: CandidatePair) -> tuple[Named, Named]:
    """Return the one that goes and the one that stays: that of the authority files.

    Of a pair that was sent by others, ours comes first: it is linked to theirs.
    """
    if is_sent(pair):
        return pair.one, pair.other
    if _AUTHORITY in pair.other.sources and _AUTHORITY not in pair.one.sources:
        return pair.one, pair.other
    return pair.other, pair.one


def _seen(pair: CandidatePair) -> str:
    return "; ".join(f"{it.feature}: {it.seen}" for it in pair.why)


def _lines(pair: CandidatePair) -> Iterator[str]:
    yield f"{pair.kind}, {pair.score} likely to be one"
    for thing in (pair.one, pair.other):
        yield f"  {thing.iri}"
        yield f"    {' · '.join(thing.names) or 'no name'}"
        yield f"    told by {', '.join(thing.sources)}"
    for observation in pair.why:
        yield f"  {observation.weight}  {observation.feature}: {observation.seen}"
