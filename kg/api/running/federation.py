"""Queries that call other services: read, answered by those, and then run here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from kg.api.running.admission import admitted
from kg.api.running.service import Service
from kg.errors import QuerySyntaxError
from kg.rdf.query.federation import Call, original
from kg.rdf.query.preflight import Preflight
from kg.store.account import charged
from kg.store.cache import Question
from kg.store.engine import Answer
from kg.store.services.mediation import skeleton

FAILED = "X-Service-Failed"
"""Names the endpoints whose SERVICE SILENT failed, with the reasons."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A query that may run here: what it is, and its calls of other services.

    One with calls is volatile: what the others say is theirs to change.
    """

    query: str
    found: Preflight
    calls: Sequence[Call] = ()


async def entered(service: Service, query: str) -> Entry:
    """Read a query that may run here; raises as `kg.rdf.query.preflight.admit` does.

    Raises:
        ServiceUnusableError: a SERVICE stands where it cannot be answered.
    """
    if not service.mediation.concerns(query):
        return Entry(query, await admitted(query, service.allowed))
    calls = service.mediation.calls(query)
    found = await admitted(skeleton(query, calls), service.allowed)
    return Entry(query, replace(found, volatile=found.volatile or bool(calls)), calls)


async def asked(
    service: Service, entry: Entry, question: Question
) -> tuple[Answer, Mapping[str, str]]:
    """Have the calls of a query answered, then the query itself.

    Gives also the endpoints that failed where the call is SILENT, with the reasons.
    Raises as `Mediation.answer` and `Engine.answer` do.
    """
    if not entry.calls:
        return await service.answers.ask(service.engine, question), {}
    with charged():
        answered = await service.mediation.answer(entry.query, entry.calls)
    question = replace(question, query=answered.query)
    try:
        answer = await service.answers.ask(service.engine, question)
    except QuerySyntaxError as error:
        place = error.line, error.column
        place = original(entry.query, entry.calls, answered.texts, place)
        raise QuerySyntaxError(error.reason, *place) from error
    return answer, answered.failures


def call_headers(entry: Entry, failures: Mapping[str, str]) -> dict[str, str]:
    """Tell of calls that failed and were SILENT, and that nobody is to keep this."""
    if not entry.calls:
        return {}
    told = (
        f'<{endpoint}>; reason="{quote(reason, safe=_READABLE)}"'
        for endpoint, reason in failures.items()
    )
    failed = {FAILED: ", ".join(told)} if failures else {}
    return {"Cache-Control": "no-store", **failed}


_READABLE = " ',/:;()"
