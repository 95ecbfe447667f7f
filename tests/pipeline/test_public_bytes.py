"""A private person's name goes in by every door of an import, and comes out by none."""

import gzip
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import zstandard

from kg import pipeline
from kg.publishing.audience import Audience
from kg.publishing.manifest import Stamp
from kg.publishing.release import Release
from tests.pipeline.test_tables import LOOKUPS, SOURCE

pytestmark = pytest.mark.slow

FOLDER = "data/sources/petra/register"
"""A folder, and a file below it, may be called after somebody, too."""
TABLE = """\
Nr,Tag,Thema,Wer,Wo,Zahl,Petra Quitzow
1,16.01.2011,Freiheit für Petra Quitzow,Petra Quitzow,Haus Petra Quitzow,ca. 30,x
2,17.01.2011,Mahnwache,Bürgerinitiative Petra Quitzow,Oslo,30,Frau Quitzow
3,18.01.2011,"Solidarität, Tel. 0431 123456 Quitzow",Familie Quitzow,Oslo,30,x
4,19.01.2011,Mahnwache,Verein Tal quitzow@example.org,Oslo,"20-30",x
5,20.01.2011,Сход за Ивана Куитзова,Группа поддержки заключённого Куитзова,Oslo,5,x
6,21.01.2011,Mahnwache,M. Quitzow (Anmelder),Oslo,5 (Frau Quitzow),x
"""
MAP = """\
file: raw/petra-quitzow.csv
columns:
  Nr: {parser: identifier, pattern: "[0-9]+"}
  Tag: {parser: date, patterns: ["%d.%m.%Y"]}
  Thema: text
  Wer: name
  Wo: text
  Zahl:
    parser: count
    corrections: {5 (Frau Quitzow): {read: "5", because: Who counted is not a number.}}
ignored:
  - {columns: ["Petra Quitzow"], because: Who wrote it down.}
key: Nr
public-key: true
quotation: {template: "{Thema} {Wer} {Zahl}"}
excerpt: {words: {template: "{Thema} {Zahl}"}}
organisations:
  organiser: {key: Wer, label: {en: "{Wer}"}, printed: Wer, type: {constant: ngo}}
places:
  square: {key: Wo, label: {en: "{Wo}"}, printed: Wo}
documents:
  flyer: {key: "Thema", title: Thema, language: de, publisher: Thema}
events:
  - types: {column: Thema, lookup: kinds, otherwise: demonstration}
    label: {en: "{Thema}, {#date} ({Nr})"}
    time: Tag
    place: {at: {thing: square}}
    participants: [{role: organiser, agent: {thing: organiser}}]
    covered-by: [flyer]
    claims: [{property: registered-count, quantity: Zahl, unit: person}]
expected: {}
"""
NAMES = [it.encode() for it in ("quitzow", "куитзов", "Куитзов")]


@pytest.fixture
def release(copy: Path, tmp_path: Path, stamp: Stamp) -> Release:
    folder = copy / FOLDER
    (folder / "raw").mkdir(parents=True)
    data = TABLE.encode()
    (folder / "raw/petra-quitzow.csv").write_bytes(data)
    source = SOURCE.replace("SHA256", hashlib.sha256(data).hexdigest())
    source = source.replace("raw/register.csv", "raw/petra-quitzow.csv")
    source = source.replace("facts}", "facts, quotations: partner}")
    (folder / "source.yml").write_text(source, "utf-8")
    (folder / "map.yml").write_text(MAP, "utf-8")
    lookups = LOOKUPS + "  quitzow: {because: Petra Quitzow, spellings: {}}\n"
    (folder / "lookups.yml").write_text(lookups, "utf-8")
    (copy / "data/quality.toml").unlink()  # of six rows nobody asks for quality
    return pipeline.build(copy, tmp_path / "build", stamp)


def contents(path: Path) -> bytes:
    """Return the bytes of a file, unpacked where it is packed."""
    if path.suffix == ".parquet":
        rows = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)])
        return repr(rows.fetchall()).encode()
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read()
    return data


def naming(folder: Path) -> Iterator[str]:
    """Yield the files in which somebody is named."""
    for path in sorted(folder.rglob("*")):
        told = path.name.encode() + (contents(path) if path.is_file() else b"")
        if any(name in told.lower() or name in told for name in NAMES):
            yield path.relative_to(folder).as_posix()


def test_no_public_byte_names_a_private_person(release: Release) -> None:
    assert list(naming(release.path / Audience.PUBLIC.value)) == []
    assert "dumps/graph.nq" in list(naming(release.path / Audience.PARTNER.value))
    files = {it.suffix for it in (release.path / "public").rglob("*") if it.is_file()}
    assert files >= {".nq", ".sqlite", ".parquet", ".gz", ".zst", ".ttl", ".json"}
