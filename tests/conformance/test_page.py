"""The page of the outcomes says what the outcomes are."""

from tests.api.test_w3c_protocol import QUERIES
from tests.conformance.outcomes import SUITES
from tests.conformance.page import OTHERS, PAGE, render


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == render()


def test_all_that_fails_fails_by_the_engine_or_by_policy() -> None:
    reasons = [reason for suite in SUITES for reason in suite.failed.values()]
    assert {reason.by for reason in reasons} == {"engine", "policy"}


def test_no_suite_is_left_out() -> None:
    assert sum(suite.tests for suite in SUITES) == 348
    assert f"the {len(QUERIES)} that query pass" in OTHERS
