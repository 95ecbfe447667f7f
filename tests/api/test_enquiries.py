import weakref

import pytest
from starlette.types import Message

from kg.api.errors import (
    LastingRequestError,
    NameTakenError,
    RequestError,
    UnknownQueryError,
)
from kg.api.usage.clients import Client
from kg.api.usage.enquiries import KEPT_SECONDS, MOST_KEPT, Enquiries, State
from kg.api.usage.fairuse import FairUse
from kg.store.keys import Share

ONE, OTHER = Client(b"one", Share()), Client(b"other", Share())
NAME = "a-name-of_16-ch-"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def opened() -> tuple[Enquiries, Clock]:
    clock = Clock()
    return Enquiries(FairUse(clock), clock=clock), clock


def test_a_name_is_made_up_that_nobody_can_guess() -> None:
    enquiries, _ = opened()
    names = {enquiries.open(ONE).name for _ in range(100)}
    assert len(names) == 100
    assert all(len(name) == 32 for name in names)


def test_a_client_finds_its_own_alone() -> None:
    enquiries, _ = opened()
    enquiry = enquiries.open(ONE, NAME)
    assert enquiries.find(ONE, NAME) is enquiry
    assert enquiries.running(ONE) == [enquiry]
    assert enquiries.running(OTHER) == []
    with pytest.raises(UnknownQueryError):
        enquiries.find(OTHER, NAME)


def test_a_name_is_that_of_one_query_of_a_client() -> None:
    enquiries, clock = opened()
    enquiry = enquiries.open(ONE, NAME)
    enquiries.open(OTHER, NAME)
    with pytest.raises(NameTakenError):
        enquiries.open(ONE, NAME)
    enquiries.close(enquiry)
    with pytest.raises(NameTakenError):
        enquiries.open(ONE, NAME)
    clock.now += KEPT_SECONDS + 1
    assert enquiries.open(ONE, NAME) is not enquiry


@pytest.mark.parametrize(
    "name", ["", "short", "a" * 65, f"{NAME}é", f"{NAME}\n", "a b" * 8]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    enquiries, _ = opened()
    with pytest.raises(RequestError, match="16 to 64 letters"):
        enquiries.open(ONE, name)
    assert len(enquiries) == 0


def test_what_may_write_is_not_cancelled() -> None:
    enquiries, _ = opened()
    enquiry = enquiries.open(ONE)
    enquiry.lasting = True
    with pytest.raises(LastingRequestError):
        enquiry.cancel()
    assert enquiry.state is State.RUNNING


def test_those_that_ended_are_remembered_for_a_while() -> None:
    enquiries, clock = opened()
    enquiry = enquiries.open(ONE, NAME)
    enquiries.close(enquiry)
    assert enquiries.find(ONE, NAME).state is State.FAILED
    clock.now += KEPT_SECONDS - 1
    enquiries.find(ONE, NAME)
    clock.now += 2
    with pytest.raises(UnknownQueryError):
        enquiries.find(ONE, NAME)
    assert len(enquiries) == 0


@pytest.mark.anyio
async def test_one_that_ended_keeps_nothing_of_its_request() -> None:
    class Connection:
        async def send(self, message: Message) -> None:
            """Send nothing."""

    enquiries, _ = opened()
    enquiry, connection = enquiries.open(ONE, NAME), Connection()
    enquiry.answering(connection.send)
    gone = weakref.ref(connection)
    enquiries.close(enquiry)
    del connection
    assert gone() is None
    assert enquiries.find(ONE, NAME) is enquiry


def test_no_more_are_remembered_than_there_is_room_for() -> None:
    enquiries, _ = opened()
    under_way = enquiries.open(ONE)
    for _ in range(3 * MOST_KEPT):
        enquiries.close(enquiries.open(OTHER))
    assert len(enquiries) <= MOST_KEPT + 2
    assert enquiries.find(ONE, under_way.name) is under_way


def test_what_workers_spend_is_written_down() -> None:
    clock = Clock()
    fair_use = FairUse(clock)
    who = Client(b"one", Share(60, 10, 0))
    enquiry = Enquiries(fair_use, clock=clock).open(who)
    for seconds in (2.0, 3.0):
        enquiry.admit()
        enquiry.begin()
        enquiry.end(seconds)
    assert enquiry.spent == 5.0
    purse = fair_use.begin(who)
    assert purse is not None
    assert (purse.seconds, purse.queries) == (5.0, 1)
