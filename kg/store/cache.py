"""Answers kept in memory: a release never changes, nor does what it says."""

from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import partial

from kg.rdf.formats import Format
from kg.store.account import ACCOUNT
from kg.store.engine import Answer, Engine, total_of
from kg.store.flight import Flight
from kg.store.protocol import STORED, Dataset
from kg.store.total import Total

_MIB = 1_048_576
_SHARE = 16
"""No answer takes more than one of so many parts of the cache."""

_AROUND = 1024
"""Bytes that an answer takes besides its own and those of its query, about."""

Key = tuple[str, str, str, Dataset]


@dataclass(frozen=True, slots=True)
class Question:
    """A query that has passed the preflight, and how it is to be answered.

    One that is `volatile` may have another answer next time; see there for `dear`.
    """

    query: str
    written: Format
    dataset: Dataset = STORED
    dear: bool = False
    volatile: bool = False


@dataclass(slots=True)
class Kept:
    """An `Answer` that is there, all of it.

    `packed` is room for it compressed, by the name of the coding.
    """

    label: str
    first: bytes
    total: Total | None
    packed: dict[str, bytes] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Say yes."""
        return True

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield nothing: all is there."""
        nothing: tuple[bytes, ...] = ()
        for block in nothing:
            yield block

    def close(self) -> None:
        """Give nothing up: nothing is under way."""


@dataclass(slots=True)
class CacheTally:
    """What a cache has done since it was made, and what it holds now.

    `joined` are questions that were under way already; `bytes` counts an answer twice,
    for there may be a compressed one beside it.
    """

    hits: int = 0
    joined: int = 0
    misses: int = 0
    answers: int = 0
    bytes: int = 0


class AnswerCache:
    """The answers used last, of releases that are served, up to so many bytes.

    Equal questions under way are asked once.
    """

    def __init__(self, megabytes: int) -> None:
        """Keep nothing, and share nothing, where there are no `megabytes`."""
        self.tally = CacheTally()
        self._most = megabytes * _MIB
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._flights: dict[Key, Flight] = {}
        self._served: Counter[str] = Counter()

    def serve(self, label: str) -> None:
        """Keep answers of a release from now on, for one more who serves it."""
        self._served[label] += 1

    def forget(self, label: str) -> None:
        """Keep no answers of a release, nor those there are: one less serves it."""
        self._served[label] -= 1
        if self._served[label] > 0:
            return
        del self._served[label]
        for key in [key for key in self._kept if key[0] == label]:
            self._drop(key)

    async def ask(self, engine: Engine, question: Question) -> Answer:
        """Answer as `Engine.answer` does; with a `Kept` one where there is one."""
        if question.volatile or not self._most:
            return await _answer(engine, question)
        key = (engine.label, question.query, question.written.name, question.dataset)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            self.tally.hits += 1
            return kept
        ACCOUNT.get().admit()  # here, so that who joins is not told of another's debts
        answer = await self._flight(key, engine, question).join()
        return await _answer(engine, question) if answer is None else answer

    def _flight(self, key: Key, engine: Engine, question: Question) -> Flight:
        flight = self._flights.get(key)
        if flight is not None:
            self.tally.joined += 1
            return flight
        self.tally.misses += 1
        flight = Flight(self._fetch(key, engine, question), partial(self._land, key))
        self._flights[key] = flight
        return flight

    def _land(self, key: Key, flight: Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]

    async def _fetch(self, asked: Key, engine: Engine, question: Question) -> Answer:
        answer = await _answer(engine, question)
        key = (answer.label, *asked[1:])  # the release may have changed meanwhile
        if answer.complete:
            self._keep(Kept(key[0], answer.first, total_of(answer)), key)
            return answer
        return Passing(answer, self._share, lambda kept: self._keep(kept, key))

    @property
    def _share(self) -> int:
        return self._most // _SHARE

    def _keep(self, kept: Kept, key: Key) -> None:
        size = _size(key, kept.first)
        if key[0] not in self._served or size > self._share:
            return
        self._drop(key)
        self._kept[key] = kept
        self.tally.answers += 1
        self.tally.bytes += size
        while self.tally.bytes > self._most:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self.tally.answers -= 1
            self.tally.bytes -= _size(key, kept.first)


class Passing:
    """An answer that is told to `keep` once all of it has passed, if it is short."""

    def __init__(self, answer: Answer, most: int, keep: Callable[[Kept], None]) -> None:
        self.label = answer.label
        self.first = answer.first
        self._answer = answer
        self._most = most
        self._keep = keep

    @property
    def complete(self) -> bool:
        """Whether the blocks seen are all there are."""
        return self._answer.complete

    @property
    def total(self) -> Total | None:
        """What it amounts to, once all of it has passed."""
        return total_of(self._answer)

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield the blocks after the first."""
        parts, length = [self.first], len(self.first)
        async for block in self._answer.rest():
            length += len(block)
            if length <= self._most:
                parts.append(block)
            yield block
        if length <= self._most:
            self._keep(Kept(self.label, b"".join(parts), self.total))

    def close(self) -> None:
        """Give up what is left."""
        self._answer.close()


async def _answer(engine: Engine, question: Question) -> Answer:
    return await engine.answer(
        question.query, question.written, question.dataset, dear=question.dear
    )


def _size(key: Key, content: bytes) -> int:
    return 2 * len(content) + len(key[1]) + _AROUND
