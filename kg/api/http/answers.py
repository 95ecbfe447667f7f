"""Sending an answer while it is made, and never a part of it as if it were all."""

import asyncio
from collections.abc import Mapping

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.api.http.compression import LEAST, Compressing, coding_for, compress, takes_gzip
from kg.api.http.presence import ClientLeftError, while_present
from kg.api.http.trailers import EXTENSION
from kg.rdf.versions import versioned
from kg.store.cache import Kept
from kg.store.engine import Answer, total_of
from kg.store.oxigraph import BLOCK

ROWS = "X-Row-Count"
DIGEST = "Repr-Digest"
UNCODED = "Unencoded-Digest"
"""The digest of an answer that is sent compressed: that of what it is made from."""


class AnswerResponse(Response):
    """An engine's answer as a response, compressed for clients that take it so.

    A failure after the first block raises: the server then drops the connection
    without the last chunk, which every client notices. How many rows there are, and the
    digest, stand in the head of a short answer and after the body of a long one.
    """

    def __init__(
        self, answer: Answer, media_type: str, headers: Mapping[str, str]
    ) -> None:
        content, facts = None, dict[str, str]()
        if answer.complete:
            content, facts = answer.first, _facts(answer, DIGEST)
        media_type = versioned(media_type, answer.first)
        super().__init__(content, 200, {**headers, **facts}, media_type)
        self._answer = answer
        if not answer.complete:
            del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, or the head of it to HEAD."""
        if self._answer.complete:
            await self._compress(scope)
            await super().__call__(scope, receive, send)
        else:
            await Compressing(self._stream)(scope, receive, send)

    async def _compress(self, scope: Scope) -> None:
        if len(self.body) < LEAST:
            return
        self.headers.add_vary_header("Accept-Encoding")
        if (coding := coding_for(scope)) is not None:
            self.body = await _compressed(self._answer, coding)
            self.headers["Content-Encoding"] = coding
            self.headers["Content-Length"] = str(len(self.body))
            if (digest := self.headers.get(DIGEST)) is not None:
                del self.headers[DIGEST]
                self.headers[UNCODED] = digest

    def _tell_coding(self, packed: bool) -> None:
        """Say of an answer without a body what would be said of it with one."""
        self.headers.add_vary_header("Accept-Encoding")
        if packed:
            self.headers["Content-Encoding"] = "gzip"

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await while_present(receive, self._send(scope, send))
        except ClientLeftError:
            return
        finally:
            self._answer.close()

    async def _send(self, scope: Scope, send: Send) -> None:
        packed = takes_gzip(scope)
        digest = UNCODED if packed else DIGEST
        if scope["method"] == "HEAD":
            self._tell_coding(packed)
        if trailed := EXTENSION in scope.get("extensions", ()):
            self.headers["Trailer"] = f"{ROWS}, {digest}"
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
                "trailers": trailed,
            }
        )
        if scope["method"] != "HEAD":
            await _send(send, self._answer.first)
            async for block in self._answer.rest():
                await _send(send, block)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        if trailed:
            facts = _facts(self._answer, digest).items()
            fields = [(name.encode(), value.encode()) for name, value in facts]
            await send({"type": EXTENSION, "headers": fields})


def _facts(answer: Answer, digest: str) -> dict[str, str]:
    """Say what a whole answer amounts to, as far as its engine counts."""
    total = total_of(answer)
    if total is None:
        return {}
    rows = {} if total.rows is None else {ROWS: str(total.rows)}
    return {**rows, digest: total.field}


async def _compressed(answer: Answer, coding: str) -> bytes:
    if not isinstance(answer, Kept):
        return compress(answer.first, coding)
    if coding not in answer.packed:
        answer.packed[coding] = await _packed(answer.first, coding)
    return answer.packed[coding]


async def _packed(content: bytes, coding: str) -> bytes:
    """Compress in a thread what would hold others up: as long as several blocks are."""
    if len(content) <= BLOCK:
        return compress(content, coding)
    return await asyncio.to_thread(compress, content, coding)


async def _send(send: Send, block: bytes) -> None:
    await send({"type": "http.response.body", "body": block, "more_body": True})
