"""Compressing what is sent to clients that take it so."""

import gzip

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Scope

LEAST = 1000
"""Bytes below which compressing is not worth the while."""

LEVEL = 5
"""How hard to try: 9 is the most."""


def compressing(app: ASGIApp) -> GZipMiddleware:
    """Return an application that compresses what another sends."""
    return GZipMiddleware(app, minimum_size=LEAST, compresslevel=LEVEL)


def takes_compressed(scope: Scope) -> bool:
    """Say whether a client takes compressed answers."""
    return any(
        name == b"accept-encoding" and b"gzip" in value
        for name, value in scope["headers"]
    )


def compress(content: bytes) -> bytes:
    """Compress all of an answer; equal contents have equal bytes."""
    return gzip.compress(content, LEVEL, mtime=0)
