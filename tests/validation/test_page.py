"""docs/shacl.md says what the tests hold."""

import pytest

from tests.validation.page import PAGE, render
from tests.validation.test_w3c import SUITE


@pytest.mark.skipif(not SUITE.is_dir(), reason="the W3C suite for SHACL is not here")
def test_the_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == render()
