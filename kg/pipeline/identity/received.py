"""Decisions of others among what waits for review: they are candidates, no more."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import DanglingKeyError, InputError
from kg.importers.ledger import CANDIDATES, FOLDER
from kg.importers.record import read_record
from kg.importers.yamltext import write_yaml
from kg.model.faults import Faults
from kg.model.records.candidates import CandidatePair, Candidates, Named
from kg.pipeline.identity.candidates import Pair
from kg.pipeline.identity.sent import OURS, SentDecision
from kg.pipeline.identity.thing import Thing

NAME = f"{FOLDER}/{CANDIDATES}"
_HEAD = """# yaml-language-server: $schema=../../docs/schemas/candidates.schema.json
# Pairs that may be one thing, the likeliest first. Written by `kg identity`,
# decided on by `kg review --identity`; what is decided does not come again.
# Not edited by hand.

"""
_SENT = "decided by others"
Written = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Received:
    """How many pairs came to wait, and how many had been decided on here."""

    new: int
    judged: int


def waiting(root: Path) -> Candidates | None:
    """Read what waits for a decision; None when nobody has looked yet.

    Raises:
        InputErrors: the file cannot be read.
    """
    path = root / NAME
    return read_record(path, NAME, Candidates) if path.is_file() else None


def write_waiting(root: Path, release: str, pairs: Iterable[Written]) -> None:
    """Write down what waits, the likeliest first."""
    listed = sorted(pairs, key=lambda it: -float(it["score"]))
    text = _HEAD + write_yaml({"release": release, "candidates": listed})
    (root / NAME).write_text(text, "utf-8")


def is_sent(pair: CandidatePair) -> bool:
    """Tell whether a pair is of one of our things and a record of somebody else."""
    return not pair.other.iri.startswith(OURS)


def pair_of(pair: CandidatePair) -> Pair:
    """Return the IRIs of the two."""
    return frozenset((pair.one.iri, pair.other.iri))


def sent_pairs(root: Path, judged: Iterable[Pair]) -> Iterator[Written]:
    """Yield the pairs that others sent and nobody here has decided on."""
    found, decided = waiting(root), set(judged)
    for pair in found.candidates if found else ():
        if is_sent(pair) and pair_of(pair) not in decided:
            yield written(pair)


def written(pair: CandidatePair) -> Written:
    """Write a pair as it stands in the file."""
    return {
        "kind": pair.kind,
        "score": pair.score,
        "one": _named(pair.one),
        "other": _named(pair.other),
        "why": [
            {"feature": it.feature, "weight": it.weight, "seen": it.seen}
            for it in pair.why
        ],
    }


def _named(named: Named) -> Written:
    return {
        "iri": named.iri,
        "names": list(named.names),
        "sources": list(named.sources),
    }


def receive(
    root: Path,
    release: str,
    things: Iterable[Thing],
    decisions: Iterable[SentDecision],
    judged: set[Pair],
) -> Received:
    """Put decisions of others among what waits for review.

    Args:
        root: the project.
        release: the version of the release that the things are of.
        things: ours.
        decisions: as they were sent.
        judged: pairs that were decided on here; they do not come again.

    Raises:
        InputErrors: decisions are about what is not in the release.
    """
    found = waiting(root)
    pairs = {pair_of(it): written(it) for it in found.candidates} if found else {}
    before = len(pairs)
    told = list(decisions)
    known = _known(things, told)
    for decision in told:
        pair = frozenset((decision.thing, decision.record))
        if pair not in judged:
            thing = known[decision.thing]
            pairs[pair] = _told(pairs.get(pair) or _paired(thing, decision), decision)
    write_waiting(root, found.release if found else release, pairs.values())
    old = {frozenset((it.thing, it.record)) for it in told} & judged
    return Received(len(pairs) - before, len(old))


def _known(
    things: Iterable[Thing], decisions: Iterable[SentDecision]
) -> Mapping[str, Thing]:
    """Find the things that decisions are about."""
    known = {thing.iri: thing for thing in things}
    faults = Faults()
    for it in decisions:
        if it.thing not in known:
            expected = "one of our things, as the current release has them"
            fault: InputError = DanglingKeyError(it.where, it.thing, expected)
            faults.add(fault)
    faults.raise_any()
    return known


def _paired(thing: Thing, decision: SentDecision) -> Written:
    ours = {
        "iri": thing.iri,
        "names": sorted(thing.names),
        "sources": sorted(thing.graphs),
    }
    names = [decision.name] if decision.name else []
    theirs = {"iri": decision.record, "names": names, "sources": [decision.partner]}
    return {"kind": thing.kind, "score": "", "one": ours, "other": theirs, "why": []}


def _told(pair: Written, decision: SentDecision) -> Written:
    """Add a decision to what is seen of a pair, once; those that differ are doubt."""
    why = {"feature": _SENT, "weight": _weight(decision.same), "seen": decision.seen}
    seen = [*pair["why"], *([why] if why not in pair["why"] else [])]
    share = sum(it["weight"] == _weight(same=True) for it in seen) / len(seen)
    return {**pair, "why": seen, "score": f"{share:.3f}"}


def _weight(same: bool) -> str:
    return "+" if same else "-"
