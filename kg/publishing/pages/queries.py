"""`docs/queries.md`: what the graph answers, from the headers of the queries."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from kg.publishing.pages.markdown import note, page, table
from kg.rdf.queries import Query, read_catalogue


def render(project: Path) -> str:
    """List the queries folder by folder, with what they take."""
    catalogue = read_catalogue(project / "queries")
    return page(
        note("queries/"),
        "# Queries",
        "Questions that the graph answers. `kg query` lists them and runs them; the "
        "service has each at `/queries/`. A parameter that is not given has its "
        "default, in brackets.",
        *(
            _folder(folder, queries)
            for folder, queries in groupby(catalogue, lambda query: query.folder)
        ),
    )


def _folder(folder: str, queries: Iterable[Query]) -> str:
    return page(
        f"## {folder.capitalize()}",
        table(("query", "for", "question", "parameters"), map(_row, queries)),
    ).rstrip()


def _row(query: Query) -> list[str]:
    link = f"[{query.name}](../queries/{query.folder}/{query.name}.rq)"
    parameters = (f"`{it.name}`: {it.kind} (`{it.default}`)" for it in query.parameters)
    return [link, query.audience, query.question, "; ".join(parameters)]
