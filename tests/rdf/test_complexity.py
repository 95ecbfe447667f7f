from dataclasses import asdict, replace

import pytest

from kg.errors import QueryTooComplexError
from kg.rdf.query.complexity import DEFAULT
from kg.rdf.query.preflight import admit
from tests.rdf.complexity import OF


@pytest.mark.parametrize(("name", "most"), asdict(DEFAULT).items())
def test_takes_as_much_as_is_allowed_and_no_more(name: str, most: int) -> None:
    assert getattr(admit(OF[name](most)).structure, name) == most
    with pytest.raises(QueryTooComplexError) as caught:
        admit(OF[name](most + 1))
    assert caught.value.limit == f"max_{name}"
    assert f"the query has {most + 1} " in str(caught.value)
    assert f"at most {most} are allowed: " in str(caught.value)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param(
            "SELECT * { ?a ?b ?c . ?c ?d ?e . ?e ?f ?g }",
            "the query has 3 patterns joined in one group (each step of a path is one, "
            "UNION and VALUES are two); at most 2 are allowed: put some into a "
            "subselect, { SELECT ... }, or ask twice",
            id="joined",
        ),
        pytest.param(
            "SELECT * { ?a <p>|<q>|<r> ?c }",
            "the query has 3 steps in one path; at most 2 are allowed: write a shorter "
            "path, or ask twice",
            id="steps",
        ),
    ],
)
def test_says_what_was_counted_and_what_to_change(query: str, message: str) -> None:
    with pytest.raises(QueryTooComplexError) as caught:
        admit(query, replace(DEFAULT, joined=2, steps=2))
    assert str(caught.value) == message


def test_other_limits_hold_for_a_query_read_before() -> None:
    query = "SELECT * { ?a ?b ?c . ?c ?d ?e }"
    assert admit(query).structure.joined == 2
    with pytest.raises(QueryTooComplexError):
        admit(query, replace(DEFAULT, joined=1))
