"""Decisions of partners on who is the same as whom, which a curator looks at."""

import asyncio
import datetime
import time
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field, TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.api.contributions.giving import entitled
from kg.api.contributions.told import HEADERS
from kg.api.contributions.told import PATH as INBOX
from kg.api.errors import RequestError, UnsupportedMediaTypeError
from kg.api.reconciliation.queries import Read, read_json
from kg.api.requests.body import read_body
from kg.api.schema import OF_BODIES, problems
from kg.api.site.visit import Visit, VisitDependency
from kg.contributing.decisions import Decisions
from kg.errors import DanglingKeyError, InputErrors
from kg.pipeline.identity.sent import (
    MOST_LETTERS,
    Sender,
    SentDecision,
    read_rows,
    read_table,
)
from kg.search.opening import open_index
from kg.store.givers import Giver

router = APIRouter()

PATH = f"{INBOX}/decisions"
MOST = 1000
"""Decisions of one request."""

_JSON, _CSV = "application/json", "text/csv"
_WHERE = "decisions"
_Text = Annotated[str, Field(max_length=MOST_LETTERS)]


class DecisionRead(Read):
    """One decision, as a program sends it."""

    id: _Text
    name: _Text = ""
    entity: _Text
    judgment: _Text
    by: _Text = ""
    on: _Text


class DecisionsRead(Read):
    """What a program sends."""

    decisions: Annotated[list[DecisionRead], Field(min_length=1, max_length=MOST)]


_READ = TypeAdapter(DecisionsRead)
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        _CSV: {"schema": {"type": "string"}},
        _JSON: {
            "schema": {
                "type": "object",
                "required": ["decisions"],
                "properties": {"decisions": {"type": "array"}},
            }
        },
    },
}
_TOLD = {
    "type": "object",
    "required": ["received", "new"],
    "properties": {"received": {"type": "integer"}, "new": {"type": "integer"}},
}


@router.post(
    PATH,
    summary="Send decisions back: which records of yours are which things of ours",
    status_code=202,
    openapi_extra={"requestBody": _BODY},
    response_class=Response,
    responses={
        202: {
            "description": "They wait for a curator",
            "content": {_JSON: {"schema": _TOLD}},
        },
        **problems(401, 403, 422, 507),
        **OF_BODIES,
    },
)
async def send_decisions(request: Request, visit: VisitDependency) -> Response:
    """Keep decisions until a curator has looked at them: nothing follows by itself."""
    service = visit.service
    inbox, (client, giver) = service.reception.inbox, entitled(request)
    essence = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if essence not in (_JSON, _CSV):
        message = f"a body of type {essence or 'unknown'!r} is not taken"
        raise UnsupportedMediaTypeError(f"{message}: send {_JSON} or {_CSV}")
    body = await read_body(request, service.settings)
    sent = _read(body, essence, giver)
    await asyncio.to_thread(_require_things, visit, sent)
    now = datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
    most = service.reception.quota.size
    keep = Decisions(inbox.folder).keep
    new = await asyncio.to_thread(keep, sent, client.name, most, now)
    told = {"received": len(sent), "new": new}
    return JSONResponse(told, 202, HEADERS)


def _read(body: bytes, essence: str, giver: Giver) -> list[SentDecision]:
    """Read decisions.

    Raises:
        RequestError: it is no such document.
        InputErrors: some of them are not in order.
    """
    sender = Sender(giver.partner, giver.namespace)
    if essence == _CSV:
        try:
            found = read_table(body.decode(), _WHERE, sender)
        except UnicodeDecodeError as error:
            raise RequestError(f"the table is no UTF-8: {error}") from error
    else:
        read: DecisionsRead = read_json("the body", body, _READ)
        rows = [it.model_dump() for it in read.decisions]
        numbered = ((f"{_WHERE}.{number}", it) for number, it in enumerate(rows))
        found = read_rows(numbered, sender)
    if len(found) > MOST:
        raise RequestError(f"{len(found)} decisions; at most {MOST} are taken at once")
    return found


def _require_things(visit: Visit, sent: list[SentDecision]) -> None:
    """Do nothing for decisions on things that the public sees.

    Raises:
        InputErrors: some are on others.
    """
    with open_index(visit.release.edition) as index:
        known = index.named(sorted({it.thing for it in sent}))
    expected = "one of our things, as the current release has them"
    missing = [it for it in sent if it.thing not in known]
    if missing:
        raise InputErrors(
            DanglingKeyError(it.where, it.thing, expected) for it in missing
        )
