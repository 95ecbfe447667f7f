"""One question to an engine over HTTP, and its whole answer or why there is none.

httpx keeps connections open and notices a transfer that breaks off. It has no deadline
for all of an exchange and asks once: both are here. A question that is given up, by its
deadline or by whoever asked, closes its connection, which tells the engine.
"""

import asyncio
import random
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

import httpx

from kg.errors import EngineAwayError, EngineError, KgError, QueryTimeoutError
from kg.rdf.formats import JSON, N_TRIPLES, Kind
from kg.store.remote.completeness import (
    JsonText,
    Text,
    TriplesText,
    check_framing,
    check_head,
)
from kg.store.remote.profiles import GENERIC, Profile
from kg.store.remote.refusal import MOST, refusal, retry_after
from kg.store.remote.spool import Sink

AGENT = "solidarity-graph (httpx)"
_CONNECT_SECONDS = 5.0
_TRIES = 3
_PAUSE_SECONDS = 0.1
"""How long to wait before asking again, where the engine does not say; then longer."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query, what its answer is, and the parameters that choose its graphs."""

    query: str
    kind: Kind
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """Where an engine is, and how many questions it gets at once.

    `name` is how messages call it: its address is not for strangers.
    """

    url: str
    connections: int = 1
    name: str = "the engine"


class Exchange:
    """The connections to one engine. `profile` says how it is spoken to."""

    def __init__(self, address: Address, profile: Profile = GENERIC) -> None:
        """Connect when first asked."""
        self.profile = profile
        self._address = address
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(None, connect=_CONNECT_SECONDS),
            limits=httpx.Limits(
                max_connections=address.connections,
                max_keepalive_connections=address.connections,
                keepalive_expiry=30.0,
            ),
            verify=_trust(address.url),
            trust_env=False,  # settings are read in one place, and no proxy is meant
            follow_redirects=False,  # credentials and queries go nowhere else
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def ask(self, question: Question, answer: Sink, seconds: float) -> None:
        """Write the answer into a sink: JSON or N-Triples, whole when this returns.

        Raises:
            QueryTimeoutError: it was not there after so many seconds.
            EngineAwayError: the engine cannot be reached.
            EngineError: what came is no answer, or not all of one.
            QuerySyntaxError, NotAcceptableError, OverloadedError: the engine says so.
            AnswerTooLargeError: the answer is longer than the spool takes.
        """
        due = asyncio.get_running_loop().time() + seconds
        try:
            async with asyncio.timeout_at(due):
                await self._insist(question, answer, due)
        except TimeoutError:
            message = f"the query was not answered within {seconds:g} seconds"
            raise QueryTimeoutError(message) from None

    async def describe(self, seconds: float) -> str:
        """Read what the engine says of itself: its description, or nothing."""
        try:
            async with asyncio.timeout(seconds):
                async with self._client.stream("GET", self._address.url) as reply:
                    return (await _start(reply)).decode(errors="replace")
        except (httpx.RequestError, TimeoutError):
            return ""

    async def head(self, seconds: float) -> dict[str, str]:
        """Ask the smallest question; give the head of the answer.

        Raises:
            EngineError: there is no answer, or not within so many seconds.
        """
        question = Question("ASK {}", Kind.BOOLEAN)
        try:
            async with (
                asyncio.timeout(seconds),
                self._replied(question, seconds) as reply,
            ):
                return _lowered(reply)
        except TimeoutError:
            raise EngineAwayError(f"{self._address.name} is silent") from None
        except _AgainError as again:
            raise again.error from again

    async def _insist(self, question: Question, answer: Sink, due: float) -> None:
        """Ask again as long as nothing has come and there is time."""
        for tried in range(_TRIES):
            try:
                await self._once(question, answer, due)
            except _AgainError as again:
                wait = again.pause(tried)
                late = asyncio.get_running_loop().time() + wait >= due
                if tried + 1 >= again.tries or late:
                    raise again.error from again
                answer.clear()
                await asyncio.sleep(wait)
            else:
                return

    async def _once(self, question: Question, answer: Sink, due: float) -> None:
        left = due - asyncio.get_running_loop().time()
        async with self._replied(question, left) as reply:
            headers = _lowered(reply)
            check_head(reply.status_code, headers, self._types(question))
            text = self._text(question, headers)
            async for block in reply.aiter_bytes():
                text.feed(block)
                answer.write(block)
            text.end()

    @asynccontextmanager
    async def _replied(
        self, question: Question, seconds: float
    ) -> AsyncIterator[httpx.Response]:
        """Send a question; give a reply that is no refusal."""
        begun = False
        try:
            async with self._client.stream(
                "POST",
                self._address.url,
                content=self._form(question, seconds),
                headers=self._headers(question),
            ) as reply:
                begun = True
                if reply.status_code >= 300:
                    raise await self._refused(reply)
                yield reply
        except httpx.RequestError as error:
            said = str(error) or type(error).__name__
            name = self._address.name
            if begun:
                message = f"{name} broke off within its answer: {said}"
                raise EngineError(message) from error
            away = EngineAwayError(f"{name} cannot be reached: {said}")
            # One that has got the question may have broken down over it.
            got = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            raise _AgainError(away, tries=2 if got else _TRIES) from error

    def _form(self, question: Question, seconds: float) -> bytes:
        """Write the question as a form: the one way that every engine takes."""
        patience = self.profile.patience
        limits = () if patience is None else (patience.write(seconds),)
        pairs = [("query", question.query), *question.parameters, *limits]
        return urlencode(pairs).encode("ascii")

    def _headers(self, question: Question) -> dict[str, str]:
        return {
            "Accept": ", ".join(self._types(question)),
            "Accept-Encoding": "identity",
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": AGENT,
        }

    def _types(self, question: Question) -> tuple[str, ...]:
        if question.kind is Kind.GRAPH:
            return (N_TRIPLES.media_type, *self.profile.triples)
        return JSON.media_types

    def _text(self, question: Question, headers: dict[str, str]) -> Text:
        if question.kind is not Kind.GRAPH:
            return JsonText()
        check_framing(headers)
        return TriplesText(self.profile.comment)

    async def _refused(self, reply: httpx.Response) -> Exception:
        error = refusal(reply.status_code, _lowered(reply), await _start(reply))
        if reply.status_code in (502, 503) and not isinstance(error, QueryTimeoutError):
            return _AgainError(error, wait=retry_after(_lowered(reply)) or 0.0)
        return error


class _AgainError(Exception):
    """Nothing has come of an answer, and to ask again changes nothing."""

    def __init__(
        self, error: KgError, *, wait: float = 0.0, tries: int = _TRIES
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.tries = tries
        self._wait = wait

    def pause(self, tried: int) -> float:
        """Say how long to wait: not all who wait should ask at once."""
        wait = max(self._wait, _PAUSE_SECONDS * (1 + 3 * tried))
        return wait * (1 + random.random() / 2)  # noqa: S311 - no secret


def _trust(url: str) -> ssl.SSLContext | bool:
    """Trust whom the system trusts; to read who that is takes longer than a query."""
    return ssl.create_default_context() if url.startswith("https:") else False


def without_password(url: str) -> str:
    """Leave out of an address who asks, and by which password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _lowered(reply: httpx.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in reply.headers.items()}


async def _start(reply: httpx.Response) -> bytes:
    """Read the first bytes of a body."""
    start = bytearray()
    async for block in reply.aiter_bytes():
        start += block
        if len(start) >= MOST:
            break
    return bytes(start[:MOST])
