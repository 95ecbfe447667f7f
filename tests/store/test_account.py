import time
from collections.abc import Iterator

import pytest

from kg.errors import OverloadedError
from kg.store.account import ACCOUNT, charged


class Book:
    """An account that writes everything down."""

    def __init__(self, *, good: bool = True) -> None:
        self.good = good
        self.entries: list[str] = []
        self.seconds = 0.0

    def admit(self) -> None:
        self.entries.append("admit")
        if not self.good:
            raise OverloadedError("no more")

    def begin(self) -> None:
        self.entries.append("begin")

    def end(self, seconds: float) -> None:
        self.entries.append("end")
        self.seconds += seconds


def test_work_is_paid_by_its_time() -> None:
    book = Book()
    ACCOUNT.set(book)
    with charged():
        time.sleep(0.02)
    assert book.entries == ["admit", "begin", "end"]
    assert 0.02 <= book.seconds < 10


def test_work_that_fails_is_paid_too() -> None:
    book = Book()
    ACCOUNT.set(book)
    with pytest.raises(KeyError), charged():
        raise KeyError
    assert book.entries == ["admit", "begin", "end"]


def test_work_that_is_not_admitted_is_not_begun() -> None:
    book = Book(good=False)
    ACCOUNT.set(book)
    with pytest.raises(OverloadedError), charged():
        pytest.fail("nothing is done")
    assert book.entries == ["admit"]


@pytest.fixture(autouse=True)
def own_account() -> Iterator[None]:
    token = ACCOUNT.set(Book())
    yield
    ACCOUNT.reset(token)
