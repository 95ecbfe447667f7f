"""Which function maps a bulk source: the one place where a provider is registered."""

from collections.abc import Mapping
from dataclasses import replace

from kg.errors import Position, UnexpectedValueError
from kg.mapping.bulk import Mapped, Mapper
from kg.mapping.codes import Codes
from kg.mapping.names import Names, read_names
from kg.model.corpus import BulkSource, Corpus
from kg.model.faults import Faults
from kg.pipeline.foreign import map_rdf
from kg.pipeline.tables import MAP, map_table

MAPPERS: Mapping[str, Mapper] = {MAP: map_table, "rdf.yml": map_rdf}
"""The file that says how a source is mapped (`map.yml`, …) → what maps it."""


def map_bulk(source: BulkSource, corpus: Corpus, codes: Codes) -> Mapped:
    """Map a source, given the names of the authorities and its own.

    Raises:
        UnexpectedValueError: nothing maps such sources.
    """
    mapper = MAPPERS.get(source.by)
    if mapper is None:
        at, known = Position(f"{source.name}/{source.by}"), sorted(MAPPERS)
        raise UnexpectedValueError(at, source.by, f"one of {', '.join(known)}", known)
    names = names_for(source, corpus, codes)
    return mapper(source.folder, source.name, names, codes)


def names_for(source: BulkSource, corpus: Corpus, codes: Codes) -> Names:
    """Give the names of the authorities, and a source's own."""
    named = replace(corpus, documents=(), judgements=(), identities=(), bulk=(source,))
    return read_names(named, codes, Faults())
