"""Compressing what is sent to clients that take it so."""

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache

import zstandard
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Scope

LEAST = 1000
"""Bytes below which compressing is not worth the while."""

LEVEL = 5
"""How hard to try: 9 is the most."""


def compressing(app: ASGIApp) -> GZipMiddleware:
    """Return an application that compresses what another sends."""
    return GZipMiddleware(app, minimum_size=LEAST, compresslevel=LEVEL)


def takes_gzip(scope: Scope) -> bool:
    """Say whether an answer that is sent while it is made will be compressed."""
    return any(
        name == b"accept-encoding" and b"gzip" in value
        for name, value in scope["headers"]
    )


def coding_for(scope: Scope) -> str | None:
    """Choose a coding for an answer that is all there: the one the client likes best.

    Of those it likes as well, the quickest.
    """
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            return _coding(value)
    return None


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
    weights = dict(_weight(part) for part in accepted.decode("latin-1").split(","))
    known = [it for it in _CODINGS if weights.get(it, 0.0) > 0]
    return max(known, key=lambda it: weights[it], default=None)


def _weight(part: str) -> tuple[str, float]:
    """Read one coding with its weight; what is no weight is none."""
    coding, _, weight = part.partition(";")
    try:
        quality = float(weight.partition("=")[2]) if weight else 1.0
    except ValueError:
        quality = 0.0
    return coding.strip().lower(), quality
