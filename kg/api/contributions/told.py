"""What is told of graphs that partners have given, and of those that were refused."""

from typing import Any
from urllib.parse import quote

import orjson
from starlette.requests import Request
from starlette.responses import Response

from kg.api.errors import PROBLEM, Problem
from kg.api.http.negotiation import Plain, choose
from kg.api.sparql.validation import FORMS
from kg.contributing.case import Outcome
from kg.contributing.drawer import REPORT, TURTLE
from kg.contributing.inbox import Inbox
from kg.contributing.submission import Submission
from kg.rdf.formats import TURTLE as TURTLE_FORMAT

PATH = "/inbox"
HEADERS = {"Cache-Control": "no-store", "Vary": "Accept, Authorization"}

_HINT = (
    "Nothing was kept. Each finding names its line, the rule, the thing and the "
    "property; Accept: text/turtle gives the report as SHACL has it."
)
"""What the sender of a graph that is refused can do."""

JSON = "json"
_REPORTS = {name: offer for name, offer in FORMS.items() if name != JSON}
REPORTS = tuple(offer.media_types[0] for offer in _REPORTS.values())
"""The media types of a report alone."""

_OFFERS: tuple[Plain, ...] = (PROBLEM, *_REPORTS.values())


def report_form(request: Request) -> str:
    """Choose the form of the report on a graph that is refused; JSON is a problem."""
    choice = choose(request.headers.get("accept"), _OFFERS)
    if choice is None or choice.offer is PROBLEM:
        return JSON
    return next(name for name, offer in _REPORTS.items() if offer is choice.offer)


def refused(outcome: Outcome, form: str) -> Response:
    """Answer that a graph was refused, with all that was found."""
    headers = {**HEADERS, "X-Conforms": "false"}
    if form != JSON:
        media_type = _REPORTS[form].media_types[0]
        text = "; charset=utf-8" if media_type.startswith("text/") else ""
        return Response(outcome.report, 422, headers, media_type + text)
    detail = "the graph breaks rules, or says what it may not: it was not kept"
    more = {**orjson.loads(outcome.found.report), "hint": _HINT}
    problem = Problem(422, "graph-refused", detail, more)
    content = orjson.dumps(problem.members())
    return Response(content, 422, headers, PROBLEM.media_types[0])


def address(graph: str) -> str:
    """Give where its partner may ask after a graph."""
    return f"{PATH}?graph={quote(graph, safe='')}"


def standing(inbox: Inbox, history: list[Submission]) -> dict[str, Any]:
    """Tell how it stands with a graph: its last revision, its report, those before."""
    last = history[-1]
    report = inbox.drawer(last.partner, last.graph).read(last, REPORT)
    return {
        **last.told(),
        "report": orjson.loads(report) if report else None,
        "earlier": [submission.told() for submission in history[-2::-1]],
    }


def shacl_report(inbox: Inbox, last: Submission) -> Response:
    """Answer with the report on a graph that waits, as SHACL has it."""
    content = inbox.drawer(last.partner, last.graph).read(last, TURTLE)
    return Response(content, 200, HEADERS, TURTLE_FORMAT.content_type)
