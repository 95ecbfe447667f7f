"""What a worker process and its parent say to each other, and how it is framed.

Every frame is one byte of kind, four of length and as many of content. The parent
sends requests; the worker says once that it is ready, then answers each request with
blocks and a last block, or with a fault. A fault instead of ready is why it cannot be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from socket import socket
from struct import Struct
from typing import Any

import orjson

from kg.errors import (
    AnswerTooLargeError,
    KgError,
    NotAcceptableError,
    QueryError,
    QuerySyntaxError,
    SetupError,
    UnexpectedValueError,
    UpdateFailedError,
)
from kg.rdf.formats import Format, by_name
from kg.store.protocol import Dataset

HEADER = Struct("!BI")

_AT_ONCE = 65_536
"""Bytes read at once: most requests are then one call of the system."""


class Say(IntEnum):
    """The kinds of frame."""

    READY = 0
    ASK = 1
    BLOCK = 2
    LAST = 3
    FAULT = 4
    TOTAL = 7
    """What the answer amounts to (kg.store.total), once, before its last block."""

    END = 5
    """The last block of an answer, after which the worker answers no more."""

    OPEN = 6
    """Open another store: the worker says again that it is ready, or cannot be."""


@dataclass(frozen=True, slots=True)
class Request:
    """A query, the format of its answer and the graphs it runs over.

    An answer of more than `most` rows is a fault, unless that is 0.
    """

    query: str
    written: Format
    dataset: Dataset
    most: int = 0


def frame(kind: Say, content: bytes = b"") -> bytes:
    """Write one frame."""
    return HEADER.pack(kind, len(content)) + content


def ask(request: Request) -> bytes:
    """Write the frame that asks for an answer."""
    dataset = request.dataset
    name, graphs = request.written.name, (dataset.default, dataset.named)
    return frame(Say.ASK, orjson.dumps((request.query, name, *graphs, request.most)))


def asked(content: bytes) -> Request:
    """Read a request; the inverse of `ask`."""
    query, name, default, named, most = orjson.loads(content)
    written = by_name(name)
    if written is None:
        raise ValueError(f"{name!r} is not the name of a format")
    return Request(query, written, Dataset(tuple(default), tuple(named)), most)


def fault(error: KgError) -> bytes:
    """Write the frame that reports an error."""
    arguments: tuple[Any, ...] = (str(error),)
    if isinstance(error, QuerySyntaxError):
        arguments = (error.reason, error.line, error.column)
    elif isinstance(error, UnexpectedValueError):
        arguments = (str(error.where), error.found, error.expected)
    elif isinstance(error, AnswerTooLargeError):
        arguments = (str(error), error.limit)
    return frame(Say.FAULT, orjson.dumps((type(error).__name__, arguments)))


def faulted(content: bytes) -> KgError:
    """Read an error; the inverse of `fault`."""
    name, arguments = orjson.loads(content)
    return _ERRORS.get(name, QueryError)(*arguments)


_ERRORS: dict[str, type[KgError]] = {
    error.__name__: error
    for error in (
        QuerySyntaxError,
        UnexpectedValueError,
        NotAcceptableError,
        AnswerTooLargeError,
        UpdateFailedError,
        SetupError,
    )
}


def receive(channel: socket) -> Iterator[tuple[Say, bytes]]:
    """Yield every request that arrives whole, until the parent hangs up."""
    with channel.makefile("rb", _AT_ONCE) as stream:
        while len(header := stream.read(HEADER.size)) == HEADER.size:
            kind, length = HEADER.unpack(header)
            content = stream.read(length)
            if len(content) < length:
                return
            yield Say(kind), content
