"""Contexts of JSON-LD that stand elsewhere: fetched and put in, or refused.

Who writes the context says what a document means, and learns who reads it. It is
fetched only when that was allowed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

import orjson

from kg.publishing.mirror.reading.reader import UnreadableError

Fetch = Callable[[str], bytes]
"""Fetches a document of JSON."""

_CONTEXT, _IMPORT = "@context", "@import"
_MOST_CONTEXTS = 8
"""Contexts that may stand in one another."""

_DEEPEST = 200
"""How deep JSON may be nested that is written again."""


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
    contexts = _Contexts(fetch)
    completed = contexts.complete(_json(content, url), _Place(url))
    # What names none stays as it is, to the last digit of its numbers.
    return orjson.dumps(completed) if contexts.known else content


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands: in which document, how deep, in how many contexts."""

    url: str
    depth: int = 0
    contexts: int = 0

    def within(self) -> "_Place":
        """Go one level down.

        Raises:
            UnreadableError: there are too many.
        """
        if self.depth == _DEEPEST:
            message = f"{self.url}: found JSON nested more than {_DEEPEST} times"
            raise UnreadableError(f"{message}; expected less")
        return replace(self, depth=self.depth + 1)


class _Contexts:
    """Completes documents; `known` are the contexts that were fetched."""

    def __init__(self, fetch: Fetch | None) -> None:
        self.known: dict[str, Any] = {}
        self._fetch = fetch

    def complete(self, value: Any, place: _Place) -> Any:  # noqa: ANN401 - JSON
        """Replace names of contexts by what they are, wherever they stand."""
        if isinstance(value, list):
            return [self.complete(it, place.within()) for it in value]
        if not isinstance(value, dict):
            return value
        if _IMPORT in value:
            message = f"{place.url}: found {_IMPORT}; expected a context without it"
            raise UnreadableError(message)
        return {
            name: self._context(it, place.within())
            if name == _CONTEXT
            else self.complete(it, place.within())
            for name, it in value.items()
        }

    def _context(self, value: Any, place: _Place) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, list):
            return [self._context(it, place.within()) for it in value]
        if isinstance(value, str):
            return self._fetched(urljoin(place.url, value), place)
        return self.complete(value, place)

    def _fetched(self, url: str, place: _Place) -> Any:  # noqa: ANN401 - JSON
        if self._fetch is None:
            found = f"found the JSON-LD context {url}, which would have to be fetched"
            expected = "expected it in the document, or --contexts"
            raise UnreadableError(f"{place.url}: {found}; {expected}")
        if place.contexts == _MOST_CONTEXTS:
            message = f"{place.url}: found contexts in {_MOST_CONTEXTS} contexts"
            raise UnreadableError(f"{message}; expected fewer")
        if url not in self.known:
            document = _json(self._fetch(url), url)
            inner = document.get(_CONTEXT) if isinstance(document, dict) else None
            if inner is None:
                raise UnreadableError(f"{url}: found no {_CONTEXT}; expected one")
            there = _Place(url, contexts=place.contexts + 1)
            self.known[url] = self._context(inner, there)
        return self.known[url]


def _json(content: bytes, url: str) -> Any:  # noqa: ANN401 - JSON
    """Read JSON; what is nested deeper than 1024 is refused by what reads it."""
    try:
        return orjson.loads(content)
    except ValueError as error:
        raise UnreadableError(f"{url}: found no JSON: {error}") from error
