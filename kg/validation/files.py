"""Files of RDF: found under directories, parsed, their faults placed."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import UnexpectedValueError
from kg.rdf.ontology import syntax_fault

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}


def rdf_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files given, and those of RDF under the directories given, sorted.

    Raises:
        UnexpectedValueError: a path is not there, or its suffix is not one of RDF.
    """
    for path in paths:
        if path.is_dir():
            found = (file for file in path.rglob("*") if file.suffix in FORMATS)
            yield from sorted(found)
        elif not path.is_file():
            raise UnexpectedValueError(path.as_posix(), "nothing", "a file of RDF")
        elif path.suffix not in FORMATS:
            expected = f"one of {' '.join(FORMATS)}"
            where = path.as_posix()
            raise UnexpectedValueError(where, f"suffix {path.suffix!r}", expected)
        else:
            yield path


def read_quads(path: Path) -> Iterator[Quad]:
    """Parse a file of RDF; blank nodes get labels of their own.

    Raises:
        SyntaxFaultError: the file is not well-formed; the position is the parser's.
    """
    yield from _parse(path, FORMATS[path.suffix], renames=True)


def read_dataset(path: Path) -> Iterator[Quad]:
    """Parse N-Quads, whatever the suffix; blank nodes keep their labels.

    Raises:
        SyntaxFaultError: the file is not well-formed; the position is the parser's.
    """
    yield from _parse(path, RdfFormat.N_QUADS, renames=False)


def _parse(path: Path, rdf: RdfFormat, *, renames: bool) -> Iterator[Quad]:
    try:
        yield from parse(path=path, format=rdf, rename_blank_nodes=renames)
    except SyntaxError as error:
        raise syntax_fault(error, path.as_posix(), rdf.name) from error
