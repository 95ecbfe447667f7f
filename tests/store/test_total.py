import hashlib
import io
from base64 import b64encode

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import AnswerTooLargeError, NotAcceptableError
from kg.rdf.formats import (
    CSV,
    FORMATS,
    JSON,
    JSON_LD,
    N_TRIPLES,
    TURTLE,
    Format,
    Kind,
    holding,
)
from kg.store.total import Count, Total

E = "http://example.org/"
SELECT = "SELECT * { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def store() -> Store:
    found, name = Store(), NamedNode(f"{E}name")
    found.extend(
        Quad(NamedNode(f"{E}{number}"), name, Literal('{"}},{"\n<result>'))
        for number in range(50)
    )
    return found


def counted(
    store: Store, query: str, form: Format, most: int = 0
) -> tuple[bytes, Total]:
    """Write an answer as a worker does, with what it amounts to."""
    count, output = Count(most), io.BytesIO()
    count.write(store.query(query), form, output)
    content = output.getvalue()
    for start in range(0, len(content), 1000):
        count.add(content[start : start + 1000])
    return content, count.total()


@pytest.mark.parametrize("form", FORMATS, ids=lambda it: it.name)
def test_an_answer_in_any_format_is_counted(store: Store, form: Format) -> None:
    query = CONSTRUCT if Kind.GRAPH in form.holds else SELECT
    content, total = counted(store, query, form)
    assert total == Total(50, hashlib.sha256(content).digest())


@pytest.mark.parametrize("form", holding(Kind.GRAPH), ids=lambda it: it.name)
def test_a_graph_is_written_as_the_engine_writes_it(store: Store, form: Format) -> None:
    output = io.BytesIO()
    store.query(CONSTRUCT).serialize(output, form.rdf)  # type: ignore[arg-type]
    assert counted(store, CONSTRUCT, form)[0] == output.getvalue()


def test_nothing_is_counted_where_there_is_one_truth(store: Store) -> None:
    assert counted(store, "ASK {}", JSON)[1].rows is None


@pytest.mark.parametrize("rows", [None, 0, 1, 2**40])
def test_a_total_is_packed_and_unpacked(rows: int | None) -> None:
    total = Total(rows, hashlib.sha256(b"x").digest())
    assert Total.unpack(total.pack()) == total


def test_a_digest_is_written_as_http_writes_it() -> None:
    digest = hashlib.sha256(b"x").digest()
    assert Total(1, digest).field == f"sha-256=:{b64encode(digest).decode()}:"


@pytest.mark.parametrize(
    ("query", "form"),
    [(SELECT, JSON), (SELECT, CSV), (CONSTRUCT, TURTLE), (CONSTRUCT, N_TRIPLES)],
)
def test_an_answer_may_have_so_many_rows_and_no_more(
    store: Store, query: str, form: Format
) -> None:
    assert counted(store, query, form, most=50)[1].rows == 50
    with pytest.raises(AnswerTooLargeError, match="more than 49 rows") as caught:
        counted(store, query, form, most=49)
    assert caught.value.limit == "max_answer_rows"


def test_a_format_that_cannot_hold_a_graph_is_refused(store: Store) -> None:
    with pytest.raises(NotAcceptableError):
        counted(store, CONSTRUCT, JSON)
    with pytest.raises(NotAcceptableError):
        counted(store, SELECT, JSON_LD)
    with pytest.raises(NotAcceptableError, match="JSON-LD cannot hold"):
        counted(
            store,
            f"CONSTRUCT {{ <{E}> <{E}> <<( ?s ?p ?o )>> }} {{ ?s ?p ?o }}",
            JSON_LD,
        )
