"""A mutation: a change to the project's sources, and how it must be told.

The tables are `mutations/*.yml`; `mutations/README.md` says how they are written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kg.errors import Position

TABLES = Path(__file__).parent / "mutations"
FIRST = "data/sources/hrhf/norway-release-political-prisoners"
MARK = "▶"


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a file, and what stands there instead."""

    path: str
    old: str
    new: str

    @classmethod
    def from_fields(cls, fields: dict[str, Any], path: str) -> "Change":
        """Take `in`, `old` and `new` out of the fields of an entry."""
        path = fields.pop("in", path)
        inner = path if "/" in path and not path.startswith("raw/") else None
        return cls(inner or f"{FIRST}/{path}", fields.pop("old"), fields.pop("new"))

    def apply(self, root: Path) -> Position | None:
        """Write the change below a root; return the place of the mark, if it has one.

        The old words stand in the file once; where the mark is, they may stay.
        """
        path = root / self.path
        text = path.read_text("utf-8")
        assert text.count(self.old) == 1, f"{text.count(self.old)} times {self.old!r}"
        before, _old, after = text.partition(self.old)
        start, mark, _rest = self.new.partition(MARK)
        path.write_text(before + self.new.replace(MARK, "") + after, "utf-8")
        lines = (before + start).split("\n")
        return Position(self.path, len(lines), len(lines[-1]) + 1) if mark else None


@dataclass(frozen=True, slots=True)
class Mutation:
    """Changes, and what must be told of them.

    Attributes:
        how: `raises`, `breaks` or `warns`.
        told: the class of the error, or the name of the rule.
        says: how the message begins.
        beside: other rules that cannot but find something, too.
    """

    id: str
    changes: tuple[Change, ...]
    how: str
    told: str
    says: str
    beside: tuple[str, ...]

    @classmethod
    def from_entry(cls, entry: dict[str, Any], path: str) -> "Mutation":
        """Read an entry of a table, every field of it."""
        fields = dict(entry)
        id_, says = fields.pop("id"), fields.pop("says")
        also = [Change.from_fields(dict(it), path) for it in fields.pop("also", [])]
        beside = tuple(fields.pop("beside", ()))
        changes = (Change.from_fields(fields, path), *also)
        [(how, told)] = fields.items()
        return cls(id_, changes, how, told, says, beside)

    @property
    def is_of_rules(self) -> bool:
        """It changes the ontology or its shapes."""
        return any(change.path.startswith("ontology/") for change in self.changes)

    @contextmanager
    def applied(self, root: Path) -> Iterator[Position]:
        """Change the files below a root for a while; say where it must be told."""
        before = {it.path: (root / it.path).read_bytes() for it in self.changes}
        try:
            [place] = filter(None, [change.apply(root) for change in self.changes])
            yield place
        finally:
            for path, content in before.items():
                (root / path).write_bytes(content)


def read_mutations() -> list[Mutation]:
    """Read all tables, in the order of their files."""
    mutations = []
    for path in sorted(TABLES.glob("*.yml")):
        table = yaml.safe_load(path.read_text("utf-8"))
        mutations += [Mutation.from_entry(m, table["in"]) for m in table["mutations"]]
    return mutations
