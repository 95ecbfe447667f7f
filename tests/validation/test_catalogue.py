"""The catalogue of the benchmark: what is found in it is exactly what is wrong."""

from pathlib import Path

import pytest

from bench.catalogue import FAULTS, write_catalogue
from bench.validate import ENGINES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue")
    write_catalogue(folder, 20_000, faulty=0.3)
    return folder


@pytest.mark.parametrize("shapes", ["core", "shapes"])
def test_finds_exactly_the_faults(folder: Path, shapes: str) -> None:
    lines = (folder / f"{shapes}.txt").read_text("utf-8").splitlines()
    truth = {(focus, shape) for focus, shape in map(str.split, lines)}
    kinds = {shape for _focus, shape in truth}
    expected = {it.shape for it in FAULTS if shapes == "shapes" or not it.asks}
    assert {it.replace("{kind}", "event") for it in expected} <= kinds
    assert ENGINES["ours"](folder, shapes) == truth
