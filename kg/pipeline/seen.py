"""What is seen: all that a project says, as lines and quads, and who may see it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import ValidationError
from kg.model.room import NoRoomError
from kg.pipeline.content import Content, Step
from kg.pipeline.earlier import CURATED, Earlier, keep_curated
from kg.publishing.audience import Access, Audience, Sight, catalogue_graph
from kg.publishing.catalogue import Edition, Told, tell
from kg.publishing.changes.lines import opened
from kg.publishing.difference import Change, Difference
from kg.publishing.held import Since, held
from kg.publishing.leaks import NAMES
from kg.publishing.lines import line_of, merge_lines, parts, write_sorted
from kg.publishing.shown import Shown
from kg.rdf.query.catalogue import Query
from kg.rdf.terms import HS

_NAMING = tuple(f" {term} ".encode() for term in NAMES)
_ACCESS = tuple(f" {term} ".encode() for term in (HS.access, HS.embargoUntil))


@dataclass(frozen=True, slots=True)
class Lines:
    """All that a project says, as files of sorted lines, and who may see what of it."""

    content: Content
    named: Mapping[str, Path]
    access: Access

    @classmethod
    def write(
        cls, content: Content, folder: Path, stages: Path | None = None
    ) -> "Lines":
        """Write what curators wrote beside what bulk sources say, which is written.

        Args:
            content: what a project says.
            folder: where to write.
            stages: where it is kept, if it is.
        """
        curated = folder / "curated.nq"
        write_sorted(content.quads, curated)
        if stages is not None:
            curated = keep_curated(curated, stages)
        bulk = {stage.source.source.key: stage.lines for stage in content.stages}
        files = {CURATED: curated, **bulk}
        return cls(content, files, Access.from_quads(_access_quads(files.values())))

    @property
    def files(self) -> tuple[Path, ...]:
        """All files, that of curators first."""
        return tuple(self.named.values())

    def __iter__(self) -> Iterator[bytes]:
        return merge_lines(self.files)

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return sum(path.stat().st_size for path in self.files)


def _access_quads(files: Iterable[Path]) -> Iterator[Quad]:
    """Yield what lines say of who may see graphs."""
    for path in files:
        with opened(path) as lines:
            found = b"".join(lines.having(_ACCESS))
        yield from parse(found, format=RdfFormat.N_QUADS)


@dataclass(frozen=True, slots=True)
class Seen:
    """The lines of what has been written for an audience, as often as one looks.

    Whether the audience may see them is judged again, by the names of their graphs.
    """

    shown: Shown
    sight: Sight

    def __iter__(self) -> Iterator[bytes]:
        with self.shown.named.open("rb", 1 << 18) as lines:
            yield from self._permitted(lines)

    def naming(self) -> Iterator[bytes]:
        """Yield the lines that name something."""
        with opened(self.shown.named) as lines:
            yield from self._permitted(lines.having(_NAMING))

    def _permitted(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        permitted: set[bytes] = set()
        for line in lines:
            name = parts(line)[1]
            if name not in permitted:
                self._refuse_hidden(line)
                permitted.add(name)
            yield line

    def _refuse_hidden(self, line: bytes) -> None:
        for quad in parse(line, format=RdfFormat.N_QUADS):
            graph = quad.graph_name
            if not self.sight.permits(graph):
                raise ValidationError(f"{self.shown.named.name}: {graph} is hidden")


def is_followed(shown: Shown, difference: Difference, sight: Sight) -> bool:
    """Tell whether what differs in the lines of an edition is surely shown.

    Lines that do not differ were looked at before, by the same rules: they come from
    files that are what they were, and whoever sees their graphs saw them.
    """
    added = parse(b"".join(difference.named.added), format=RdfFormat.N_QUADS)
    if not all(sight.permits(quad.graph_name) for quad in added):
        return False
    with opened(shown.named) as lines:
        return all(
            next(lines.of(triple.removesuffix(b".\n")), None) is not None
            for triple in difference.default.added
        )


def hidden_names(lines: Lines, sight: Sight) -> Iterator[Quad]:
    """Yield the quads that name things and that an audience may not see."""
    for path in lines.files:
        with opened(path) as said:
            naming = said.having(_NAMING)
            hidden = b"".join(it for it in naming if not sight.sees(it))
        yield from parse(hidden, format=RdfFormat.N_QUADS)


def show(
    lines: Lines, about: Edition, folder: Path, earlier: Earlier | None, step: Step
) -> tuple[Shown, Told, Difference | None]:
    """Write what an audience is shown, the catalogue with it, and say what that is.

    Args:
        lines: all that there is.
        about: for whom, and of which time.
        folder: a new folder, for the two files.
        earlier: the release that this one follows, if it is made from it.
        step: told why it is not.

    Returns:
        what is shown, what is told of it, and what has changed since then.
    """
    sight = Sight(lines.access, about.audience, about.time.date())
    before = None if earlier is None else earlier.edition(about.audience, step)
    with TemporaryDirectory(dir=folder.parent) as scratch:
        if earlier is not None and before is not None:
            since = _Since(before, earlier.change)
            return since.show(lines, about, (Path(scratch), folder))
        plain = Shown.write(Path(scratch), lines, sight, ())
        told = tell(plain, (about, sight), lines.content.queries, held(plain))
        folder.mkdir(parents=True)
        with plain.named.open("rb") as seen:
            return Shown.write(folder, seen, sight, told.quads), told, None


@dataclass(frozen=True, slots=True)
class _Since:
    """What an audience was shown before, and what differs since in all that is said."""

    before: Path
    change: Change

    def show(
        self, lines: Lines, about: Edition, folders: tuple[Path, Path]
    ) -> tuple[Shown, Told, Difference]:
        """Write what it is shown now; see `show`."""
        sight = Sight(lines.access, about.audience, about.time.date())
        change, was = self.change.seen(sight), Shown.of(self.before / "dumps")
        then = frozenset(_catalogue(was))
        plain, merged = was.changed(folders[0], _joined(change, gone=then))
        since = Since(self.before, plain, change, merged, then)
        told = _told_since(since, (about, sight), lines.content.queries)
        now = set(map(line_of, told.quads))
        named = _joined(change, new=now - then, gone=then - now)
        folders[1].mkdir(parents=True)
        shown, default = was.changed(folders[1], named)
        return shown, told, Difference(self.before, named, default)


def _told_since(
    since: Since, about: tuple[Edition, Sight], queries: Iterable[Query]
) -> Told:
    """Tell of what differs, or of everything where that is no longer."""
    try:
        with since.held() as counted:
            return tell(since.now, about, queries, counted)
    except NoRoomError:
        return tell(since.now, about, queries, held(since.now))


def _joined(
    change: Change, *, new: Collection[bytes] = (), gone: Collection[bytes] = ()
) -> Change:
    return Change(
        tuple(sorted({*change.added, *new})), tuple(sorted({*change.removed, *gone}))
    )


def _catalogue(shown: Shown) -> Iterator[bytes]:
    """Yield what is said in the graphs of the catalogue."""
    ends = [f" {catalogue_graph(it)} .\n".encode() for it in Audience]
    with opened(shown.named) as lines:
        yield from lines.having(ends)
