"""An engine's answer, whole, in the format that was asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from kg.errors import EngineError
from kg.rdf.formats import Format, Kind
from kg.store.oxigraph import write, writing
from kg.store.spool import Spool


def convert(source: Spool, kind: Kind, written: Format, target: Spool) -> None:
    """Write an answer, of which `kind` was asked for, anew: nothing is held whole.

    Results come in JSON, graphs in N-Triples. What cannot be read to its end is no
    answer, so that nothing of the target may be passed on before this returns.

    Raises:
        EngineError: it cannot be read, or is of another kind.
        NotAcceptableError: the format cannot hold it.
        AnswerTooLargeError, OverloadedError: the target cannot.
    """
    source.rewind()
    read, output = cast("IO[bytes]", source), cast("IO[bytes]", target)
    with _reading(source, target):
        if kind is Kind.GRAPH:
            triples = (it.triple for it in parse(read, RdfFormat.N_TRIPLES))
            with writing(written):
                serialize(triples, output, written.rdf)
        else:
            results = parse_query_results(read, QueryResultsFormat.JSON)
            if isinstance(results, QueryBoolean) is not (kind is Kind.BOOLEAN):
                raise EngineError(f"the answer of the engine is no {kind}")
            write(results, written, output)
    target.rewind()


@contextmanager
def _reading(*spools: Spool) -> Iterator[None]:
    """Make a fault in what the engine has sent a fault of the engine."""
    try:
        yield
    except (SyntaxError, ValueError, OSError) as error:
        for spool in spools:
            if spool.fault is not None:
                raise spool.fault from error
        message = f"the answer of the engine is not whole: {error}"
        raise EngineError(message) from error
