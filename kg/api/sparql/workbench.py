"""The query form for browsers: a page with the query, its answer or what is wrong."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import orjson
from starlette.requests import Request
from starlette.responses import Response

from kg.api.errors import Problem, problem_of
from kg.api.http.presence import while_present
from kg.api.releases.validators import etag, not_modified, unchanged, validators
from kg.api.requests.operation import Operation
from kg.api.running.federation import asked, entered
from kg.api.running.service import Service
from kg.api.static import STYLE
from kg.api.templates import render
from kg.errors import AnswerTooLargeError, KgError
from kg.rdf.formats import FORMATS, JSON, TURTLE, Kind
from kg.rdf.hints.hint import Hint
from kg.rdf.iri import shorten
from kg.rdf.namespaces import PREFIXES
from kg.rdf.query.catalogue import Catalogue
from kg.rdf.query.header import without_header
from kg.store.cache import Question
from kg.store.engine import Answer

_EXAMPLES = "library"
"""The folder of queries that are offered to start from."""

MOST_ROWS = 1000
MOST_CHARACTERS = 200_000
MOST_BYTES = 16 * 1_048_576

_FIRST = "\n".join(
    [
        f"PREFIX hs: <{PREFIXES['hs']}>",
        f"PREFIX skos: <{PREFIXES['skos']}>",
        "",
        "SELECT ?event ?label WHERE {",
        "  ?event a hs:Event ;",
        "    skos:prefLabel ?label .",
        "}",
        "ORDER BY ?label",
        "LIMIT 20",
    ]
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a table: a link when it is an IRI."""

    text: str
    href: str = ""
    language: str = ""

    @property
    def iri(self) -> bool:
        """Whether the value is an IRI."""
        return bool(self.href)


@dataclass(frozen=True, slots=True)
class Result:
    """An answer on a page: a truth, a text, or the first rows of a table.

    `failures` are the endpoints whose SERVICE SILENT failed, with the reasons.
    """

    release: str
    milliseconds: int
    truth: bool | None = None
    text: str | None = None
    names: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    count: int = 0
    failures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A query to start from, by the name it has in the library."""

    name: str
    title: str
    query: str


@lru_cache(maxsize=2)
def _examples(catalogue: Catalogue) -> tuple[Example, ...]:
    return tuple(
        Example(query.name, query.title, without_header(query.bind()))
        for query in catalogue
        if query.folder == _EXAMPLES
    )


async def page(request: Request, service: Service, operation: Operation) -> Response:
    """Answer with the form, and with the answer when there is a query."""
    tag = etag(service.release, "form", str(request.url), STYLE)
    headers = {"Vary": "Accept", **validators(service.release, tag)}
    if operation.query is None and unchanged(request.headers, service.release, tag):
        return not_modified(headers)
    result, problem, hints = None, None, list[Hint]()
    checked = "check" in request.query_params
    try:
        if operation.query is not None and not checked:
            work = result_of(service, operation, operation.query)
            result = await while_present(request.receive, work)
    except KgError as error:
        problem = problem_of(error)
    if operation.query is not None:
        hints = await service.advisor.advise(
            operation.query, service.release, service.engine
        )
    query = operation.query or _example(request, service.catalogue)
    citable = not operation.dataset  # the form names no graphs
    shown = _Shown(result, problem, hints, checked=checked, citable=citable)
    response = _response(service, query, shown)
    if operation.query is None:  # an answer is found by its own address
        response.headers.update(headers)
    return response


def _example(request: Request, catalogue: Catalogue) -> str:
    """Give the query that is chosen to start from, else the first of all."""
    wanted = request.query_params.get("example")
    chosen = (it.query for it in _examples(catalogue) if it.name == wanted)
    return next(chosen, _FIRST)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a page shows below the query.

    `checked` is whether only hints are wanted, `citable` whether the form has all of
    what was asked.
    """

    result: Result | None
    problem: Problem | None
    hints: list[Hint]
    checked: bool
    citable: bool


def _response(service: Service, query: str, shown: _Shown) -> Response:
    problem = shown.problem
    text = render(
        "sparql.html",
        query=query,
        formats=[
            {
                "name": item.name,
                "label": item.label,
                "holds_graphs": Kind.GRAPH in item.holds,
            }
            for item in FORMATS
        ],
        result=shown.result,
        problem=problem,
        hints=shown.hints,
        checked=shown.checked,
        citable=shown.citable,
        examples=_examples(service.catalogue),
        section="/sparql",
        prefixes=PREFIXES,
        services=service.settings.services,
        release=service.release,
    )
    status = 200 if problem is None else problem.status
    headers = {"Vary": "Accept", "X-Release": service.release.version}
    return Response(text, status, headers, "text/html; charset=utf-8")


async def result_of(service: Service, operation: Operation, query: str) -> Result:
    """Run a query for a page; raises as `kg.store.engine.Engine.answer` does."""
    start = time.perf_counter()
    entry = await entered(service, query)
    found, kind = entry.found, entry.found.form.kind
    written = TURTLE if kind is Kind.GRAPH else JSON
    question = Question(query, written, operation.dataset, found.dear, found.volatile)
    answer, failures = await asked(service, entry, question)
    content = await _read(answer)
    spent = round((time.perf_counter() - start) * 1000)
    return replace(_shown(answer, kind, content, spent), failures=failures)


async def _read(answer: Answer) -> bytes:
    """Read an answer that a page shows the beginning of: it is held in memory."""
    content = bytearray(answer.first)
    try:
        async for block in answer.rest():
            content += block
            if len(content) > MOST_BYTES:
                raise AnswerTooLargeError("the answer is too long to be shown here")
    finally:
        answer.close()
    return bytes(content)


def _shown(answer: Answer, kind: Kind, content: bytes, spent: int) -> Result:
    if kind is Kind.GRAPH:
        text = content.decode()
        more = "\n…" if len(text) > MOST_CHARACTERS else ""
        return Result(answer.label, spent, text=text[:MOST_CHARACTERS] + more)
    found = orjson.loads(content)
    if kind is Kind.BOOLEAN:
        return Result(answer.label, spent, truth=found["boolean"])
    names = tuple(found["head"]["vars"])
    bindings = found["results"]["bindings"]
    rows = tuple(tuple(_cells(names, binding)) for binding in bindings[:MOST_ROWS])
    return Result(answer.label, spent, names=names, rows=rows, count=len(bindings))


def _cells(
    names: tuple[str, ...], binding: Mapping[str, Mapping[str, str]]
) -> Iterator[Cell]:
    for name in names:
        term = binding.get(name)
        yield Cell("") if term is None else _cell(term)


def _cell(term: Mapping[str, str]) -> Cell:
    if term["type"] == "uri":
        return Cell(shorten(term["value"]), href=term["value"])
    if term["type"] == "triple":
        return Cell("a triple")
    return Cell(term["value"], language=term.get("xml:lang", ""))
