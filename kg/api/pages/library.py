"""The pages of the query library: its list, and a question with fields for values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.reading import Reading
from kg.api.pages.words import sentence
from kg.rdf.namespaces import SCHEMES, VOCAB
from kg.rdf.query.catalogue import Catalogue, Query
from kg.rdf.query.parameter import Parameter
from kg.rdf.terms import SKOS

_AUDIENCES = ("researchers", "partners", "validators")
_HEADINGS = {
    "checks": "Checks: what a row is a fault of",
    "competency": "What the model must be able to answer",
    "quality": "How good the data is",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Queries for the same people; `name` is the fragment of the heading."""

    name: str
    heading: str
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: a parameter, its value, and values to choose from."""

    name: str
    kind: str
    description: str
    value: str
    choices: tuple[tuple[str, str], ...]


def read_groups(catalogue: Catalogue) -> tuple[Group, ...]:
    """Group the library by whom a query is for; other folders stand after it."""
    by_group: dict[str, list[Query]] = {}
    library = [query for query in catalogue if query.folder == "library"]
    rest = [query for query in catalogue if query.folder != "library"]
    for query in sorted(library, key=_rank):
        by_group.setdefault(query.audience, []).append(query)
    for query in rest:
        by_group.setdefault(query.folder, []).append(query)
    return tuple(
        Group(name.replace(" ", "-"), _heading(name), tuple(_by_title(queries)))
        for name, queries in by_group.items()
    )


def _rank(query: Query) -> tuple[int, str]:
    known = query.audience in _AUDIENCES
    place = _AUDIENCES.index(query.audience) if known else len(_AUDIENCES)
    return (place, query.audience)


def _heading(name: str) -> str:
    return _HEADINGS.get(name, sentence(f"for {name}"))


def _by_title(queries: Iterable[Query]) -> list[Query]:
    return sorted(queries, key=lambda query: query.title.casefold())


def read_fields(
    query: Query, given: Mapping[str, str], reading: Reading
) -> tuple[Field, ...]:
    """Read the fields of a query's form, with the values that were given."""
    return tuple(
        Field(
            parameter.name,
            parameter.kind,
            parameter.description,
            given.get(parameter.name, parameter.default),
            _choices(parameter, reading),
        )
        for parameter in query.parameters
    )


def _choices(parameter: Parameter, reading: Reading) -> tuple[tuple[str, str], ...]:
    """List the codes that a parameter of a vocabulary takes."""
    if parameter.kind not in SCHEMES.values():
        return ()
    scheme = NamedNode(f"{VOCAB}{parameter.kind}")
    return tuple(
        (member.value.rpartition("/")[2], reading.label(member).text)
        for member in reading.terms.subjects(SKOS.inScheme, scheme)
    )
