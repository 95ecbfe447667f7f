"""Stages: what bulk sources were mapped to, kept until what they follow from changes.

A stage is a folder named by the hash of all that its content follows from: the files
of the source, the names and codes it may use, and the code that maps it.
"""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import orjson
from pyoxigraph import Quad, RdfFormat, parse

import kg
from kg.mapping.codes import Codes
from kg.mapping.names import Names
from kg.model.account import Account
from kg.model.corpus import BulkSource, Corpus
from kg.model.faults import Faults
from kg.pipeline.bulk import map_bulk, names_for
from kg.pipeline.marks import LINES, write_marked
from kg.publishing.manifest import hash_files, tools, write_json
from kg.publishing.release import write_folder
from kg.rdf.namespaces import BASE

FOLDER = "stages"
"""The folder of stages, beside the releases."""

KEPT = 2
"""Stages of one source that are kept: going back to what it was costs nothing."""

SHARED = "data/lookups"
"""What sources share: of a change in it, all are mapped again."""

_MAPPING = ("bulk", "foreign", "marks", "tables")
_CODE = (
    *("importers", "mapping", "model", "rdf", "validation/reading.py"),
    *(f"pipeline/{name}.py" for name in _MAPPING),
)
_ACCOUNT = "account.json"
_SHORT = 16
_NAME = re.compile(rf"([0-9a-f]{{{_SHORT}}})(-[0-9a-f]+)?")


@dataclass(frozen=True, slots=True)
class Stage:
    """A bulk source as sorted lines, and the account of it."""

    source: BulkSource
    path: Path
    account: Account

    @property
    def lines(self) -> Path:
        """The file of its quads: sorted N-Quads."""
        return self.path / LINES

    def quads(self) -> Iterator[Quad]:
        """Yield its quads, in the order of their lines."""
        return parse(path=str(self.lines), format=RdfFormat.N_QUADS)


def take_stages(
    corpus: Corpus, codes: Codes, folder: Path, step: Callable[[str], None]
) -> tuple[Stage, ...]:
    """Map the bulk sources of a corpus that have changed; find the others as they were.

    Raises:
        InputErrors: all that is wrong in any of them.
    """
    faults = Faults()
    stages = [
        faults.catch(partial(_take, source, corpus, codes, (folder, step)))
        for source in corpus.bulk
    ]
    faults.raise_any()
    return tuple(stage for stage in stages if stage is not None)


def _take(
    source: BulkSource,
    corpus: Corpus,
    codes: Codes,
    where: tuple[Path, Callable[[str], None]],
) -> Stage:
    folder, step = where
    names = names_for(source, corpus, codes)
    name = f"{source.source.key}-{_digest(source, names, codes)}"
    if not (folder / name).is_dir():
        step(f"mapping {source.name}")
        mapped = map_bulk(source, corpus, codes)
        with write_folder(folder, name) as path:
            write_marked(mapped.statements, path)
            write_json(path / _ACCOUNT, mapped.account.fields())
    account = orjson.loads((folder / name / _ACCOUNT).read_bytes())
    return Stage(source, folder / name, Account.from_fields(account))


def _digest(source: BulkSource, names: Names, codes: Codes) -> str:
    """Hash all that a stage follows from."""
    known = (f"{key} {it.kind} {it.iri}" for key, it in names.things.items())
    coded = (
        *(f"{scheme} {sorted(codes.schemes[scheme])}" for scheme in codes.schemes),
        *(f"{type_} {class_}" for type_, class_ in codes.classes.items()),
        *(f"{role} {term}" for role, term in codes.shortcuts.items()),
    )
    root = source.folder.parents[source.name.count("/")]
    files = hash_files([source.folder, root / SHARED], root)
    whole = "\n".join((_code(), BASE, files, *sorted(known), *sorted(coded)))
    return hashlib.sha256(whole.encode()).hexdigest()[:_SHORT]


@cache
def _code() -> str:
    """Hash the code that maps, and name the engine that writes."""
    package = Path(kg.__file__).parent
    files = hash_files([package / name for name in _CODE], package)
    return f"{files} {tools()['pyoxigraph']}"


def forget_stages(folder: Path, used: Iterable[Stage]) -> None:
    """Remove stages that were left long ago, of the sources of those used.

    A stage and what it is after merging have one hash, and are kept together.
    """
    for stage in used:
        key = stage.source.source.key
        found = [path for path in folder.glob(f"{key}-*") if _hash(path, key)]
        found.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        hashes = dict.fromkeys(_hash(path, key) for path in (stage.path, *found))
        kept = set(list(hashes)[:KEPT])
        for path in found:
            if _hash(path, key) not in kept:
                shutil.rmtree(path, ignore_errors=True)


def _hash(path: Path, key: str) -> str:
    """Return the hash in the name of a stage of a source; "" of that of another."""
    match = _NAME.fullmatch(path.name.removeprefix(f"{key}-"))
    return match[1] if match else ""
