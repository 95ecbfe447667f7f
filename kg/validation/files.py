"""Files of RDF: found under directories, parsed, their faults placed."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import UnexpectedValueError
from kg.rdf.ontology import syntax_fault
from kg.rdf.rebasing import with_own_base

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
    yield from _parse(path, FORMATS[path.suffix], None, renames=True)


def read_rules(path: Path) -> Iterator[Quad]:
    """Parse a file of shapes, which are about things with the base of this project.

    Raises:
        SyntaxFaultError: the file is not well-formed; the position is the parser's.
    """
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    content = with_own_base(text).encode("utf-8", "surrogateescape")
    yield from _parse(path, FORMATS[path.suffix], content, renames=True)


def read_dataset(path: Path) -> Iterator[Quad]:
    """Parse N-Quads, whatever the suffix; blank nodes keep their labels.

    Raises:
        SyntaxFaultError: the file is not well-formed; the position is the parser's.
    """
    yield from _parse(path, RdfFormat.N_QUADS, None, renames=False)


def _parse(
    path: Path, rdf: RdfFormat, content: bytes | None, *, renames: bool
) -> Iterator[Quad]:
    """Parse a file, or what is read in its place."""
    given = {"path": path} if content is None else {"input": content}
    try:
        yield from parse(**given, format=rdf, rename_blank_nodes=renames)
    except SyntaxError as error:
        raise syntax_fault(error, path.as_posix(), rdf.name) from error
