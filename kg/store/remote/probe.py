"""Meeting an engine: what it can do, and whether it holds the release it is to serve.

It is asked, not believed: each ability by a question whose right answer is known.
Nothing is served from an engine before it has shown the release (deny by default).
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, Triple

from kg.errors import EngineCutError, EngineError, SetupError
from kg.rdf.formats import JSON, N_TRIPLES, Kind
from kg.store.engine import read_solutions, read_triples, read_truth
from kg.store.protocol import Row, Term
from kg.store.remote.conversion import Wanted, convert
from kg.store.remote.exchange import Exchange, Question
from kg.store.remote.holding import NOTHING, NOWHERE, Holding, Parameters, Ways
from kg.store.remote.profiles import Profile, recognise
from kg.store.remote.spool import Room, Spool, Tally

log = logging.getLogger(__name__)

SECONDS = 10.0
"""How long an engine may take over each question but those that count."""

COUNTING_SECONDS = 300.0
_MOST = 16_777_216
_SHOWN = 3

_ANY = "ASK { ?s ?p ?o }"
_ANY_NAMED = "ASK { GRAPH ?g { ?s ?p ?o } }"
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_COUNT_NAMED = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_ALL = (
    (Kind.BINDINGS, "SELECT ?s { ?s ?p ?o }", b'"value"'),
    (Kind.GRAPH, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", b"\n"),
)
"""Questions for all that is held, and what each row or statement has once."""

_LARGE = 1_048_577
_WRITTEN = "CONSTRUCT { <urn:x-kg:s> <urn:x-kg:p> 'é' } {}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What an engine has shown: that it holds a release, and how it works.

    `server` is how it calls itself; `most` is how many rows or statements it gives out
    and then ends as if that were all.
    """

    profile: Profile
    server: str
    ways: Ways
    most: Mapping[Kind, int]

    @property
    def words(self) -> str:
        """All of it in a line."""
        patience = self.profile.patience
        deadline = "by closing" if patience is None else f"{patience.parameter}=…"
        abilities = [
            f"deadline {deadline}",
            f"dataset parameters {_word(self.ways.chooses)}",
            f"stronger than FROM {_word(self.ways.overrides)}",
            f"merges default graphs {_word(self.ways.merges)}",
            *(f"NO MORE THAN {it} of {kind}" for kind, it in self.most.items()),
        ]
        name = f"{self.profile.label} ({self.server})"
        return f"{name if self.server else self.profile.label}: {', '.join(abilities)}"


async def prove(exchange: Exchange, holding: Holding, profile: Profile | None) -> Proof:
    """Have an engine show that it holds a release, and how it works.

    Without a profile, the engine's is found out. It is spoken to accordingly from
    then on.

    Raises:
        EngineError: it fails, or cannot be reached.
        SetupError: it does not hold the release, or cannot serve it.
    """
    head = await exchange.head(SECONDS)
    known = profile or recognise(head, await exchange.describe(SECONDS))
    exchange.profile = known
    meeting = _Meeting(exchange, holding)
    await meeting.check_formats()
    chooses = await meeting.chooses()
    if holding.merged is not None and not chooses:
        raise SetupError(
            "the engine does not heed default-graph-uri and named-graph-uri: let it "
            "hold one release and nothing else, and set KG_STORE_DATASET=whole"
        )
    await meeting.check_graphs()
    ways = Ways(
        chooses=chooses,
        overrides=chooses and await meeting.overrides(),
        merges=chooses and await meeting.merges(),
    )
    return Proof(known, head.get("server", ""), ways, await meeting.most())


async def still_holds(exchange: Exchange, holding: Holding) -> None:
    """Do nothing when the engine has the mark of a release.

    Raises:
        EngineError: it fails, or cannot be reached.
        SetupError: it has no mark, or another one.
    """
    if not await _Meeting(exchange, holding).ask(holding.marker, holding.marking):
        raise SetupError(f"the engine does not hold release {holding.label} any more")


def _merge(holding: Holding) -> Parameters:
    merged = holding.merged
    return () if merged is None else (("default-graph-uri", merged),)


def _where(holding: Holding) -> str:
    merged = holding.merged
    return "the default graph" if merged is None else f"<{merged}>"


def _text(term: Term) -> str:
    return "" if isinstance(term, Triple) else term.value


def _number(term: Term) -> int:
    text = _text(term)
    if not text.isdigit():
        raise EngineError(f"the engine counts {text[:80]!r}; expected a number")
    return int(text)


def _word(able: bool) -> str:
    return "yes" if able else "NO"


