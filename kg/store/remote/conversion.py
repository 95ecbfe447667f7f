"""An engine's answer, whole, in the format that was asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from kg.errors import EngineError
from kg.rdf.formats import Format, Kind
from kg.store.oxigraph import BLOCK
from kg.store.remote.spool import Spool
from kg.store.total import Count, Total

_VIRTUOSO_TRUTH = "__ASK_RETVAL"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: what the answer is, its format, and its most rows.

    `most_rows` is 0 where there is no limit.
    """

    kind: Kind
    written: Format
    most_rows: int = 0


def convert(source: Spool, wanted: Wanted, target: Spool) -> Total:
    """Write an answer anew, as it is wanted, and say what it amounts to.

    Results come in JSON, graphs in N-Triples. What cannot be read to its end is no
    answer, so that nothing of the target may be passed on before this returns.

    Raises:
        EngineError: it cannot be read, or is of another kind.
        NotAcceptableError: the format cannot hold it.
        AnswerTooLargeError, OverloadedError: the target cannot.
    """
    source.rewind()
    kind, written, count = wanted.kind, wanted.written, Count(wanted.most_rows)
    read, output = cast("IO[bytes]", source), cast("IO[bytes]", target)
    with _reading(source, target):
        if kind is Kind.GRAPH:
            triples = (it.triple for it in parse(read, RdfFormat.N_TRIPLES))
            count.write_triples(triples, written, output)
        else:
            results = _plain(parse_query_results(read, QueryResultsFormat.JSON))
            if isinstance(results, QueryBoolean) is not (kind is Kind.BOOLEAN):
                raise EngineError(f"the answer of the engine is no {kind}")
            count.write(results, written, output)
    return _total(count, target)


def _plain(results: QueryBoolean | QuerySolutions) -> QueryBoolean | QuerySolutions:
    """Make a truth of a table that is one: Virtuoso answers ASK by 1, or by no row."""
    if not isinstance(results, QuerySolutions):
        return results
    if [variable.value for variable in results.variables] != [_VIRTUOSO_TRUTH]:
        return results
    document = b'{"head":{},"boolean":%s}' % (b"true" if list(results) else b"false")
    return parse_query_results(document, QueryResultsFormat.JSON)


def _total(count: Count, target: Spool) -> Total:
    """Take all that was written, which is then read from its beginning."""
    target.rewind()
    while block := target.read(BLOCK):
        count.add(block)
    target.rewind()
    return count.total()


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
