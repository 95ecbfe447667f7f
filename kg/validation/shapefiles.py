"""Shapes of any project: their files, what these import, and where rules stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pyoxigraph import NamedNode, Quad

from kg.errors import (
    DanglingKeyError,
    InputError,
    InputErrors,
    MissingFieldError,
    Position,
)
from kg.rdf.namespaces import PREFIXES
from kg.rdf.terms import OWL, SH
from kg.validation.advanced import Advanced, advanced_faults, read_advanced
from kg.validation.index import Index, Node
from kg.validation.places.mark import Mark
from kg.validation.positions import Positions
from kg.validation.shapes import Shapes, compile_shapes
from kg.validation.source import Source
from kg.validation.sources import Limit, read_sources

PLAIN = {space.rstrip("#/") for space in PREFIXES.values()}
"""Vocabularies that state no shapes: importing them adds no rule."""


@dataclass(frozen=True, slots=True)
class ShapeFiles:
    """Compiled shapes, the files they were read from, and their places.

    `advanced` is what they have beyond that, None when nothing.
    """

    shapes: Shapes
    sources: tuple[Source, ...]
    places: Positions
    advanced: Advanced | None = None

    @property
    def files(self) -> list[Path]:
        """The files, those that are imported included."""
        return [source.path for source in self.sources if source.path is not None]


@dataclass(slots=True)
class _Files:
    """Files that were read, by their IRI, and the ontologies that they say they are."""

    limit: Limit
    sources: list[Source] = field(default_factory=list)
    faults: list[InputError] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def read(self, paths: Iterable[str | Path]) -> None:
        found = read_sources(paths, self.limit)
        self.faults += found.faults
        for source in found.read:
            if source.base not in self.known:
                self.sources.append(source)
                self.known |= {source.base, *_ontologies(source.quads)}


def _ontologies(quads: Iterable[Quad]) -> Iterator[str]:
    for quad in quads:
        if quad.object == OWL.Ontology and isinstance(quad.subject, NamedNode):
            yield quad.subject.value


def read_shape_files(paths: Iterable[str | Path], limit: Limit) -> ShapeFiles:
    """Read files of shapes and folders of them, and the local files they import.

    Raises:
        InputErrors: all that is wrong with them: files that cannot be read, imports
            that are not there, shapes that would check nothing.
    """
    files = _Files(limit)
    files.read(paths)
    _follow(files)
    if not files.faults:
        return compile_sources(files.sources, has_advanced=True)
    if all(isinstance(fault, DanglingKeyError) for fault in files.faults):
        files.faults += _further_faults(files.sources)
    raise InputErrors(files.faults)


def _further_faults(sources: Sequence[Source]) -> Iterator[InputError]:
    """Yield what is wrong with shapes that can be read, whatever is missing."""
    try:
        compile_sources(sources, has_advanced=True)
    except InputErrors as error:
        yield from error.errors
    except MissingFieldError:
        return  # they may be in what is missing


def compile_alone(source: Source) -> ShapeFiles:
    """Compile shapes that may import nothing: what a stranger sends is all there is.

    Raises:
        InputErrors: all that is wrong with them.
    """
    faults = list(source.faults)
    known = {source.base, *_ontologies(source.quads)}
    for quad in source.quads:
        iri = quad.object.value if isinstance(quad.object, NamedNode) else ""
        plain = iri in known or iri.rstrip("#/") in PLAIN
        if quad.predicate == OWL.imports and not plain:
            expected = "all shapes in one: nothing is fetched"
            found = f"an import of <{iri}>"
            faults.append(DanglingKeyError(_place(source, quad), found, expected))
    if faults:
        raise InputErrors(faults)
    return compile_sources([source])


def compile_sources(
    sources: Sequence[Source], *, has_advanced: bool = False
) -> ShapeFiles:
    """Compile the shapes of sources.

    Args:
        sources: files of shapes.
        has_advanced: let them have what is beyond our engine, for pySHACL to run; it
            is refused otherwise.

    Raises:
        InputErrors: there are none, or they would check nothing.
    """
    quads = [quad for source in sources for quad in source.quads]
    places = Positions(_marks(sources))
    if not any(q.predicate.value.startswith(SH.base) for q in quads):
        where = ", ".join(source.name for source in sources)
        raise MissingFieldError(where, "no shapes", "shapes in SHACL")
    names = _names(sources)

    def place(node: Node, predicate: NamedNode | None) -> Position:
        found = places.of_node(node)
        if predicate is not None:
            found = places.of_triple(node, predicate)
        return found or Position(names.get(str(node), "shapes"))

    advanced = read_advanced(quads) if has_advanced else None
    if advanced is None:
        return ShapeFiles(compile_shapes(Index(quads), place), tuple(sources), places)
    if faults := list(advanced_faults(Index(quads), place)):
        raise InputErrors(faults)
    compiled = compile_shapes(Index(advanced.core), place)
    return ShapeFiles(compiled, tuple(sources), places, advanced)


def _names(sources: Iterable[Source]) -> dict[str, str]:
    return {str(quad.subject): s.name for s in sources for quad in s.quads}


def _marks(sources: Iterable[Source]) -> Iterator[Mark]:
    for source in sources:
        yield from source.every_mark()


def _follow(files: _Files) -> None:
    """Read what is imported, and what that imports."""
    for source in files.sources:  # grows while files are added
        for quad in source.quads:
            if quad.predicate == OWL.imports and isinstance(quad.object, NamedNode):
                _import(files, source, quad)


def _import(files: _Files, source: Source, quad: Quad) -> None:
    iri = quad.object.value if isinstance(quad.object, NamedNode) else ""
    if iri in files.known or iri.rstrip("#/") in PLAIN:
        return
    path = _local(iri)
    if path is not None and path.is_file():
        files.read([path])
        files.known.add(iri)
        return
    expected = "a file that is there, or one of --shapes that says it is this ontology"
    where = _place(source, quad)
    files.faults.append(DanglingKeyError(where, f"an import of <{iri}>", expected))


def _local(iri: str) -> Path | None:
    parts = urlsplit(iri)
    if parts.scheme != "file":
        return None
    path = Path(unquote(parts.path))
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _place(source: Source, quad: Quad) -> Position:
    places = (it.position for it in source.scan() if it.object == quad.object)
    return next(places, Position(source.name))
