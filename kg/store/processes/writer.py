"""The process that writes: `python -m kg.store.processes.writer DUTY`.

It never changes a store that is there. It makes a draft of it, which shares its files
(hard links, milliseconds), and changes the draft: who ends this process in the middle,
for whatever reason, has lost a draft. The system shuts it off from network and programs
(kg.store.processes.sandbox) and lets it write beneath the workspace alone
(kg.store.processes.landlock).
"""

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import orjson
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

from kg.errors import QueryError, SetupError, UpdateFailedError
from kg.rdf.namespaces import BASE
from kg.store.fault import update_error
from kg.store.limits import Sandbox
from kg.store.processes.attendance import Work, attend
from kg.store.processes.duty import Duty
from kg.store.processes.job import Fields, read_job, write_job
from kg.store.processes.landlock import write_only_beneath
from kg.store.processes.sandbox import WRITING, confine

PROGRAM = "kg.store.processes.writer"
MOST_FILE_MB = 16_384
"""The longest file that a store may have."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a store: `verb` is a key of `VERBS`.

    `graph` is the one graph it is of, None for the default graph; an update names its
    own. `content` is an update, or N-Triples. `needs` says that the graph must be
    there already, which whoever asks for the change sees to (`Drafted`).
    """

    verb: str
    graph: str | None
    content: bytes = b""
    needs: bool = False


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a change has made: how large the default graph and each named graph are.

    `existed` says whether the graph of the change was there before.
    """

    existed: bool
    default: int
    named: dict[str, int]


def write_draft(change: Change, base: Path, draft: Path) -> bytes:
    """Write the job of drafting a change of a store, as another store."""
    fields = {
        "verb": change.verb,
        "graph": change.graph,
        "base": str(base.resolve()),
        "draft": str(draft.resolve()),
    }
    return write_job(fields, change.content)


def read_drafted(outcome: bytes) -> Drafted:
    """Read what came of a job."""
    return Drafted(**orjson.loads(outcome))


def make_draft(job: bytes, output: IO[bytes]) -> None:
    """Do a job: make the draft, change it, have it on the disk, and say what it holds.

    Raises:
        QuerySyntaxError: the engine cannot read the update.
        UpdateFailedError: the store is not such that it can be done.
        QueryError: the engine fails.
    """
    fields, content = read_job(job)
    draft = fields["draft"] or ""
    Store.read_only(fields["base"] or "").backup(draft)
    store = Store(draft)
    existed = _exists(store, fields)
    try:
        VERBS[fields["verb"] or ""](store, fields["graph"], content)
        store.flush()
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(str(error)) from error
    output.write(orjson.dumps(asdict(Drafted(existed, *count_graphs(store)))))


def _exists(store: Store, fields: Fields) -> bool:
    graph = fields["graph"]
    return graph is None or store.contains_named_graph(NamedNode(graph))


def _update(store: Store, _graph: str | None, content: bytes) -> None:
    text = content.decode()
    try:
        store.update(text, base_iri=BASE)
    except SyntaxError as error:
        raise update_error(text, str(error)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise UpdateFailedError(str(error)) from error


def _put(store: Store, graph: str | None, content: bytes) -> None:
    _remove(store, graph, b"")
    _post(store, graph, content)


def _post(store: Store, graph: str | None, content: bytes) -> None:
    if graph is None:
        store.bulk_load(content, RdfFormat.N_TRIPLES)
        return
    name = NamedNode(graph)
    store.add_graph(name)
    store.bulk_load(content, RdfFormat.N_TRIPLES, to_graph=name)


def _remove(store: Store, graph: str | None, _content: bytes) -> None:
    if graph is None:
        store.update("CLEAR DEFAULT")
    elif store.contains_named_graph(NamedNode(graph)):
        store.remove_graph(NamedNode(graph))


VERBS: dict[str, Callable[[Store, str | None, bytes], None]] = {
    "update": _update,
    "put": _put,
    "post": _post,
    "delete": _remove,
}
"""What can be done to a store."""


def count_graphs(store: Store) -> tuple[int, dict[str, int]]:
    """Count the triples of the default graph and of each named graph, empty ones too.

    The engine counts 25 times quicker than Python would.
    """
    default, named = 0, {str(it.value): 0 for it in store.named_graphs()}
    found = store.query(_COUNT)
    if not isinstance(found, QuerySolutions):
        raise TypeError(found)
    for row in found:
        graph, count = row["g"], row["n"]
        if isinstance(graph, NamedNode) and isinstance(count, Literal):
            named[graph.value] = int(count.value)
        elif graph is None and isinstance(count, Literal):
            default = int(count.value)
    return default, dict(sorted(named.items()))


_COUNT = """
SELECT ?g (COUNT(*) AS ?n) {
  { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }
} GROUP BY ?g
"""


def _prepare(duty: Duty) -> tuple[Work, bool]:
    """Give up everything but the workspace.

    Raises:
        SetupError: a sandbox is required, and this system has none.
    """
    filtered = confine(
        duty.memory_mb, duty.cpu_seconds, duty.sandbox, WRITING, MOST_FILE_MB
    )
    if duty.sandbox is not Sandbox.OFF:
        beneath = write_only_beneath(Path(duty.store))
        if not beneath and duty.sandbox is Sandbox.REQUIRE:
            raise SetupError(_MISSING)
    return make_draft, filtered


_MISSING = (
    "the writer cannot be kept to its workspace here: that takes Linux 5.19 with "
    "Landlock; KG_SANDBOX=auto writes without it"
)


if __name__ == "__main__":
    attend(sys.argv[1], _prepare)
