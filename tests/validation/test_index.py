"""An index over another one says what an index of both would say."""

import pytest
from pyoxigraph import NamedNode, Triple

from kg.validation.index import Index, Layered

A, B, C, P, Q = (NamedNode(f"urn:{it}") for it in "abcpq")
BELOW = (Triple(A, P, B), Triple(A, P, C), Triple(C, Q, A))


@pytest.mark.parametrize(
    "above",
    [
        pytest.param((), id="nothing"),
        pytest.param((Triple(B, P, C), Triple(B, Q, A)), id="others"),
        pytest.param((Triple(A, P, C), Triple(C, P, A)), id="some-of-both"),
    ],
)
def test_a_layer_and_what_is_below_are_one(above: tuple[Triple, ...]) -> None:
    below = Index(BELOW)
    layered, whole = Layered(above, below), Index((*above, *BELOW))
    assert list(layered.nodes()) == list(whole.nodes())
    for node in (A, B, C):
        assert layered.properties(node) == whole.properties(node)
        for predicate in (P, Q):
            assert layered.objects(node, predicate) == whole.objects(node, predicate)
            assert layered.subjects(predicate, node) == whole.subjects(predicate, node)
    assert below.properties(A) == [(P, B), (P, C)]
    assert list(below.nodes()) == [A, C]
