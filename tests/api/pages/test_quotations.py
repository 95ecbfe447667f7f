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
