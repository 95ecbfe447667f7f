"""Downloads: the files of releases with their checksums, and the files of pages."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from kg.api.dependencies import ServiceDependency
from kg.api.http.ranges import file_answer
from kg.api.releases.kept import require_release
from kg.api.releases.release import Served
from kg.api.releases.validators import has, not_modified
from kg.api.running.service import Service
from kg.api.site.serving import readable
from kg.api.site.visit import Content, VisitDependency
from kg.api.static import FILES, FOLDER, STYLE
from kg.errors import NotInGraphError
from kg.publishing.audience import Audience
from kg.publishing.citations import LABELS
from kg.publishing.dcat.files import PARQUET, what_is
from kg.publishing.dumps import CHECKSUMS
from kg.publishing.signatures import SIGNED_SUMS, key_of
from kg.publishing.signing import SUFFIX, PublicKey
from kg.rdf.formats import FORMATS

router = APIRouter(tags=["downloads"])

WELL_KNOWN = "/.well-known/minisign.pub"
"""Where the public key is. Whoever pins it, has it from elsewhere too."""

_YEAR = "max-age=31536000, immutable"
_TYPES = {f".{written.suffix}": written.content_type for written in FORMATS} | {
    ".zst": "application/zstd",
    ".gz": "application/gzip",
    ".parquet": PARQUET,
    ".json": "application/json",
    ".xml": "application/xml",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release, for a table."""

    name: str
    label: str
    href: str
    size: int
    digest: str


def list_files(release: Served) -> list[File]:
    """List the dumps of a release."""
    folder = release.release.dumps(release.audience)
    files: dict[str, str] = release.manifest.get("files", {})
    return [
        File(
            name,
            what.label if (what := what_is(name)) else LABELS.get(name, ""),
            f"/dumps/{release.version}/{name}",
            (folder / name).stat().st_size,
            digest,
        )
        for name, digest in files.items()
    ]


@readable(router, "/dumps/latest/{file}", summary="Go to a file of the release")
def latest_dump(file: str, visit: VisitDependency) -> Response:
    """Send whoever wants the latest, or that of a time, to the file of its release."""
    where = f"{visit.root}/dumps/{visit.release.version}/{quote(file)}"
    return RedirectResponse(where, 302, {"X-Release": visit.release.version})


@readable(router, "/dumps/{version}/{file}", summary="Download a file of a release")
def dump(
    version: str, file: str, request: Request, service: ServiceDependency
) -> Response:
    """Give a file of a release, whole or in ranges."""
    path, tag = _find(service, version, file)
    shared = service.release.audience is Audience.PUBLIC
    headers = {
        "ETag": tag,
        "Cache-Control": f"{'public' if shared else 'private'}, {_YEAR}",
    }
    if has(request.headers, tag):
        return not_modified(headers)
    shown = "inline" if path.suffix == "" else "attachment"
    headers["Content-Disposition"] = f'{shown}; filename="{path.name}"'
    media_type = _TYPES.get(path.suffix, "text/plain; charset=utf-8")
    return file_answer(request, path, headers, media_type)


def _find(service: Service, version: str, file: str) -> tuple[Path, str]:
    """Return the path of a file of a release, and the tag of its content.

    Raises:
        NotInGraphError: there is no such release, or it has no such file.
    """
    audience = service.release.audience
    release = require_release(service.settings.build_dir, audience, version)
    files = release.manifest(audience).get("files")
    digests = {**files, CHECKSUMS: version} if isinstance(files, dict) else {}
    if (release.dumps(audience) / SIGNED_SUMS).is_file():
        digests[SIGNED_SUMS] = f"{version}{SUFFIX}"
    if file not in digests:
        raise NotInGraphError(f"the release {version} has no file {file}")
    return release.dumps(audience) / file, f'"{digests[file]}"'


@readable(
    router, WELL_KNOWN, summary="Get the public key that the release is signed with"
)
def public_key(visit: VisitDependency) -> Response:
    """Give the key as the file that minisign reads, if the release is signed."""
    key = key_of(visit.release.manifest)
    if not key:
        raise NotInGraphError(f"the release {visit.release.version} is not signed")
    content = PublicKey.read(key, visit.release.version).file
    return visit.answer("text/plain; charset=utf-8", lambda: Content(content))


@readable(router, "/static/{name}", include_in_schema=False)
def static(name: str, request: Request) -> Response:
    """Give a file that pages need; their addresses change with the files."""
    if name not in FILES:
        raise NotInGraphError(f"there is no file {name}")
    tag = f'"{STYLE}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=86400"}
    if has(request.headers, tag):
        return not_modified(headers)
    return FileResponse(FOLDER / name, media_type=FILES[name], headers=headers)
