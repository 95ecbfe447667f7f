"""Solidarity Graph: human-rights solidarity work as linked open data.

`kg.validate` checks any RDF against any shapes (docs/validating.md); `kg.pull` keeps a
copy of what somebody publishes (docs/partners.md).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.cli.copying import pull as pull
    from kg.validation.standalone import validate_paths as validate

__all__ = ["pull", "validate"]


def __getattr__(name: str) -> object:
    """Import what is asked for only then: it takes most of a second."""
    if name == "validate":
        from kg.validation.standalone import validate_paths

        return validate_paths
    if name == "pull":
        from kg.cli.copying import pull

        return pull
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
