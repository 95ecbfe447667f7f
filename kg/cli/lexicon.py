"""The names that a project knows: those of its authority files and vocabularies."""

import re
from pathlib import Path

from kg.errors import SetupError
from kg.importers.record import read_record
from kg.importers.suggestions.lexicon import EventKinds, Lexicon
from kg.importers.suggestions.registered import registered_name
from kg.model.records.authority import Authority
from kg.model.records.draft import Kind
from kg.publishing.audience import Audience
from kg.publishing.release import current_release
from kg.rdf.labels import concept_labels, narrower
from kg.rdf.ontology import read_ontology

_NAMED = re.compile(
    rb"<[^>]*/id/(organisation|place)/[^>]*> "
    rb'<http://www\.w3\.org/2004/02/skos/core#prefLabel> "([^"\\]+)"@([\w-]+) '
    rb"<[^>]*/graph/source/"
)
"""A line that says what a source calls an organisation or a place."""


def read_registered(build: Path) -> Lexicon | None:
    """Read the names that registers of the current release have for all to read.

    None where nothing has been built yet.
    """
    try:
        dump = current_release(build).dumps(Audience.PUBLIC) / "graph.nq"
    except SetupError:
        return None
    with dump.open("rb") as lines:
        found = [match for line in lines if (match := _NAMED.match(line))]
    names = (registered_name(*_told(match)) for match in found)
    kinds = EventKinds({}, frozenset(), frozenset())
    return Lexicon([name for name in names if name is not None], kinds)


def _told(match: re.Match[bytes]) -> tuple[Kind, str, str]:
    """Return what is called so, the language, and the name."""
    kind: Kind = "place" if match[1] == b"place" else "organisation"
    return kind, match[3].decode(), match[2].decode()


def read_lexicon(project: Path) -> Lexicon:
    """Read the names of a project.

    Raises:
        InputErrors: faults of an authority file.
        InputError: a file of the ontology or an authority file cannot be read.
    """
    ontology = list(read_ontology(project))
    authorities = [
        read_record(path, path.relative_to(project).as_posix(), Authority)
        for path in sorted((project / "data/authority").glob("*.yml"))
    ]
    kinds = EventKinds(
        concept_labels(ontology, "event-type"),
        narrower(ontology, "event-type", "civic-action"),
        narrower(ontology, "event-type", "violation"),
    )
    return Lexicon.of(authorities, kinds)
