"""What was found in a release: candidates as a file for review, and what is judged."""

from collections.abc import Iterable
from pathlib import Path

from kg.errors import MissingFieldError, Position
from kg.importers.project import read_project
from kg.mapping.codes import Codes
from kg.mapping.judgement import JUDGED
from kg.mapping.merging import thing_of
from kg.mapping.names import read_names
from kg.model.faults import Faults
from kg.model.records.candidates import Candidates
from kg.model.records.judgement import Identity
from kg.pipeline.identity.candidates import LEAST, Candidate, Pair, candidates
from kg.pipeline.identity.reading import read_things
from kg.pipeline.identity.received import NAME, sent_pairs, waiting, write_waiting
from kg.pipeline.identity.thing import Thing
from kg.rdf.ontology import read_ontology
from kg.store.protocol import Store


def find(
    root: Path, store: Store, release: str, least: float = LEAST
) -> list[Candidate]:
    """Find the pairs of a release that nobody has decided on, and write them down.

    What others sent goes on waiting beside them.

    Args:
        root: the project, whose ledger tells what is decided.
        store: the release, of the audience that sees most.
        release: its version.
        least: the probability from which a pair is listed.

    Raises:
        InputErrors: the project cannot be read.
    """
    judged = judged_pairs(root)
    found = candidates(read_things(store), judged, least)
    sent = list(sent_pairs(root, judged))
    write_waiting(root, release, [*map(_written, found), *sent])
    return found


def judged_pairs(root: Path) -> set[Pair]:
    """Read the pairs that have been decided on, whatever the decision.

    Raises:
        InputErrors: the project cannot be read, or a judgement is of nothing.
    """
    corpus = read_project(root)
    names = read_names(corpus, Codes.from_quads(read_ontology(root)), Faults())
    pairs: set[Pair] = set()
    for identity in corpus.identities:
        thing = thing_of(identity, names, JUDGED)
        pairs |= {frozenset((thing.value, other)) for other in _others(identity)}
    return pairs


def _others(identity: Identity) -> Iterable[str]:
    given = (identity.same_as, identity.possibly_same, identity.not_same)
    return (other for other in given if other is not None)


def read_candidates(root: Path) -> Candidates:
    """Read what waits for a decision.

    Raises:
        MissingFieldError: nobody has looked for candidates yet.
    """
    found = waiting(root)
    if found is None:
        expected = "candidates: run kg identity"
        raise MissingFieldError(Position(NAME), "no file", expected)
    return found


def _written(candidate: Candidate) -> dict[str, object]:
    return {
        "kind": candidate.one.kind,
        "score": f"{candidate.score:.3f}",
        "one": _thing(candidate.one),
        "other": _thing(candidate.other),
        "why": [
            {"feature": it.name, "weight": f"{it.weight:+.1f}", "seen": it.seen}
            for it in candidate.features
        ],
    }


def _thing(thing: Thing) -> dict[str, object]:
    return {
        "iri": thing.iri,
        "names": sorted(thing.names),
        "sources": sorted(thing.graphs),
    }
