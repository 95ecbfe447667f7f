"""Merged things: which one stands for another, and at which address."""

from pyoxigraph import NamedNode

from kg.api.pages.address import Name, name_of
from kg.api.site.visit import Visit
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
