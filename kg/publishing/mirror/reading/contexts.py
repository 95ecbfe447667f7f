"""Contexts of JSON-LD that stand elsewhere: fetched and put in, or refused.

Who writes the context says what a document means, and learns who reads it. It is
fetched only when that was allowed.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import orjson

from kg.publishing.mirror.reading.reader import UnreadableError

Fetch = Callable[[str], bytes]
"""Fetches a document of JSON."""

_CONTEXT, _IMPORT = "@context", "@import"
_DEEPEST = 8
"""Contexts that may stand in one another."""


def with_contexts(content: bytes, url: str, fetch: Fetch | None) -> bytes:
    """Put the contexts that a document names into it.

    Args:
        content: the document.
        url: where it is from.
        fetch: what fetches contexts; None when that is not allowed.

    Raises:
        UnreadableError: it is no JSON, or names a context that may not be fetched.
    """
    if f'"{_CONTEXT}"'.encode() not in content:
        return content
    document = _json(content, url)
    return orjson.dumps(_Contexts(fetch).complete(document, url, 0))


class _Contexts:
    def __init__(self, fetch: Fetch | None) -> None:
        self._fetch = fetch
        self._known: dict[str, Any] = {}

    def complete(self, value: Any, base: str, depth: int) -> Any:  # noqa: ANN401 - JSON
        """Replace names of contexts by what they are, wherever they stand."""
        if isinstance(value, list):
            return [self.complete(it, base, depth) for it in value]
        if not isinstance(value, dict):
            return value
        if _IMPORT in value:
            message = f"{base}: found {_IMPORT}; expected a context without it"
            raise UnreadableError(message)
        return {
            name: self._context(it, base, depth)
            if name == _CONTEXT
            else self.complete(it, base, depth)
            for name, it in value.items()
        }

    def _context(self, value: Any, base: str, depth: int) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, list):
            return [self._context(it, base, depth) for it in value]
        if isinstance(value, str):
            return self._fetched(urljoin(base, value), base, depth)
        return self.complete(value, base, depth)

    def _fetched(self, url: str, base: str, depth: int) -> Any:  # noqa: ANN401 - JSON
        if self._fetch is None:
            found = f"found the JSON-LD context {url}, which would have to be fetched"
            expected = "expected it in the document, or --contexts"
            raise UnreadableError(f"{base}: {found}; {expected}")
        if depth == _DEEPEST:
            message = f"{base}: found contexts in more than {_DEEPEST} contexts"
            raise UnreadableError(f"{message}; expected fewer")
        if url not in self._known:
            document = _json(self._fetch(url), url)
            inner = document.get(_CONTEXT) if isinstance(document, dict) else None
            if inner is None:
                raise UnreadableError(f"{url}: found no {_CONTEXT}; expected one")
            self._known[url] = self._context(inner, url, depth + 1)
        return self._known[url]


def _json(content: bytes, url: str) -> Any:  # noqa: ANN401 - JSON
    """Read JSON; what is nested deeper than 1024 is refused by what reads it."""
    try:
        return orjson.loads(content)
    except ValueError as error:
        raise UnreadableError(f"{url}: found no JSON: {error}") from error
