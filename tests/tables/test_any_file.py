"""A damaged file gives rows, or an error that says where: never a fault of ours."""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.importers.tables.reading import open_table
from kg.model.records.dialect import Dialect
from tests.tables.test_json import PRIZES
from tests.tables.test_sheet import book

CSV = 'Ort;Zahl;"x"\nMünchen;5;"a;b"\nKiel;"7\n8";\n'
FILES = {
    "csv": CSV.encode(),
    "utf-16.csv": CSV.encode("utf-16"),
    "json": PRIZES,
    "jsonl": b'{"a":1,"b":{"c":[1,2]}}\n{"a":null,"d":[{"e":1}]}\n',
    "xlsx": book([["a", "b"], ["x", 1], [None, 2], ["y", 3]]),
}
DIALECTS = [
    {},
    {"header-row": 0},
    {"short-rows": "fill", "merged": "fill"},
    {"records": "laureates[*]"},
]
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 8),
        st.one_of(st.sampled_from([b'"', b"[", b"]", b"\0", b"\n", b"<"]), st.binary()),
    ),
    min_size=1,
    max_size=4,
)
"""Each: how far inside, how many bytes are lost there, what stands in their place."""


def damaged(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for place, lost, new in edits:
        at = int(place * len(content))
        content = content[:at] + new + content[at + lost :]
    return content


def damaged_inside(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Damage a part of an archive, and leave the archive as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = names[int(edits[0][0] * len(names))]
        for name in names:
            data = old.read(name)
            new.writestr(name, damaged(data, edits) if name == chosen else data)
    return out.getvalue()


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None)
@given(edits=EDITS, dialect=st.sampled_from(DIALECTS), inside=st.booleans())
def test_a_damaged_file_gives_rows_or_says_why_not(
    name: str,
    edits: list[tuple[float, int, bytes]],
    dialect: dict[str, object],
    inside: bool,
) -> None:
    damage = damaged_inside if inside and name == "xlsx" else damaged
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"t.{name}"
        path.write_bytes(damage(FILES[name], edits))
        try:
            rows = list(open_table(path, "t", Dialect.model_validate(dialect)).rows())
        except InputError as error:
            assert str(error.where).startswith("t:")  # noqa: PT017
        else:
            assert rows
