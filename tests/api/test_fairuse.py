import pytest

from kg.api.errors import TooManyRequestsError, problem_of
from kg.api.usage.clients import Client
from kg.api.usage.fairuse import FairUse
from kg.store.keys import Share


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


CLOCK = Clock()


@pytest.fixture
def clock() -> Clock:
    CLOCK.now = 1000.0
    return CLOCK


@pytest.fixture
def fair_use(clock: Clock) -> FairUse:
    return FairUse(clock)


def client(mark: bytes = b"a", **share: float) -> Client:
    given = {"seconds": 60, "burst": 10, **share}
    return Client(
        mark, Share(given["seconds"], given["burst"], int(given.get("queries", 0)))
    )


def ask(fair_use: FairUse, who: Client, seconds: float) -> None:
    """Ask one query, which takes so long."""
    fair_use.admit(who)
    purse = fair_use.begin(who)
    assert purse is not None
    fair_use.end(purse, who.share, seconds)


def wait_told(fair_use: FairUse, who: Client) -> int:
    with pytest.raises(TooManyRequestsError) as caught:
        fair_use.admit(who)
    return caught.value.seconds


def test_a_client_may_ask_until_the_burst_is_spent(fair_use: FairUse) -> None:
    for _ in range(3):
        ask(fair_use, client(), 3)
    ask(fair_use, client(), 1)
    assert wait_told(fair_use, client()) == 1
    ask(fair_use, client(b"b"), 3)


@pytest.mark.parametrize(
    ("share", "spent", "wait"),
    [
        pytest.param({}, 10, 1, id="nothing-left"),
        pytest.param({}, 12.5, 3, id="in-debt"),
        pytest.param({"seconds": 6}, 13, 31, id="slowly-paid-back"),
        pytest.param({"burst": 0}, 2, 2, id="no-burst-is-a-second-of-share"),
    ],
)
def test_whoever_is_in_debt_is_told_when_it_is_paid_back(
    fair_use: FairUse, clock: Clock, share: dict[str, float], spent: float, wait: int
) -> None:
    who = client(b"a", **share)
    ask(fair_use, who, spent)
    assert wait_told(fair_use, who) == wait
    clock.now += wait
    fair_use.admit(who)


def test_no_more_than_the_burst_is_kept(fair_use: FairUse, clock: Clock) -> None:
    ask(fair_use, client(), 5)
    clock.now += 3600
    ask(fair_use, client(), 10)
    wait_told(fair_use, client())


def test_so_many_queries_run_or_wait_at_once(fair_use: FairUse) -> None:
    who = client(queries=2)
    purses = [fair_use.begin(who), fair_use.begin(who)]
    assert wait_told(fair_use, who) == 1
    assert purses[0] is not None
    fair_use.end(purses[0], who.share, 0)
    fair_use.admit(who)
    assert fair_use.refused == {"seconds": 0, "queries": 1}


def test_without_limits_nobody_is_remembered(fair_use: FairUse) -> None:
    who = client(seconds=0, burst=0)
    for _ in range(100):
        fair_use.admit(who)
        assert fair_use.begin(who) is None
    assert len(fair_use) == 0


def test_no_more_clients_are_remembered_than_there_is_room_for(clock: Clock) -> None:
    fair_use = FairUse(clock, most=100)
    for number in range(1000):
        ask(fair_use, client(number.to_bytes(2)), 11)
    assert len(fair_use) == 100
    wait_told(fair_use, client((999).to_bytes(2)))
    fair_use.admit(client((0).to_bytes(2)))


def test_a_client_that_was_forgotten_may_end_its_query(clock: Clock) -> None:
    fair_use = FairUse(clock, most=1)
    purse = fair_use.begin(client(b"a"))
    fair_use.begin(client(b"b"))
    assert purse is not None
    fair_use.end(purse, client(b"a").share, 3)
    fair_use.admit(client(b"a", queries=1))


def test_the_problem_names_the_limit(fair_use: FairUse) -> None:
    ask(fair_use, client(), 30)
    with pytest.raises(TooManyRequestsError) as caught:
        fair_use.admit(client())
    problem = problem_of(caught.value).members()
    assert (problem["status"], problem["limit"]) == (429, "seconds")
    assert "60 seconds a minute" in problem["detail"]
