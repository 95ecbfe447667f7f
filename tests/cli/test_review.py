"""`kg review`: nothing enters the extract before a person accepts it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.importers.drafts import read_draft, write_draft
from kg.importers.record import read_record
from kg.model.records.draft import Draft
from kg.model.records.extract import Extract
from tests.cli.conftest import Outcome, Run

FOLDER = "data/sources/press/vigil"

SUGGESTIONS = [
    {
        "id": "place-oslo",
        "kind": "place",
        "start": 51,
        "end": 55,
        "exact": "Oslo",
        "confidence": 95,
        "why": "the name Oslo (en)",
        "section": "mentions",
        "record": {"names": "oslo", "quote": "Oslo"},
    },
    {
        "id": "quantity-one",
        "kind": "quantity",
        "start": 19,
        "end": 22,
        "exact": "PEN",
        "confidence": 40,
        "why": "a number",
        "section": "claims",
        "record": {
            "key": "one-vigil",
            "about": "?",
            "property": "participant-count",
            "modality": "asserted",
            "quantity": {"verbatim": "a", "exactly": "1", "unit": "organisation"},
            "quote": "PEN held a vigil",
        },
    },
    {
        "id": "supporter-pen",
        "kind": "supporter",
        "start": 19,
        "end": 22,
        "exact": "PEN",
        "confidence": 60,
        "why": "in a list of supporters",
        "section": "participants",
        "record": {
            "event": "vigil-in-oslo",
            "agent": "pen",
            "role": "supporter",
            "quote": "PEN held a vigil",
        },
    },
]

Review = Callable[..., Outcome]


@pytest.fixture
def drafted(small: Path) -> Path:
    """The template project with three suggestions for its source."""
    folder = small / FOLDER
    text = (folder / "source.yml").read_text("utf-8")
    sha256 = text.partition("sha256: ")[2][:64]
    draft = {"source": "vigil", "sha256": sha256, "suggestions": SUGGESTIONS}
    write_draft(folder / "draft.yml", Draft.model_validate(draft))
    return small


@pytest.fixture
def review(drafted: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Review:
    def review(*answers: str) -> Outcome:
        monkeypatch.setattr(
            "sys.stdin", io.StringIO("".join(f"{a}\n" for a in answers))
        )
        return run("review", drafted / FOLDER / "draft.yml", "-C", drafted)

    return review


def extract(project: Path) -> Extract:
    return read_record(project / FOLDER / "extract.yml", "extract.yml", Extract)


def states(project: Path) -> list[tuple[str, str, str | None]]:
    draft = read_draft(project / FOLDER / "draft.yml", "draft.yml")
    return [(it.id, it.state, it.reason) for it in draft.suggestions]


def test_what_is_accepted_stands_in_the_extract_and_is_valid(
    drafted: Path, review: Review, run: Run
) -> None:
    outcome = review("a", "a", "vigil-in-oslo", "a")

    assert outcome.code == 0, outcome.err
    assert outcome.out.endswith("3 accepted, 0 rejected, 0 skipped, 0 open\n")
    written = extract(drafted)
    assert [it.names for it in written.mentions] == ["oslo"]
    assert [(it.key, it.about) for it in written.claims] == [
        ("one-vigil", "vigil-in-oslo")
    ]
    assert [it.role for it in written.events[0].participants] == [
        *("organiser", "participant", "supporter")
    ]
    assert run("mint", "-C", drafted).code == 0
    checked = run("validate", "-C", drafted)
    assert checked.code == 0
    assert "found: 0 violations, 0 warnings" in checked.out + checked.err


def test_what_people_wrote_stays_to_the_letter(drafted: Path, review: Review) -> None:
    path = drafted / FOLDER / "extract.yml"
    path.write_text(f"# by hand\n{path.read_text('utf-8')}\n# the end\n", "utf-8")
    before = path.read_text("utf-8")

    review("a", "q")

    after = path.read_text("utf-8")
    assert after == before + "\nmentions:\n  - {names: oslo, quote: Oslo}\n"


def test_what_is_rejected_is_kept_with_its_reason(
    drafted: Path, review: Review
) -> None:
    before = (drafted / FOLDER / "extract.yml").read_bytes()

    review("r", "another Oslo", "r", "", "s")

    assert states(drafted) == [
        ("place-oslo", "rejected", "another Oslo"),
        ("quantity-one", "rejected", "no reason given"),
        ("supporter-pen", "skipped", None),
    ]
    assert (drafted / FOLDER / "extract.yml").read_bytes() == before


def test_the_place_is_kept_and_what_was_skipped_comes_last(
    drafted: Path, review: Review
) -> None:
    assert "1 of 3 · place" in review("s", "q").out

    outcome = review("r", "x")

    shown = [line for line in outcome.out.splitlines() if " · " in line]
    assert [line.split(" · ")[1] for line in shown] == ["quantity", "supporter"]
    outcome = review("s")
    shown = [line for line in outcome.out.splitlines() if " · " in line]
    assert [line.split(" · ")[1] for line in shown] == ["supporter", "place"]


def test_the_end_of_the_answers_is_quitting(drafted: Path, review: Review) -> None:
    outcome = review()

    assert outcome.code == 0
    assert {state for _id, state, _reason in states(drafted)} == {"open"}


def test_a_record_can_be_edited_before_it_is_accepted(
    drafted: Path, review: Review
) -> None:
    review("e", "quote: in Oslo", "no colon", "x.y: 1", "", "a")

    assert [it.quote[0].exact for it in extract(drafted).mentions] == ["in Oslo"]


def test_people_who_are_not_named_become_a_group(
    drafted: Path, review: Review, run: Run
) -> None:
    outcome = review("s", "s", "e", "agent: ?", "", "a", "group Poets of Oslo", "q")

    assert "a key, or: group What to call people who are not named" in outcome.out
    written = extract(drafted)
    assert [(it.key, it.label, it.completeness) for it in written.groups] == [
        ("poets-of-oslo", {"en": "Poets of Oslo"}, "unknown")
    ]
    assert written.events[0].participants[-1].agent == "poets-of-oslo"
    assert run("validate", "-C", drafted).code == 0


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        pytest.param(
            ["e", "quote: Bergen", "", "a"], "found 'Bergen'; expected", id="quote"
        ),
        pytest.param(
            ["e", "names: bergen", "", "a"], "found bergen; expected the key", id="key"
        ),
        pytest.param(
            ["e", "colour: red", "", "a"], "found colour; expected", id="field"
        ),
        pytest.param(
            ["s", "a", ""], "not accepted: quantity without about", id="not-said"
        ),
        pytest.param(
            ["s", "e", "key: vigil-in-oslo", "", "a", "vigil-in-oslo"],
            "vigil-in-oslo, the key of another event",
            id="key-twice",
        ),
        pytest.param(["x"], "'x': one of a, e, r, s and q", id="answer"),
    ],
)
def test_what_cannot_stand_is_told_and_changes_nothing(
    answers: list[str], message: str, drafted: Path, review: Review
) -> None:
    before = (drafted / FOLDER / "extract.yml").read_bytes()

    outcome = review(*answers)

    assert message in outcome.out
    assert (drafted / FOLDER / "extract.yml").read_bytes() == before
    assert "accepted" not in {state for _id, state, _reason in states(drafted)}


def test_suggestions_for_another_text_are_refused(
    drafted: Path, review: Review
) -> None:
    path = drafted / FOLDER / "draft.yml"
    text = path.read_text("utf-8")
    sha256 = text.partition("sha256: ")[2][:64]
    path.write_text(text.replace(sha256, "0" * 64), "utf-8")

    outcome = review("a")

    assert outcome.code == 2
    assert f"found {'0' * 64}; expected {sha256}" in outcome.err


def test_a_folder_without_a_draft_is_told(small: Path, run: Run) -> None:
    outcome = run("review", small / FOLDER, "-C", small)

    assert (outcome.code, outcome.err) == (
        2,
        f"{FOLDER}/draft.yml: no draft here; kg ingest makes one\n",
    )


def test_the_build_reads_nothing_of_a_draft(drafted: Path, run: Run) -> None:
    (drafted / FOLDER / "draft.yml").write_text("not: [a draft", "utf-8")

    checked = run("validate", "-C", drafted)

    assert checked.code == 0
    assert "found: 0 violations, 0 warnings" in checked.out + checked.err
