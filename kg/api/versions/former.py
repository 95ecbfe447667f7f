"""What former releases had and this one has not, at its addresses."""

from kg.api.errors import ThingGoneError
from kg.api.pages.address import page_path
from kg.api.releases.release import Served
from kg.errors import NotInGraphError
from kg.publishing.changes.gone import find_gone


def absence(release: Served, iri: str, otherwise: str) -> NotInGraphError:
    """Say that a release has something no more, or `otherwise` that none had it."""
    gone = find_gone(release.edition, iri)
    if gone is not None:
        return ThingGoneError(gone.last, gone.reason)
    return NotInGraphError(otherwise)


def heir_path(release: Served, iri: str) -> str | None:
    """Return the path of what stands for something that is gone, if anything does."""
    gone = find_gone(release.edition, iri)
    return page_path(gone.heir) if gone is not None else None
