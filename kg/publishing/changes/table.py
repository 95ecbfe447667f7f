"""The table of changed things: a line for each, without a word about what is gone."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from kg.publishing.changes.entities import Change, Entity, Reason
from kg.publishing.changes.members import Edition
from kg.publishing.changes.quad import iri_of

COLUMNS = ("change", "iri", "reason", "replaced_by", "release", "time")


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a release."""

    edition: Edition

    def head(self) -> bytes:
        """Write the names of the columns."""
        return _line(COLUMNS)

    def line(self, entity: Entity) -> bytes:
        """Write the line of a thing."""
        by = entity.heir
        if entity.change is not Change.DELETE:
            reason, heir = "", ""
        elif by is None:
            reason, heir = Reason.REMOVED, ""
        else:
            reason, heir = Reason.MERGED, iri_of(by)
        release = (self.edition.version, self.edition.time)
        return _line((entity.change, entity.iri, reason, heir, *release))


def _line(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
