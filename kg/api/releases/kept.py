"""Releases by their names: those that are kept, those that were, and no others."""

from pathlib import Path

from kg.errors import NotInGraphError, WithdrawnError
from kg.publishing.audience import Audience
from kg.publishing.changes.gone import find_gone, release_iri
from kg.publishing.release import Release, current_release, find_release


class UnknownReleaseError(NotInGraphError):
    """There is no release of this name."""


class FormerReleaseError(WithdrawnError, UnknownReleaseError):
    """There is one no more."""


def require_release(build: Path, audience: Audience, version: str) -> Release:
    """Find a release.

    Raises:
        FormerReleaseError: it was published, and is kept no longer.
        UnknownReleaseError: there never was one of this name, for this audience.
    """
    release = find_release(build, version)
    if release is None or not release.store(audience).is_dir():
        raise absence(build, audience, version)
    return release


def absence(
    build: Path, audience: Audience, version: str, more: str = ""
) -> UnknownReleaseError:
    """Say that a release is not here, or not any more."""
    if find_release(build, version) is None:
        edition = current_release(build).path / audience.value
        if find_gone(edition, release_iri(version)) is not None:
            return FormerReleaseError(
                f"release {version} was published, and is kept no longer{more}"
            )
    return UnknownReleaseError(f"there is no release {version!r} here{more}")
