"""What is read from a document: an event stream's page, or a catalogue.

The process that reads writes it as JSON; what comes from there is checked for its form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

Path = tuple[str, ...]
"""The properties that lead from a thing to a value, one after the other."""


class Sort(StrEnum):
    """What a document is."""

    STREAM = "an event stream"
    CATALOGUE = "a catalogue"
    DUMP = "a dump"


@dataclass(frozen=True, slots=True)
class Stream:
    """What a publisher says of an event stream.

    Paths are empty where nothing is said. `finalized` is the term, as N-Triples has it,
    by which the last member of a transaction is told; `window` the seconds after which
    the publisher forgets what we would have to know, 0 for never.
    """

    iri: str
    root: str
    timestamp: Path = ()
    sequence: Path = ()
    version_of: Path = ()
    version_timestamp: Path = ()
    version_sequence: Path = ()
    delete: Path = ()
    deleted: str = ""
    transaction: Path = ()
    finalize: Path = ()
    finalized: str = ""
    shape: str = ""
    window: float = 0.0

    @classmethod
    def read(cls, members: Mapping[str, Any]) -> Self:
        """Read what was written as JSON."""
        return cls(**{name: _value(value) for name, value in members.items()})


@dataclass(frozen=True, slots=True)
class Relation:
    """A way to another page.

    All members behind it are older than `until`, or as old when it is `inclusive`; ""
    when that is not known.
    """

    node: str
    until: str = ""
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a stream: a version of an entity, and its lines of N-Quads.

    `stamp` and `rank` put the versions in order as texts; `transaction` is "" for none.
    """

    iri: str
    entity: str
    stamp: str
    rank: str
    gone: bool
    transaction: str
    final: bool
    lines: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a stream; `elsewhere` are members that it names and says nothing of."""

    stream: Stream
    immutable: bool
    relations: tuple[Relation, ...]
    members: tuple[Member, ...]
    elsewhere: tuple[str, ...]

    @classmethod
    def read(cls, members: Mapping[str, Any]) -> Self:
        """Read what was written as JSON."""
        return cls(
            Stream.read(members["stream"]),
            members["immutable"],
            tuple(Relation(**it) for it in members["relations"]),
            tuple(Member(**it) for it in members["members"]),
            tuple(members["elsewhere"]),
        )


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file of a dataset, with all that is said of its form, as texts."""

    iri: str
    urls: tuple[str, ...]
    forms: tuple[str, ...]
    packages: tuple[str, ...]
    size: int
    algorithm: str
    checksum: str

    @classmethod
    def read(cls, members: Mapping[str, Any]) -> Self:
        """Read what was written as JSON."""
        return cls(**{name: _value(value) for name, value in members.items()})


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset of a catalogue: its names, and its files.

    `latest` says that it is the last one of a series.
    """

    iri: str
    names: tuple[str, ...]
    distributions: tuple[Distribution, ...]
    latest: bool

    def is_called(self, name: str) -> bool:
        """Say whether a name is its IRI, its title or its identifier."""
        return name in (self.iri, *self.names)

    @classmethod
    def read(cls, members: Mapping[str, Any]) -> Self:
        """Read what was written as JSON."""
        return cls(
            members["iri"],
            tuple(members["names"]),
            tuple(Distribution.read(it) for it in members["distributions"]),
            members["latest"],
        )


def _value(value: object) -> Any:  # noqa: ANN401 - JSON
    return tuple(value) if isinstance(value, list) else value
