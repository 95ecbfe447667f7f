"""A visit: one request of a reader, and the release it is answered from."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any
from weakref import WeakKeyDictionary

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from kg.api.dependencies import ServiceDependency
from kg.api.http.compression import LEAST, coding_for, compress
from kg.api.http.ranges import asked_range, part_headers
from kg.api.pages.facts import Facts
from kg.api.pages.language import read_languages
from kg.api.pages.neighbourhood import load_terms
from kg.api.pages.reading import Reading
from kg.api.releases.archive import Archive
from kg.api.releases.release import Served
from kg.api.releases.validators import etag, not_modified, unchanged, validators
from kg.api.running.service import Service
from kg.api.site.description import context_of
from kg.api.static import STYLE
from kg.api.templates import render
from kg.api.versions.pinning import pinned
from kg.publishing.context import Context
from kg.store.protocol import Store

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Terms:
    """What every page of a release needs, fetched once for all of them.

    Attributes:
        facts: ontology and vocabularies.
        context: the JSON-LD context that follows from the ontology.
    """

    facts: Facts
    context: Context


_MOST_HELD = 4
"""Releases whose terms are held: the current one, and some that are asked by name."""

_held: WeakKeyDictionary[Archive, dict[str, Terms]] = WeakKeyDictionary()


def terms_of(service: Service) -> Terms:
    """Return the terms of the release that is served."""
    version = service.release.version
    held = _held.setdefault(service.archive, {})
    if version not in held:
        facts = load_terms(service.store)
        held[version] = Terms(facts, context_of(facts))
        for oldest in list(held)[:-_MOST_HELD]:
            held.pop(oldest, None)
    return held[version]


@dataclass(frozen=True, slots=True)
class Content:
    """What is answered with: a body and the values of `Link`."""

    body: str | bytes
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """A request, and what it is answered from.

    Attributes:
        languages: those the reader wants, best first.
        root: the path below which the service is mounted.
    """

    request: Request
    service: Service
    languages: tuple[str, ...]
    root: str

    @property
    def release(self) -> Served:
        """The release that is served."""
        return self.service.release

    @property
    def pin(self) -> str:
        """What an address needs to be asked of the same release: "" of the current."""
        return f"?release={self.release.version}" if self.release.pinned else ""

    @property
    def store(self) -> Store:
        """The store of the release, for code in threads."""
        return self.service.store

    @property
    def terms(self) -> Terms:
        """The terms of the release, for code in threads."""
        return terms_of(self.service)

    def reading(self, facts: Facts | None = None) -> Reading:
        """Read facts for this reader; without facts, the terms alone."""
        terms = self.terms.facts
        return Reading(facts or terms, terms, self.languages, self.root)

    def answer(
        self, media_type: str, make: Callable[[], Content], *, spoken: bool = False
    ) -> Response:
        """Answer with what is made, unless the reader has it already.

        Pages are in the languages of the reader, and so is what is `spoken`.
        """
        address = self.request.url
        spoken = spoken or media_type == HTML
        variety = self.languages if spoken else ()
        parts = (address.path, address.query, media_type, self.root, STYLE, *variety)
        tag = etag(self.release, *parts)
        headers = {
            "Vary": "Accept, Accept-Language" if spoken else "Accept",
            "X-Release": self.release.version,
            **validators(self.release, tag),
        }
        if unchanged(self.request.headers, self.release, tag):
            return not_modified(headers)
        content = make()
        if content.links:
            headers["Link"] = ", ".join(content.links)
        body = content.body
        plain = body.encode() if isinstance(body, str) else body
        headers["Accept-Ranges"] = "bytes"
        part = asked_range(self.request, tag, len(plain))
        if part is None:
            return Response(self._coded(plain, headers), 200, headers, media_type)
        headers |= part_headers(part, len(plain))
        return Response(plain[part.start : part.stop], 206, headers, media_type)

    def _coded(self, plain: bytes, headers: dict[str, str]) -> bytes:
        """Compress a body as the reader likes it best, where it is worth the while."""
        coding = coding_for(self.request.scope) if len(plain) >= LEAST else None
        if coding is None:
            return plain
        headers["Content-Encoding"] = coding
        headers["Vary"] += ", Accept-Encoding"
        return compress(plain, coding)

    def page(
        self,
        template: str,
        make: Callable[[], dict[str, Any]],
        links: Callable[[dict[str, Any]], Iterable[str]] = lambda _values: (),
    ) -> Response:
        """Answer with a page, made of values that are worked out only when needed."""

        def content() -> Content:
            values = make()
            return Content(self.render(template, **values), tuple(links(values)))

        return self.answer(HTML, content)

    def render(self, template: str, **values: object) -> str:
        """Fill a template in for this reader."""
        return render(template, **{"root": self.root, "release": self.release} | values)


async def _visit(request: Request, service: ServiceDependency) -> AsyncIterator[Visit]:
    async with pinned(request, service) as asked:
        yield Visit(
            request,
            asked,
            read_languages(request.headers.get("accept-language")),
            str(request.scope.get("root_path", "")).rstrip("/"),
        )


VisitDependency = Annotated[Visit, Depends(_visit)]
