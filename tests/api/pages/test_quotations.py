"""Which passages stand behind what a page says."""

import pytest

from kg.api.pages.quotations import Quotations
from kg.rdf.iri import expand
from tests.api.pages.conftest import Read

DAY = "ts:day hs:evidence " + ", ".join(f"ps:row-{it}" for it in range(2, 9)) + " ."
FEW = (
    "ts:day hs:evidence ps:row-2, ps:row-5, ps:text . "
    + """
  ps:text oa:hasSelector <https://example.org/#p> .
  <https://example.org/#p> oa:start 12 ; oa:end 24 .
"""
)
OWN = "ev:x hs:evidence ps:row-5 ."


@pytest.mark.parametrize(
    ("trig", "passages"),
    [
        pytest.param(DAY + OWN, ["row-5"], id="of-many-those-of-the-event"),
        pytest.param(FEW + OWN, ["row-5", "text"], id="and-what-stands-in-a-text"),
        pytest.param(
            DAY, [f"row-{it}" for it in range(2, 9)], id="all-when-none-is-the-events"
        ),
    ],
)
def test_a_day_that_rows_share_is_quoted_from_those_of_the_event(
    read: Read, trig: str, passages: list[str]
) -> None:
    quotations = Quotations(read(trig), expand("ev:x"))
    quotations.of(expand("ts:day"))
    shown = [it.link.iri.rpartition("/")[2] for it in quotations.listed()]
    assert shown == passages


@pytest.mark.parametrize(
    ("selector", "shown"),
    [
        pytest.param("oa:start 12 ; oa:end 24", "characters 12–24", id="text"),  # noqa: RUF001
        pytest.param('rdf:value "row=48"', "row 48", id="table"),
        pytest.param('rdf:value "/675"', "record /675", id="json"),
        pytest.param("a oa:FragmentSelector", "passage", id="nowhere"),
    ],
)
def test_a_passage_is_called_by_where_it_stands(
    read: Read, selector: str, shown: str
) -> None:
    trig = f"""ev:x hs:evidence ps:one .
      ps:one oa:hasSelector <https://example.org/#f> .
      <https://example.org/#f> {selector} ."""
    quotations = Quotations(read(trig))
    quotations.of(expand("ev:x"))

    assert [it.link.text for it in quotations.listed()] == [shown]
