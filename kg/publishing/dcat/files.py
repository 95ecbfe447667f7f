"""The files of a release that are the data, and what each of them is."""

from dataclasses import dataclass

from pyoxigraph import RdfFormat

from kg.publishing.dumps import DUMPS
from kg.publishing.parquet import LABELS
from kg.rdf.formats import FORMATS

PARQUET = "application/vnd.apache.parquet"
PACKED = {".zst": "application/zstd", ".gz": "application/gzip"}
"""Suffixes of compressed files, and what they are."""

_TYPES = {
    RdfFormat.N_QUADS: "RDF_N_QUADS",
    RdfFormat.TRIG: "RDF_TRIG",
    RdfFormat.N_TRIPLES: "RDF_N_TRIPLES",
    RdfFormat.TURTLE: "RDF_TURTLE",
    RdfFormat.JSON_LD: "JSON_LD",
}


@dataclass(frozen=True, slots=True)
class What:
    """What a file is.

    Attributes:
        label: for people.
        media_type: of the content when it is unpacked.
        code: of the EU's list of types of files.
        packed: the media type of the compression, "" where there is none.
    """

    label: str
    media_type: str
    code: str
    packed: str = ""


def what_is(name: str) -> What | None:
    """Tell what a file is by its name; None: it is about the data, not the data."""
    for suffix, packed in PACKED.items():
        if name.endswith(suffix):
            plain = _PLAIN.get(name.removesuffix(suffix))
            return plain and What(
                f"{plain.label}, compressed", plain.media_type, plain.code, packed
            )
    return _PLAIN.get(name)


def _plain() -> dict[str, What]:
    media_types = {written.engine: written.media_type for written in FORMATS}
    tables = {name: What(label, PARQUET, "PARQUET") for name, label in LABELS.items()}
    return tables | {
        it.name: What(it.label, media_types[it.format], _TYPES[it.format])
        for it in DUMPS
    }


_PLAIN = _plain()
