"""Former things: those that are merged into others, and those that are gone."""

from pyoxigraph import NamedNode

from kg.api.errors import ThingGoneError
from kg.api.pages.address import Name, name_of
from kg.api.site.visit import Visit
from kg.errors import NotInGraphError
from kg.publishing.changes.gone import find_gone
from kg.rdf.query.binding import bind
from kg.rdf.terms import DCT

_KEPT = f"SELECT ?kept {{ ?thing {DCT.isReplacedBy} ?kept }} ORDER BY ?kept LIMIT 1"


def find_kept(visit: Visit, thing: NamedNode) -> Name | None:
    """Return the thing that one has been merged into, None when it has not."""
    for row in visit.store.select(bind(_KEPT, {"thing": thing})):
        kept = row["kept"]
        if isinstance(kept, NamedNode):
            return name_of(kept.value)
    gone = find_gone(visit.release.edition, thing.value)
    return name_of(gone.heir) if gone is not None else None


def absence(visit: Visit, thing: NamedNode) -> NotInGraphError:
    """Say that a thing is not in this release, or not any more."""
    gone = find_gone(visit.release.edition, thing.value)
    if gone is not None:
        return ThingGoneError(gone.last, gone.reason)
    return NotInGraphError(f"nothing is known of {thing.value} in this release")
