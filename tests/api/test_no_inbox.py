"""A service without an inbox: nobody gives it anything."""

import httpx
import pytest

GRAPH = "https://ngo.example/data/archive"


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_without_an_inbox_nobody_gives(http: httpx.Client, method: str) -> None:
    answer = http.request(method, "/inbox", params={"graph": GRAPH})
    assert answer.status_code == 404
    assert "KG_INBOX_DIR" in answer.json()["hint"]
