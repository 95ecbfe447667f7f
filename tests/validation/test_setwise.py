"""Random constraints, asked of all focus nodes at once and of each by itself.

Where `obstacles` names none, both must give the same rows as often. `--differential N`
tries N of them.
"""

from collections import Counter
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from kg.rdf.query.binding import bind
from kg.validation.queries.exists import nest_exists
from kg.validation.queries.rewriting import join_focus, obstacles
from tests.validation.differential import trials

NODES = ("ex:a", "ex:b", "ex:c", "ex:d")
"""Those that constraints are asked of; the last is in no graph."""

PREFIX = "PREFIX ex: <urn:ex:>\n"
FOCUS = f"{{ SELECT DISTINCT ?this WHERE {{ VALUES ?this {{ {' '.join(NODES)} }} }} }}"
SUBJECTS = ("$this", "?x", "?y", "ex:a")
OBJECTS = (*SUBJECTS, "1")
STEPS = ("ex:p", "ex:q", "^ex:p", "ex:p/ex:q", "ex:p+", "ex:q*")
TRUTHS = (
    *("$this = ?x", "$this != ?y", "?x = ?y", "BOUND(?x)", "!BOUND(?y)"),
    *("isIRI($this)", "STR($this) < STR(?x)", "COALESCE(?x, $this) = ex:b"),
)
VALUES = ("STR($this)", "?x", "COALESCE(?y, $this)", "BOUND(?x)")


def _one(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


_TRIPLE = st.builds("{} {} {} .".format, _one(SUBJECTS), _one(STEPS), _one(OBJECTS))
_LEAF = st.one_of(
    *(_TRIPLE, _TRIPLE),
    st.builds("FILTER({})".format, _one(TRUTHS)),
    st.builds("BIND({} AS ?NEW)".format, _one(VALUES)),
)


def _elements(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.lists(inner, min_size=1, max_size=3).map(" ".join)
    return st.one_of(
        inner,
        st.builds("OPTIONAL {{ {} }}".format, group),
        st.builds("{{ {} }}".format, group),
        st.builds("{{ {} }} UNION {{ {} }}".format, group, group),
        st.builds("FILTER EXISTS {{ {} }}".format, group),
        st.builds("FILTER NOT EXISTS {{ {} }}".format, group),
    )


_ELEMENT = st.recursive(_LEAF, _elements, max_leaves=5)
BODIES = st.lists(_ELEMENT, min_size=1, max_size=4).map(" ".join)
GRAPHS = st.lists(
    st.builds(
        "{} {} {} .".format,
        *(_one(NODES[:3]), _one(("ex:p", "ex:q")), _one((*NODES[:3], "1"))),
    ),
    max_size=8,
).map("\n".join)


def rows(store: Store, query: str) -> Counter[tuple[str, ...]]:
    found = store.query(PREFIX + query)
    assert isinstance(found, QuerySolutions)
    return Counter(tuple(map(str, solution)) for solution in found)


def numbered(body: str) -> str:
    """Give each new variable a name of its own."""
    numbers = count()
    parts = body.split("?NEW")
    return "".join(part + f"?new{next(numbers)}" for part in parts[:-1]) + parts[-1]


def compare(graph: str, body: str) -> None:
    query = f"SELECT $this ?x ?y WHERE {{ {numbered(body)} }}"
    if any(obstacles(query)):
        return
    store = Store()
    store.load(f"PREFIX ex: <urn:ex:>\n{graph}".encode(), format=RdfFormat.TURTLE)
    together = rows(store, join_focus(nest_exists(query), FOCUS))
    nodes = [NamedNode(f"urn:{node}") for node in NODES]
    apart: Counter[tuple[str, ...]] = Counter()
    for node in nodes:
        apart += rows(store, bind(query, {"this": node}))
    assert together == apart


def test_same_rows_at_once_and_of_each(pytestconfig: pytest.Config) -> None:
    trials(pytestconfig)(given(GRAPHS, BODIES)(compare))()
