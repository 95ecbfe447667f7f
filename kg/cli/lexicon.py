"""The names that a project knows: those of its authority files and vocabularies."""

from pathlib import Path

from kg.importers.record import read_record
from kg.importers.suggestions.lexicon import EventKinds, Lexicon
from kg.model.records.authority import Authority
from kg.rdf.labels import concept_labels, narrower
from kg.rdf.ontology import read_ontology


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
