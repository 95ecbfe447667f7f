"""Validators of answers: a release never changes, so an answer from it never does."""

import hashlib
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime

from starlette.responses import Response

from kg.api.releases.release import Served
from kg.publishing.audience import Audience

CODINGS = (b"gzip", b"zstd")
_CODED = ('-gzip"', '-zstd"')
_YEAR = 31_536_000


def etag(release: Served, *parts: str) -> str:
    """Return the strong tag of what a release answers to a request.

    `parts` are all that the answer depends on: query, graphs, media type, address.
    """
    depends = (release.version, release.audience.value, *parts)
    text = "".join([f"{len(part)} {part}" for part in depends])
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def validators(release: Served, tag: str) -> dict[str, str]:
    """List the headers by which a client can ask again cheaply."""
    return {
        "ETag": tag,
        "Last-Modified": release.last_modified,
        "Cache-Control": _lasting(release),
    }


def _lasting(release: Served) -> str:
    """Say how long an answer may be kept, and by whom."""
    shared = release.audience is Audience.PUBLIC
    if release.pinned:
        return f"{'public' if shared else 'private'}, max-age={_YEAR}, immutable"
    return "public, max-age=60" if shared else "private, no-cache"


def unchanged(headers: Mapping[str, str], release: Served, tag: str) -> bool:
    """Say whether the client has this answer already (RFC 9110, 13.2.2)."""
    if "if-none-match" in headers:
        return has(headers, tag)
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return parsedate_to_datetime(since) >= release.time.replace(microsecond=0)
    except (ValueError, TypeError, OverflowError):
        return False


def has(headers: Mapping[str, str], tag: str) -> bool:
    """Say whether the client names a tag as one that it has."""
    wanted = headers.get("if-none-match", "")
    return tag in tags_of(wanted) or wanted.strip() == "*"


def not_modified(headers: Mapping[str, str]) -> Response:
    """Answer that nothing has changed, with the headers the answer would have had."""
    return Response(status_code=304, headers=dict(headers))


def coded(tag: bytes, coding: bytes) -> bytes:
    """Return the tag of the same answer compressed: other bytes, another tag."""
    return b'%b-%b"' % (tag[:-1], coding)


def tags_of(header: str) -> Iterable[str]:
    """Yield the tags of a header, as they were before compression or a proxy."""
    for part in header.split(","):
        tag = part.strip().removeprefix("W/")
        yield f'{tag[:-6]}"' if tag.endswith(_CODED) else tag
