"""The rules in a release: so that who has the data can tell what it keeps."""

from pathlib import Path

from kg.rdf.rebasing import with_own_base

SHAPES_FILE = "shapes.ttl"
"""Beside the dumps of each audience."""


def write_shapes(folder: Path, shapes: str) -> None:
    """Write the rules that the release was checked by."""
    (folder / SHAPES_FILE).write_text(shapes, "utf-8")


def join_shapes(folder: Path) -> str:
    """Join the files of a folder, in the order of their names, comments and all.

    They are about things with the base of this project.
    """
    texts = (path.read_text("utf-8") for path in sorted(folder.glob("*.ttl")))
    return with_own_base("\n".join(texts))
