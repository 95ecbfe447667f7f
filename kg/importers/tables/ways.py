"""Ways to the records of a JSON file: as they are written, and found where none is."""

import re
from dataclasses import dataclass, field

from kg.errors import Position, UnexpectedValueError
from kg.importers.tables.scanner import Scanner

EXPECTED = "a way to records such as [*], laureates[*], data.items[*] or *"

_PATH = re.compile(r"(?:(?P<names>[^\[\]*]+?)(?=\[|\.\*))?(?P<all>\[\*\]|\.?\*)")
_UNWRITTEN = frozenset(".[]*")
_DEEPEST = 5
"""Names on the way to a list that is found."""
_COMPARED = 20
"""Members of an object, and names of a member, that are compared."""
_MOST = 1_000
"""Lists that are noted."""


@dataclass(frozen=True, slots=True)
class Way:
    """The names on the way to records; `listed` in an array, else in an object."""

    names: tuple[str, ...]
    listed: bool

    def __str__(self) -> str:
        trail = ".".join(self.names)
        if self.listed:
            return f"{trail}[*]"
        return f"{trail}.*" if trail else "*"


def read_way(text: str, name: str) -> Way:
    """Read a way as a mapping writes it.

    Raises:
        UnexpectedValueError: it is none.
    """
    found = _PATH.fullmatch(text)
    if found is None:
        raise UnexpectedValueError(Position(name), repr(text), EXPECTED)
    names = tuple(found["names"].split(".")) if found["names"] else ()
    return Way(names, found["all"] == "[*]")


@dataclass(frozen=True, slots=True)
class Met:
    """A list that was met: how many items it has, and whether they are objects."""

    way: Way
    size: int = 0
    objects: bool = True

    @property
    def rank(self) -> tuple[bool, int, int]:
        """What comes first is taken."""
        return not self.objects, len(self.way.names), -self.size


def find_ways(scanner: Scanner, name: str) -> list[Met]:
    """Find the lists that may be the records of a file, the likeliest first.

    That is the first list of objects under one name. Where there is none it is the
    longest of those that the fewest names lead to; an object is a list, too, when its
    members are objects that are alike.

    Raises:
        UnexpectedValueError: there is no list, or no way to it can be written.
    """
    if scanner.peek() == "[":
        return [Met(Way((), listed=True))]
    search = _Search(scanner)
    names = search.look_into(())
    ranked = sorted(search.met, key=lambda it: it.rank)
    if not ranked and names and not search.plain:
        return [Met(Way((), listed=False))]
    if not ranked:
        found = "a value that is no list of records"
        raise UnexpectedValueError(Position(name), found, f"'records': {EXPECTED}")
    if any(_UNWRITTEN & set(it) for it in ranked[0].way.names):
        found = f"records at {ranked[0].way}, with a dot or a bracket in a name"
        raise UnexpectedValueError(Position(name), found, "names without")
    return ranked


@dataclass(slots=True)
class _Search:
    """Goes through a file as far as it has to, and notes the lists in it.

    `plain` says that a member of the whole is no object.
    """

    scanner: Scanner
    met: list[Met] = field(default_factory=list)
    plain: bool = False
    over: bool = False

    def look_into(self, names: tuple[str, ...]) -> frozenset[str]:
        """Look into an object; give the names of its members."""
        own: list[str] = []
        shared: frozenset[str] | None = None
        count = 0
        for name in self.scanner.names():
            count += 1
            if count <= _COMPARED:
                own.append(name)
            elif shared and self.scanner.peek() == "{":
                self.scanner.skip()
                continue
            found = self._member((*names, name))
            shared = found if shared is None else shared & found
            if self.over:
                return frozenset()
        if count > 1 and shared:
            self._note(Met(Way(names, listed=False), count))
        return frozenset(own)

    def _member(self, names: tuple[str, ...]) -> frozenset[str]:
        """Look into a member of an object; give the names of its own members."""
        mark = self.scanner.peek()
        self.plain |= mark != "{" and len(names) == 1
        if mark == "{" and len(names) < _DEEPEST:
            return self.look_into(names)
        if mark == "[":
            self._list(names)
        else:
            self.scanner.skip()
        return frozenset()

    def _list(self, names: tuple[str, ...]) -> None:
        self.scanner.take("[")
        objects = self.scanner.peek() == "{"
        way = Way(names, listed=True)
        if objects and len(names) == 1:
            self.met.append(Met(way))
            self.over = True
            return
        size = 0
        while not self.scanner.follows("]"):
            if size:
                self.scanner.take(",")
            self.scanner.skip()
            size += 1
        self._note(Met(way, size, objects))

    def _note(self, met: Met) -> None:
        if len(self.met) < _MOST:
            self.met.append(met)
