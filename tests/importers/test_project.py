"""Files that are missing, that nobody reads, or that are not what they should be."""

import shutil
from pathlib import Path

import pytest

from kg.errors import InputErrors, SetupError
from kg.importers.project import read_project

FIRST = "data/sources/hrhf/norway-release-political-prisoners"


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(root / "data", tmp_path / "data")
    return tmp_path


def told(project: Path) -> list[str]:
    with pytest.raises(InputErrors) as caught:
        read_project(project)
    return [f"{type(it).__name__} {it}" for it in caught.value.errors]


@pytest.mark.parametrize(
    "name",
    ["data/graphs.yml", f"{FIRST}/source.yml", f"{FIRST}/extract.yml"],
)
def test_a_file_that_is_missing_is_told(project: Path, name: str) -> None:
    (project / name).unlink()
    assert told(project) == [
        f"MissingFieldError {name}:1:1: found no file; expected this file"
    ]


def test_a_text_that_is_missing_is_told_where_it_is_named(project: Path) -> None:
    (project / FIRST / "raw/article.txt").unlink()
    assert told(project) == [
        f"UnexpectedValueError {FIRST}/source.yml:17:7: found 'raw/article.txt'; "
        "expected a file below this folder"
    ]


def test_a_text_that_is_not_utf8_is_told_at_its_byte(project: Path) -> None:
    text = project / FIRST / "raw/article.txt"
    text.write_bytes(text.read_bytes().replace(b"\xe2\x80\x99", b"\x92", 1))
    assert told(project) == [
        f"SyntaxFaultError {FIRST}/raw/article.txt:21:18: found byte 0x92; "
        "expected text in UTF-8"
    ]


def test_a_text_that_is_not_utf8_is_told_from_within_the_project(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / FIRST / "raw/article.txt").write_bytes(b"caf\xe9")
    monkeypatch.chdir(project)
    assert told(Path()) == [
        f"SyntaxFaultError {FIRST}/raw/article.txt:1:4: found byte 0xe9; "
        "expected text in UTF-8"
    ]


def test_a_text_behind_a_link_out_of_its_folder_is_refused(project: Path) -> None:
    text = project / FIRST / "raw/article.txt"
    text.rename(project / "elsewhere.txt")
    text.symlink_to(project / "elsewhere.txt")
    assert [line.partition("; expected ")[2] for line in told(project)] == [
        "a file below this folder"
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("data/people.yml", "one of README.md, authority, editorial, graphs.yml, "),
        ("data/autority/people.yml", "one of README.md, authority, editorial, "),
        ("data/authority/people.yaml", "a file *.yml"),
        ("data/identity/notes.txt", "a file *.yml"),
        ("data/sources/article.txt", "folders of publishers"),
        ("data/sources/hrhf/article.txt", "folders of documents"),
        (f"{FIRST}/extract.yaml", "one of draft.yml, extract.yml, raw, source.yml"),
    ],
)
def test_a_file_that_nobody_reads_is_told(
    project: Path, name: str, expected: str
) -> None:
    path = project / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("people: []\n", "utf-8")
    [line] = told(project)
    place = "data/autority" if "autority" in name else name
    start = f"UnknownFieldError {place}:1:1: found a file nobody reads; expected "
    assert line.startswith(start + expected)


def test_faults_of_several_files_are_told_at_once_in_order(project: Path) -> None:
    for name in ("data/authority/people.yml", "data/authority/organisations.yml"):
        path = project / name
        path.write_text(path.read_text("utf-8").replace("names:", "name:", 1))
    assert [line.split()[1] for line in told(project)] == [
        "data/authority/organisations.yml:8:5:",
        "data/authority/organisations.yml:10:5:",
        "data/authority/people.yml:9:5:",
        "data/authority/people.yml:10:5:",
    ]


def test_elsewhere_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="no data/ here"):
        read_project(tmp_path)


def make_register(project: Path, *files: str) -> Path:
    """Make a folder of a source that is not read by a curator."""
    folder = project / "data/sources/somewhere/register"
    (folder / "raw").mkdir(parents=True)
    source = (project / FIRST / "source.yml").read_text("utf-8")
    key = "key: norway-release-political-prisoners"
    assert key in source
    (folder / "source.yml").write_text(source.replace(key, "key: register"), "utf-8")
    for name in files:
        (folder / name).write_text("{}\n", "utf-8")
    return folder


@pytest.mark.parametrize("files", [("map.yml", "lookups.yml"), ("rdf.yml",)])
def test_a_source_that_says_how_it_is_mapped_needs_no_extract(
    project: Path, files: tuple[str, ...]
) -> None:
    make_register(project, *files)
    [bulk] = read_project(project).bulk
    assert (bulk.name, bulk.by) == ("data/sources/somewhere/register", files[0])


@pytest.mark.parametrize(
    ("files", "refused"),
    [
        (("map.yml", "extract.yml"), "extract.yml"),
        (("map.yml", "rdf.yml"), "rdf.yml"),
        (("rdf.yml", "lookups.yml"), "lookups.yml"),
    ],
)
def test_a_source_is_of_one_kind(
    project: Path, files: tuple[str, ...], refused: str
) -> None:
    make_register(project, *files)
    [fault] = told(project)
    name = f"data/sources/somewhere/register/{refused}"
    assert fault.startswith(f"UnknownFieldError {name}:1:1: found a file nobody reads")


def test_the_key_of_a_register_is_the_name_of_its_folder(project: Path) -> None:
    make_register(project, "map.yml").rename(project / "data/sources/somewhere/other")
    [fault] = told(project)
    assert "found 'register'; expected the folder's name, 'other'" in fault
