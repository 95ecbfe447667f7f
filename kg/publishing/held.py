"""Held: how much the data of an edition hold, and how much with what is told of them.

It is kept for the release that follows, which counts again what differs, and nothing
else; what is said is the same as when everything is counted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Self

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from kg.publishing.audience import merged_lines
from kg.publishing.census import Census, Tally
from kg.publishing.changes.lines import opened
from kg.publishing.counts import ALL, Counts, What, census_of, counts_of
from kg.publishing.difference import Change
from kg.publishing.lines import parts
from kg.publishing.numbered import iri_of, triple_of
from kg.publishing.recount import Triples, count_again
from kg.publishing.sealed import read_sealed, write_sealed
from kg.publishing.shown import Shown
from kg.publishing.sizes import Size, take_sizes
from kg.store.oxigraph import open_engine

FILE = "counted.json"
"""What an edition holds: beside its manifest, and not published."""

WithMore = Callable[[Iterable[bytes]], Census]
"""Counts a merge with more triples in it, as lines."""

_VALUE = b"<urn:x> <urn:x> %b .\n"


@dataclass(frozen=True, slots=True)
class Held:
    """How much a merge holds, and how large its named graphs are."""

    census: Census
    sizes: Mapping[NamedNode, Size]

    def keep(self, edition: Path) -> None:
        """Keep it with an edition, for the release that follows."""
        counts = counts_of(self.census)
        numbers = [
            [*key[:1], *map(bytes.decode, key[1:]), counts[key]] for key in counts
        ]
        sizes = [[name.value, *astuple(it)] for name, it in self.sizes.items()]
        write_sealed(edition / FILE, {"numbers": numbers, "sizes": sizes})

    @classmethod
    def read(cls, edition: Path) -> Self:
        """Read what was kept.

        Raises:
            OSError: nothing was.
            ValueError: it is not what it was.
        """
        kept = read_sealed(edition / FILE)
        counts = Counts()
        for what, class_, property_, term, number in kept["numbers"]:
            key = What(what), class_.encode(), property_.encode(), term.encode()
            counts[key] = number
        sizes = {NamedNode(name): Size(*size) for name, *size in kept["sizes"]}
        return cls(census_of(counts), sizes)


def held(shown: Shown) -> tuple[Held, WithMore]:
    """Count everything that is shown."""
    tally = Tally()
    with shown.default.open("rb") as lines:
        tally.add(lines)
    with shown.named.open("rb") as lines:
        sizes = take_sizes(lines)

    def with_more(lines: Iterable[bytes]) -> Census:
        tally.add(lines)
        return tally.census()

    return Held(tally.census(), sizes), with_more


@dataclass(frozen=True, slots=True)
class Since:
    """What has become of the graphs of an edition, its catalogue aside.

    Attributes:
        before: the folder of the edition.
        now: what its graphs are now, without a catalogue.
        named: what differs in them.
        default: what differs in their merge; what the catalogue said is gone.
        catalogue: the lines that it said it in.
    """

    before: Path
    now: Shown
    named: Change
    default: Change
    catalogue: frozenset[bytes]

    @contextmanager
    def held(self) -> Iterator[tuple[Held, WithMore]]:
        """Offer what they hold, counted from what they held.

        Raises:
            NoRoomError: counting everything takes no longer.
            SetupError: the store before cannot be read.
        """
        only, change = self._data()
        kept, was = Held.read(self.before), Shown.of(self.before / "dumps")
        index = _Index(open_engine(self.before / "store"), change.added)
        with opened(was.default) as old, opened(self.now.default) as new:
            data = Triples(new)
            told = Triples(old, only)
            census = count_again(kept.census, (told, data), change, index)

            def with_more(lines: Iterable[bytes]) -> Census:
                more = Change(tuple(lines))
                both = data, Triples(new, more=more.added)
                return count_again(census, both, more, index)

            yield Held(census, self._sizes(kept.sizes)), with_more

    def _data(self) -> tuple[frozenset[bytes], Change]:
        """List what only the catalogue said, and say what differs beside that."""
        said = set(merged_lines(sorted(self.catalogue)))
        gone = set(self.default.removed)
        only = (said & gone) - set(merged_lines(self.named.removed))
        with opened(Shown.of(self.before / "dumps").named) as lines:
            for triple in said - gone:
                if self.catalogue.issuperset(lines.of(triple.removesuffix(b".\n"))):
                    only.add(triple)
        added = {*self.default.added, *(only - gone)}
        return frozenset(only), Change(
            *(tuple(sorted(it)) for it in (added, gone - only))
        )

    def _sizes(self, kept: Mapping[NamedNode, Size]) -> dict[NamedNode, Size]:
        """Measure the graphs that differ; the others are as large as they were."""
        names = {parts(line)[1] for line in (*self.named.added, *self.named.removed)}
        ends = tuple(b" %b .\n" % name for name in names)
        with self.now.named.open("rb", 1 << 18) as lines:
            sizes = take_sizes(line for line in lines if line.endswith(ends))
        others = {it: kept[it] for it in kept if it not in set(map(iri_of, names))}
        sizes |= others
        return {name: sizes[name] for name in sorted(sizes, key=str)}


class _Index:
    """Finds triples by their values: in the store before, and among those that came."""

    def __init__(self, store: Store, added: Iterable[bytes]) -> None:
        self._store = store
        self._added = defaultdict[bytes, list[tuple[bytes, bytes]]](list)
        for subject, predicate, value in map(triple_of, added):
            self._added[value].append((subject, predicate))

    def having(self, predicate: bytes, value: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield the subjects and predicates of triples."""
        places = self._added.get(value, ())
        yield from (it for it in places if predicate in (ALL, it[1]))
        [known] = parse(_VALUE % value, format=RdfFormat.N_TRIPLES)
        wanted = iri_of(predicate) if predicate else None
        graph = DefaultGraph()
        for it in self._store.quads_for_pattern(None, wanted, known.object, graph):
            yield str(it.subject).encode(), str(it.predicate).encode()
