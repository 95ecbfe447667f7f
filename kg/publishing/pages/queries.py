"""`docs/queries.md`: what the graph answers, from the headers of the queries."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from kg.publishing.pages.markdown import note, page, table
from kg.rdf.query.catalogue import Query, read_catalogue
from kg.rdf.query.header import USERS


def render(project: Path) -> str:
    """List the queries folder by folder, with what they take."""
    catalogue = read_catalogue(project / "queries")
    return page(
        note("queries/"),
        "# Queries",
        "Questions that the graph answers. `kg query` lists them and runs them; the "
        "service has each at `/queries/`; "
        "[examples/sparqlwrapper.py](examples/sparqlwrapper.py) asks all of a folder "
        "from Python. A parameter that is not given has its default, in brackets.",
        *(
            _folder(folder, queries)
            for folder, queries in groupby(catalogue, lambda query: query.folder)
        ),
    )


def _folder(folder: str, queries: Iterable[Query]) -> str:
    return page(
        f"## {folder.capitalize()}",
        table(
            ("", "query", "for", "question", "parameters"),
            map(_row, sorted(queries, key=_order)),
        ),
    ).rstrip()


def _order(query: Query) -> tuple[int, int, str]:
    """Order queries by whom they are for, then by number (R9 before R10), then name."""
    return USERS.index(query.audience), int(query.identifier[1:] or 0), query.name


def _row(query: Query) -> list[str]:
    link = f"[{query.name}](../queries/{query.folder}/{query.name}.rq)"
    parameters = (f"`{it.name}`: {it.kind} (`{it.default}`)" for it in query.parameters)
    asked = (link, query.audience, query.question)
    return [query.identifier, *asked, "; ".join(parameters)]
