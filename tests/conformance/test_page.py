"""The page of the outcomes says what the outcomes are."""

from tests.conformance.outcomes import PROTOCOLS, SUITES, UPDATES
from tests.conformance.page import PAGE, render

ALL = (*SUITES, *UPDATES, *PROTOCOLS.values())


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == render()


def test_all_that_fails_fails_by_the_engine_or_by_policy() -> None:
    reasons = [reason for suite in ALL for reason in suite.failed.values()]
    assert {reason.by for reason in reasons} == {"engine", "policy"}


def test_no_suite_is_left_out() -> None:
    assert sum(suite.tests for suite in ALL) == 643 - 18 - 70