class _Meeting:
    """The questions, and what their answers mean."""

    def __init__(self, exchange: Exchange, holding: Holding) -> None:
        self._exchange = exchange
        self._holding = holding

    async def check_formats(self) -> None:
        """See that it answers in JSON and in N-Triples, and knows letters."""
        if not await self.ask("ASK {}"):
            raise SetupError("the engine answers ASK {} with no")
        content = await self._read(_WRITTEN, Kind.GRAPH, (), SECONDS)
        found = [triple.object for triple in read_triples(content)]
        if found != [Literal("é")]:
            raise SetupError(f"the engine constructs {found}; expected 'é'")

    async def chooses(self) -> bool:
        """See whether parameters hide what is not named in them."""
        return not (
            await self.ask(_ANY, NOTHING) or await self.ask(_ANY_NAMED, NOTHING)
        )

    async def check_graphs(self) -> None:
        """See that the engine has all triples of the release, and in a merge that."""
        wanted = self._holding
        merge = _merge(wanted)
        self._expect(_where(wanted), wanted.triples, await self._count(merge))
        sizes = await self._sizes()
        for graph, triples in wanted.graphs.items():
            self._expect(f"<{graph}>", triples, sizes.pop(graph, 0))
        if sizes:  # a merge that is the engine's own hides nothing
            listed = ", ".join(f"<{it}>" for it in sorted(sizes)[:_SHOWN])
            raise SetupError(
                f"the engine holds graphs that are not of release {wanted.label}: "
                f"{listed}; remove them, or set KG_STORE_DATASET=named"
            )
        await still_holds(self._exchange, wanted)

    async def overrides(self) -> bool:
        """See whether parameters hold against a FROM, and hide what it names."""
        graph = self._holding.merged or next(iter(self._holding.graphs), NOWHERE)
        return not await self.ask(f"ASK FROM <{graph}> {{ ?s ?p ?o }}", NOTHING)

    async def merges(self) -> bool:
        """See whether a triple of two graphs is one triple of their merge.

        The merge of the release has most of the triples of every graph already.
        """
        merged, sizes = self._holding.merged, self._holding.graphs
        if merged is None or not sizes:
            return False
        graph = min(sizes, key=lambda it: (sizes[it], it))
        both = (("default-graph-uri", merged), ("default-graph-uri", graph))
        return await self._count(both) < self._holding.triples + sizes[graph]

    async def most(self) -> Mapping[Kind, int]:
        """See how much it gives out of what it holds, where that is not all.

        Some engines cut an answer and end it as if it were whole. What one holds is
        known, so that a cut shows; one that is higher than that does not.
        """
        found: dict[Kind, int] = {}
        hardest = self._exchange.profile.hardest
        for kind, query, mark in _ALL:
            limit = min(self._holding.triples, _LARGE)
            tally = Tally(mark)
            question = Question(f"{query} LIMIT {limit}", kind, _merge(self._holding))
            try:
                await self._exchange.ask(question, tally, COUNTING_SECONDS)
            except EngineCutError as error:
                log.info("told by the engine: %s", error)
                continue
            if tally.number < limit - 1:  # the last line may have no end
                found[kind] = tally.number - 1  # some count one more than they say
            elif hardest is not None:
                found[kind] = hardest
        return found

    async def ask(self, query: str, parameters: Parameters = ()) -> bool:
        """Answer an ASK."""
        return read_truth(await self._read(query, Kind.BOOLEAN, parameters, SECONDS))

    async def _count(self, parameters: Parameters) -> int:
        rows = await self._rows(_COUNT, parameters)
        return _number(rows[0]["n"]) if rows else 0

    async def _sizes(self) -> dict[str, int]:
        """Count the triples of the named graphs that queries will see."""
        graphs = self._holding.graphs
        if self._holding.merged is None:
            rows = await self._rows(_COUNT_NAMED, ())
        elif graphs:
            named = tuple(("named-graph-uri", iri) for iri in graphs)
            rows = await self._rows(_COUNT_NAMED, (*NOTHING, *named))
        else:
            rows = []
        return {_text(row["g"]): _number(row["n"]) for row in rows if "g" in row}

    async def _rows(self, query: str, parameters: Parameters) -> list[Row]:
        content = await self._read(query, Kind.BINDINGS, parameters, COUNTING_SECONDS)
        return read_solutions(content)

    async def _read(
        self, query: str, kind: Kind, parameters: Parameters, seconds: float
    ) -> bytes:
        room = Room(2 * _MOST)
        source, target = Spool(room, _MOST), Spool(room, _MOST)
        written = N_TRIPLES if kind is Kind.GRAPH else JSON
        try:
            question = Question(query, kind, parameters)
            await self._exchange.ask(question, source, seconds)
            convert(source, Wanted(kind, written), target)
            return target.read()
        finally:
            source.close()
            target.close()

    def _expect(self, what: str, expected: int, found: int) -> None:
        if found != expected:
            raise SetupError(
                f"{what} in the engine: found {found} triples; expected {expected}, as "
                f"in release {self._holding.label}: load it (kg load)"
            )
