"""Decisions that partners send back: kept for a curator, and nothing follows."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from kg.contributing.decisions import FILE, Decisions
from kg.contributing.inbox import Inbox
from kg.pipeline.identity.sent import SentDecision
from kg.publishing.release import Release
from tests.api.conftest import Server
from tests.contributing.conftest import SPACE, Partner, open_to_partners

ID = "https://w3id.org/hrsolidarity/id/"
RAFTO = f"{ID}organisation/rafto-foundation"
PERSON = f"{ID}person/jcmbnvp"
TABLE = f"""id,name,entity,judgment,by,on
17,Zwetschgen-Rafto,{RAFTO},matched,Kari,2026-11-20T10:00:00Z
{SPACE}p/4,,{PERSON},different,,2026-11-21
18,Nobody,,none,,
19,Nobody else,,new,,
"""
SAID = (
    SentDecision(
        "ngo", f"{SPACE}17", "Zwetschgen-Rafto", RAFTO, True, "Kari", "2026-11-20"
    ),
    SentDecision("ngo", f"{SPACE}p/4", "", PERSON, False, "ngo", "2026-11-21"),
)


def send(partner: Partner, body: Any, kind: str = "application/json") -> Any:
    content = body if isinstance(body, str) else json.dumps(body)
    headers = {"Content-Type": kind}
    return partner.http.post("/inbox/decisions", content=content, headers=headers)


def decision(**changes: str) -> dict[str, Any]:
    whole = {"id": "17", "entity": RAFTO, "judgment": "same", "on": "2026-11-20"}
    return {"decisions": [{**whole, **changes}]}


def test_a_table_waits_as_it_was_decided(ngo: Partner, inbox: Inbox) -> None:
    answer = send(ngo, TABLE, "text/csv; charset=utf-8")
    assert (answer.status_code, answer.json()) == (202, {"received": 2, "new": 2})
    assert answer.headers["cache-control"] == "no-store"
    assert tuple(Decisions(inbox.folder).all()) == SAID
    line = json.loads((inbox.folder / FILE).read_text().splitlines()[0])
    assert (line["key"], line["partner"]) == ("ngo-2026", "ngo")
    assert (inbox.folder / FILE).stat().st_mode & 0o777 == 0o600
    assert inbox.all() == []


def test_what_is_sent_again_is_there_once(ngo: Partner, inbox: Inbox) -> None:
    assert send(ngo, decision(name="Rafto", by="Kari")).json()["new"] == 1
    again = send(ngo, decision(name="Rafto", by="Kari")).json()
    assert again == {"received": 1, "new": 0}
    assert send(ngo, decision(judgment="different")).json()["new"] == 1
    assert [it.same for it in Decisions(inbox.folder).all()] == [True, False]


def test_a_line_that_was_not_finished_is_left_out(tmp_path: Path) -> None:
    file, now = tmp_path / FILE, datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    decisions = Decisions(tmp_path)
    assert decisions.keep(SAID[:1], "key", 9999, now) == 1
    with file.open("ab") as killed:
        killed.write(b'{"partner": "ngo", "rec')
    assert tuple(decisions.all()) == SAID[:1]
    assert decisions.keep(SAID, "key", 9999, now) == 1
    assert tuple(decisions.all()) == SAID
    assert file.read_bytes().count(b"\n") == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"judgment": "sam"}, "same (or matched), different, or none"),
        ({"id": ""}, "no id"),
        ({"id": "https://other.example/17"}, f"begins with {SPACE}"),
        ({"id": f"{SPACE}a b"}, f"begins with {SPACE}"),
        ({"entity": "https://example.org/x"}, "the IRI of one of our things"),
        ({"entity": f"{ID}claim/sdjchw8"}, "the IRI of one of our things"),
        ({"entity": f"{ID}organisation/none"}, "as the current release has them"),
        ({"on": "yesterday"}, "a day, such as"),
        ({"on": "2026-13-01"}, "a day, such as"),
        ({"on": ""}, "no day"),
    ],
)
def test_one_slip_and_nothing_is_kept(
    ngo: Partner, inbox: Inbox, changes: dict[str, str], told: str
) -> None:
    wrong = decision()
    wrong["decisions"] += decision(**changes)["decisions"]
    answer = send(ngo, wrong)
    assert (answer.status_code, told in answer.json()["detail"]) == (422, True)
    assert "decisions.1" in answer.json()["detail"]
    assert Decisions(inbox.folder).all() == []


@pytest.mark.parametrize(
    ("body", "kind", "status", "told"),
    [
        ("{", "application/json", 400, "not JSON"),
        ({"decisions": []}, "application/json", 400, "decisions"),
        ({"decisions": [{"id": 1}]}, "application/json", 400, "decisions.0"),
        (decision(x="y"), "application/json", 400, "decisions.0.x"),
        (decision(name="n" * 401), "application/json", 400, "400"),
        ("id,entity\n", "text/csv", 400, "no column judgment"),
        ("id,entity,judgment,on,x\n", "text/csv", 400, "columns called id"),
        (TABLE + "1,2,3,4,5,6,7\n", "text/csv", 422, "decisions:6"),
        (TABLE, "text/plain", 415, "text/csv"),
    ],
)
def test_what_is_no_table_is_told(
    ngo: Partner, inbox: Inbox, body: Any, kind: str, status: int, told: str
) -> None:
    answer = send(ngo, body, kind)
    assert (answer.status_code, told in answer.json()["detail"]) == (status, True)
    assert Decisions(inbox.folder).all() == []


@pytest.mark.parametrize(("name", "status"), [("", 401), ("curator", 403)])
def test_nobody_else_decides(
    server: Server, inbox: Inbox, name: str, status: int
) -> None:
    partner = Partner(server, name)
    with partner.http:
        assert send(partner, decision()).status_code == status
    assert not inbox.folder.exists()


def test_each_speaks_of_records_of_its_own(
    ngo: Partner, server: Server, inbox: Inbox
) -> None:
    other = Partner(server, "other")
    with other.http:
        assert send(other, decision()).status_code == 202
    assert send(ngo, decision()).status_code == 202
    records = [it.record for it in Decisions(inbox.folder).all()]
    assert records == ["https://other.example/17", f"{SPACE}17"]


def test_there_is_room_for_so_many(ngo: Partner, inbox: Inbox) -> None:
    one = decision()["decisions"][0]
    many = [{**one, "id": f"{number}", "name": "n" * 400} for number in range(900)]
    assert send(ngo, {"decisions": many}).status_code == 202
    more = [{**it, "id": f"x{it['id']}"} for it in many]
    assert send(ngo, {"decisions": more}).status_code == 507
    assert len(Decisions(inbox.folder).all()) == 900


def test_a_service_without_an_inbox_takes_none(
    release: Release, tmp_path: Path
) -> None:
    build = release.path.parents[1]
    with open_to_partners(build, tmp_path, inbox_dir=None) as server:
        partner = Partner(server, "ngo")
        with partner.http:
            assert send(partner, decision()).status_code == 404
