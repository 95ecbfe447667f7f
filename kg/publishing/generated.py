"""Generated files: whether each is what its source makes of it, and writing it anew."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

Renderer = Callable[[Path], str]
"""From the project's root to the text of one generated file."""


def stale(project: Path, renderers: Mapping[str, Renderer]) -> Iterator[str]:
    """Yield the paths, from the root, of files that differ from their source."""
    for path, render in sorted(renderers.items()):
        file = project / path
        if not file.is_file() or file.read_text("utf-8") != render(project):
            yield path


def write(project: Path, renderers: Mapping[str, Renderer]) -> Iterator[str]:
    """Write the files that differ from their source; yield the path of each."""
    for path in stale(project, renderers):
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(renderers[path](project), "utf-8")
        yield path
