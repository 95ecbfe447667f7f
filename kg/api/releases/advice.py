"""Advice on queries, by what the release that is served uses."""

import logging
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool

from kg.api.releases.release import Served
from kg.errors import QueryError
from kg.publishing.audience import catalogue_graph
from kg.publishing.catalogue import VOID_FILE
from kg.publishing.usage import read_usage
from kg.publishing.void import default_graph
from kg.rdf.formats import JSON
from kg.rdf.hints.advice import advise
from kg.rdf.hints.hint import Hint
from kg.rdf.usage import Usage
from kg.store.engine import Engine, read_whole

log = logging.getLogger(__name__)

_AT_ONCE = 4096
"""Characters that are read in a few milliseconds; longer ones are read in a thread."""

_KEPT = 3
"""Releases whose statistics are kept in memory."""

_LABELS = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term ?label WHERE {
  VALUES ?kind {
    owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty
  }
  ?term a ?kind ; rdfs:label ?label .
}
"""


class Advisor:
    """Knows what the releases asked of last use, each from the first question on."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: OrderedDict[str, Usage] = OrderedDict()

    async def advise(
        self, query: str, release: Served, engine: Engine | None
    ) -> list[Hint]:
        """List what is doubtful in a query, first what stands first.

        Without an engine to ask, what terms are called is not known at first.
        """
        usage = await self._used(release, engine)
        if len(query) <= _AT_ONCE:
            return advise(query, usage)
        return await run_in_threadpool(advise, query, usage)

    async def _used(self, release: Served, engine: Engine | None) -> Usage:
        usage = self._known.get(release.version)
        if usage is None:
            usage = await run_in_threadpool(_counted, release)
        if engine is not None and not usage.labels:
            try:
                usage = replace(usage, labels=await _labels(engine))
            except QueryError as error:
                # Advice can do without for once: it compares with the terms alone.
                log.warning("the labels of terms cannot be read: %s", error)
        self._known[release.version] = usage
        self._known.move_to_end(release.version)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return usage


def described(hints: Iterable[Hint]) -> list[dict[str, Any]]:
    """List hints as they stand in JSON."""
    return [
        {
            "code": hint.code,
            "severity": hint.severity.value,
            "line": hint.line,
            "column": hint.column,
            "message": hint.message,
            "suggestion": hint.suggestion,
        }
        for hint in hints
    ]


async def _labels(engine: Engine) -> dict[str, tuple[str, ...]]:
    """Map the terms that the data declare to what they are called."""
    content = await read_whole(await engine.answer(_LABELS, JSON))
    called: dict[str, tuple[str, ...]] = {}
    for row in orjson.loads(content)["results"]["bindings"]:
        term, label = row["term"]["value"], row["label"]["value"]
        called[term] = (*called.get(term, ()), label)
    return called


def _counted(release: Served) -> Usage:
    """Read what the build has counted."""
    audience = release.audience
    return read_usage(
        release.release.path / audience.value / VOID_FILE,
        default_graph(catalogue_graph(audience)),
        release.manifest.get("graphs", ()),  # a workspace does not list them
    )
