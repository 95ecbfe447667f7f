"""Solidarity Graph: human-rights solidarity work as linked open data.

`kg.validate` checks any RDF against any shapes; docs/validating.md has an example.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.validation.standalone import validate_paths as validate

__all__ = ["validate"]


def __getattr__(name: str) -> object:
    """Import the engine when it is asked for: it takes most of a second."""
    if name != "validate":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kg.validation.standalone import validate_paths

    return validate_paths
