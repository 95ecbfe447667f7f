"""Answers: what came when something was asked for, and how to ask for it again."""

from dataclasses import dataclass
from typing import Self

import httpx


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: the content, and the tag by which to ask again.

    `content` is None when nothing has changed.
    """

    content: bytes | None
    tag: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document, where it was in the end, and what was said of it.

    `content` is None when nothing has changed; `etag` and `modified` are what to ask
    with the next time, `immutable` says that there is no need to.
    """

    url: str
    content: bytes | None
    type: str
    etag: str
    modified: str
    immutable: bool

    @classmethod
    def of(cls, response: httpx.Response, content: bytes | None) -> Self:
        """Take what a response says."""
        headers = response.headers
        directives = headers.get("cache-control", "").lower().split(",")
        return cls(
            str(response.url),
            content,
            headers.get("content-type", ""),
            headers.get("etag", ""),
            headers.get("last-modified", ""),
            "immutable" in map(str.strip, directives),
        )
