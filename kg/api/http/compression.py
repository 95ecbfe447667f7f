"""Compressing what is sent to clients that take it so."""

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache

import zstandard
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

LEAST = 1000
"""Bytes below which compressing is not worth the while."""

LEVEL = 5
"""How hard to try: 9 is the most."""

_HEADER = b"accept-encoding"


class Compressing:
    """An application that compresses what another sends to clients that take gzip.

    The middleware below looks for the word alone: it would compress for `gzip;q=0`.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Compress what an application sends."""
        self._app = GZipMiddleware(app, minimum_size=LEAST, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and not takes_gzip(scope):
            _refuse_gzip(scope)
        await self._app(scope, receive, send)


def takes_gzip(scope: Scope) -> bool:
    """Say whether an answer that is sent while it is made will be compressed."""
    accepted = _accepted(scope)
    return accepted is not None and _weights(accepted).get("gzip", 0.0) > 0


def coding_for(scope: Scope) -> str | None:
    """Choose a coding for an answer that is all there: the one the client likes best.

    Of those it likes as well, the quickest.
    """
    accepted = _accepted(scope)
    return None if accepted is None else _coding(accepted)


def _accepted(scope: Scope) -> bytes | None:
    values = (value for name, value in scope["headers"] if name == _HEADER)
    return next(values, None)


def _refuse_gzip(scope: Scope) -> None:
    """Leave what an answer may have that is all there, if it is taken.

    The request stays the same object: layers around this one learn its route from it.
    """
    kept = [it for it in scope["headers"] if it[0] != _HEADER]
    coding = coding_for(scope)
    if coding is not None:
        kept.append((_HEADER, coding.encode()))
    scope["headers"] = kept


def compress(content: bytes, coding: str) -> bytes:
    """Compress all of an answer; equal contents have equal bytes."""
    return _CODINGS[coding](content)


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, LEVEL, mtime=0)


def _zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(content)


_CODINGS: Mapping[str, Callable[[bytes], bytes]] = {"zstd": _zstd, "gzip": _gzip}
"""The quickest first: zstd takes an eighth of the time of gzip."""


@lru_cache(maxsize=64)
def _coding(accepted: bytes) -> str | None:
    weights = _weights(accepted)
    known = [it for it in _CODINGS if weights.get(it, 0.0) > 0]
    return max(known, key=lambda it: weights[it], default=None)


def _weights(accepted: bytes) -> dict[str, float]:
    return dict(_weight(part) for part in accepted.decode("latin-1").split(","))


def _weight(part: str) -> tuple[str, float]:
    """Read one coding with its weight; what is no weight is none."""
    coding, _, weight = part.partition(";")
    try:
        quality = float(weight.partition("=")[2]) if weight else 1.0
    except ValueError:
        quality = 0.0
    return coding.strip().lower(), quality
