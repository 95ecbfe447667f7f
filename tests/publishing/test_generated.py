"""Generated files: which are stale, and what writing them changes."""

from pathlib import Path

from kg.publishing.generated import Renderer, stale, write

RENDERERS: dict[str, Renderer] = {
    "docs/b.md": lambda _project: "b\n",
    "docs/a.md": lambda _project: "a\n",
    "kg/c.py": lambda project: f"{(project / 'source').read_text()}\n",
}


def test_a_file_that_is_not_there_is_stale(tmp_path: Path) -> None:
    (tmp_path / "source").write_text("c")

    assert list(stale(tmp_path, RENDERERS)) == ["docs/a.md", "docs/b.md", "kg/c.py"]


def test_a_file_that_its_source_has_left_behind_is_stale(tmp_path: Path) -> None:
    (tmp_path / "source").write_text("c")
    list(write(tmp_path, RENDERERS))

    (tmp_path / "source").write_text("d")

    assert list(stale(tmp_path, RENDERERS)) == ["kg/c.py"]


def test_writing_touches_only_what_is_stale(tmp_path: Path) -> None:
    (tmp_path / "source").write_text("c")
    list(write(tmp_path, RENDERERS))
    (tmp_path / "docs" / "a.md").write_text("edited by hand\n")

    assert list(write(tmp_path, RENDERERS)) == ["docs/a.md"]
    assert (tmp_path / "docs" / "a.md").read_text() == "a\n"
    assert list(stale(tmp_path, RENDERERS)) == []
