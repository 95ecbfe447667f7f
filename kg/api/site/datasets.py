"""The catalogue in DCAT: the series of releases, and each of them by its address."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from kg.api.http.negotiation import HTML, Plain, require
from kg.api.pages.frame import Download
from kg.api.releases.kept import require_release
from kg.api.releases.release import Served
from kg.api.running.service import Service
from kg.api.site.downloads import WELL_KNOWN as KEY
from kg.api.site.downloads import list_files
from kg.api.site.serving import JSON, answers_in, readable, suffixed
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.api.sparql.discovery import WELL_KNOWN as VOID
from kg.api.versions.past import Past
from kg.publishing.audience import Audience
from kg.publishing.citations import LABELS
from kg.publishing.dcat.catalogue import catalogue_triples, reached, written
from kg.publishing.dcat.published import Published
from kg.publishing.dcat.release import release_triples
from kg.publishing.release import Release
from kg.publishing.signatures import key_of
from kg.rdf.formats import Format, Kind, holding

router = APIRouter(tags=["downloads"])

GRAPHS = holding(Kind.GRAPH)
"""What the description of the data comes in."""

_DESCRIBED = {
    200: {"content": {**answers_in(GRAPHS)[200]["content"], JSON.media_types[0]: {}}}
}
_SUFFIXES = ("json", *(it.suffix for it in GRAPHS))


@readable(
    router,
    "/dataset",
    summary="List the files of the release, or all releases in DCAT",
    responses=_DESCRIBED,
)
async def dataset(visit: VisitDependency) -> Response:
    """List the files of the current release: a page, its manifest, or RDF of it all."""
    offers: tuple[Plain | Format, ...] = (JSON, *GRAPHS, HTML)
    offer = require(visit.request.headers.get("accept"), offers).offer
    if isinstance(offer, Format):
        return await run_in_threadpool(_catalogue, visit, offer)
    return await run_in_threadpool(_manifest if offer is JSON else _page, visit)


@readable(
    router,
    "/dataset.{suffix}",
    summary="Get the catalogue of releases, in DCAT",
    responses=_DESCRIBED,
)
async def dataset_file(suffix: str, visit: VisitDependency) -> Response:
    """Describe what is published in a format; `json` is the manifest of the release."""
    if suffix == "json":
        return await run_in_threadpool(_manifest, visit)
    return await run_in_threadpool(_catalogue, visit, suffixed(suffix, GRAPHS))


@readable(
    router,
    "/dataset/{version}",
    summary="Get the description of a release, in DCAT",
    responses=_DESCRIBED,
)
def release_dataset(version: str, visit: VisitDependency) -> Response:
    """Describe a release in the format that its suffix names, or that is accepted."""
    name, _dot, suffix = version.rpartition(".")
    if suffix in _SUFFIXES:
        release = _find(visit.service, name)
        form = None if suffix == "json" else suffixed(suffix, GRAPHS)
    else:
        release = _find(visit.service, version)
        offers: tuple[Plain | Format, ...] = (JSON, *GRAPHS, HTML)
        offer = require(visit.request.headers.get("accept"), offers).offer
        if offer is HTML:
            where = f"{visit.root}/dataset?release={release.version}"
            return RedirectResponse(where, 303, {"Vary": "Accept"})
        form = offer if isinstance(offer, Format) else None
    return _release(visit, release, form)


def _find(service: Service, version: str) -> Release:
    audience = service.release.audience
    return require_release(service.settings.build_dir, audience, version)


def _release(visit: Visit, release: Release, form: Format | None) -> Response:
    audience = visit.release.audience
    if form is None:
        manifest = release.manifest(audience)
        return visit.answer("application/json", lambda: Content(_json(manifest)))
    site, contact = _site(visit)

    def make() -> Content:
        it = published(release.path, audience)
        triples = (*release_triples(it, site), *reached(site, contact))
        return Content(written(triples, form))

    return visit.answer(form.content_type, make)


def _catalogue(visit: Visit, form: Format) -> Response:
    site, contact = _site(visit)

    def make() -> Content:
        return Content(written(catalogue_triples(_kept(visit), site, contact), form))

    return visit.answer(form.content_type, make)


def _kept(visit: Visit) -> list[Published]:
    """List the releases that are described: of one that is asked for, itself."""
    served: tuple[Served, ...] = (visit.release,)
    if not visit.release.pinned:
        served = Past.of(visit.service).releases
    most = visit.service.settings.feed_releases
    return [published(it.release.path, it.audience) for it in served[-most:]]


@lru_cache(maxsize=512)
def published(release: Path, audience: Audience) -> Published:
    """Read what a release says of itself, once: it never changes."""
    manifest = Release(release).manifest(audience)
    return Published.read(release / audience.value, manifest)


def _site(visit: Visit) -> tuple[str, str]:
    """Return the address of this server, ended by a slash, and whom to write to."""
    return str(visit.request.base_url), visit.service.settings.contact or ""


def _manifest(visit: Visit) -> Response:
    manifest = visit.release.manifest
    return visit.answer("application/json", lambda: Content(_json(manifest)))


def _json(manifest: Mapping[str, object]) -> bytes:
    return orjson.dumps(dict(manifest), option=orjson.OPT_INDENT_2)


def _page(visit: Visit) -> Response:
    files = visit.release.manifest.get("files", {})
    return visit.page(
        "dataset.html",
        lambda: {
            "section": "/dataset",
            "files": list_files(visit.release),
            "downloads": _downloads(visit),
            "citations": {name: text for name, text in LABELS.items() if name in files},
            "key": key_of(visit.release.manifest),
            "well_known": (VOID, KEY),
        },
        lambda _values: _links(visit),
    )


def _downloads(visit: Visit) -> list[Download]:
    """List the catalogue in every format."""
    return [
        Download(
            it.label, f"{visit.root}/dataset.{it.suffix}{visit.pin}", it.media_type
        )
        for it in GRAPHS
    ]


def _links(visit: Visit) -> Iterator[str]:
    for it in _downloads(visit):
        yield f'<{it.href}>; rel="alternate"; type="{it.media_type}"'
    yield f'<{visit.root}{VOID}>; rel="describedby"'
