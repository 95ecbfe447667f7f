"""`kg query`: the catalogue, its parameters, queries of one's own, every format."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run

QUERY = """\
# # Organisers of an event
#
# **Question:** Who organised a given event?
#
# **For:** researchers
#
# **Parameter:** `?event` (event, default `vigil-in-oslo`) - the event.
#
# **Parameter:** `?language` (language, default `en`) - of the name.

PREFIX hs: <https://w3id.org/hrsolidarity/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?event ?who ?name WHERE {
  ?event hs:organiser ?who .
  ?who skos:prefLabel ?name .
  FILTER ( langMatches(lang(?name), ?language) )
}
"""
NAME = "organisers-of-an-event"


@pytest.fixture
def asked(released: Path) -> Path:
    """A project with a release and one query."""
    folder = released / "queries" / "library"
    folder.mkdir()
    (folder / f"{NAME}.rq").write_text(QUERY, "utf-8")
    return released


@pytest.fixture
def own(asked: Path) -> Path:
    """The file that a query of one's own is written to."""
    return asked / "own.rq"


def table(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_without_a_name_the_queries_are_listed(asked: Path, run: Run) -> None:
    outcome = run("query", "-C", asked)

    assert outcome.code == 0
    assert table(outcome.out)[0] == ["query", "for", "question", "parameters"]
    assert table(outcome.out)[1][:3] == [NAME, "researchers", "Who"]


def test_an_answer_is_a_table(asked: Path, run: Run) -> None:
    outcome = run("query", NAME, "-C", asked)

    assert table(outcome.out) == [
        ["event", "who", "name"],
        ["ev:vigil-in-oslo", "or:pen", "PEN"],
    ]


def test_a_table_is_whole_in_a_pipe(asked: Path, own: Path, run: Run) -> None:
    words = "word " * 40 + "end"
    own.write_text(f'SELECT ("{words}" AS ?words) {{ }}', "utf-8")

    assert words in run("query", "--file", own, "-C", asked).out


def test_a_parameter_chooses(asked: Path, run: Run) -> None:
    outcome = run("query", NAME, "--param", "language=uk", "-C", asked)

    assert table(outcome.out) == [["event", "who", "name"]]


@pytest.mark.parametrize(
    ("form", "start"),
    [
        pytest.param("csv", "event,who,name\r\nhttps://w3id.org/", id="csv"),
        pytest.param("json", '{"head":{"vars":["event","who","name"]}', id="json"),
        pytest.param("tsv", "?event\t?who\t?name\n<https://", id="tsv"),
    ],
)
def test_an_answer_has_the_format_asked_for(
    form: str, start: str, asked: Path, run: Run
) -> None:
    outcome = run("query", NAME, "--format", form, "-C", asked)

    assert outcome.code == 0
    assert outcome.out.startswith(start)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("ASK { ?s ?p ?o }", "yes\n", id="yes"),
        pytest.param('ASK { ?s ?p "no such text" }', "no\n", id="no"),
        pytest.param(
            "CONSTRUCT { <urn:a> <urn:b> <urn:c> } WHERE { }",
            "<urn:a> <urn:b> <urn:c> .\n",
            id="graph",
        ),
    ],
)
def test_a_query_of_ones_own(
    text: str, answer: str, asked: Path, own: Path, run: Run
) -> None:
    own.write_text(text, "utf-8")

    assert run("query", "--file", own, "-C", asked).out == answer


@pytest.mark.parametrize("form", ["table", "json", "turtle"])
def test_an_update_is_refused(form: str, asked: Path, own: Path, run: Run) -> None:
    own.write_text("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "utf-8")

    outcome = run("query", "--file", own, "--format", form, "-C", asked)

    assert (outcome.code, outcome.out, outcome.err) == (
        2,
        "",
        "updates are not taken here: a release is read-only\n",
    )


def test_a_query_of_ones_own_may_have_parameters(
    asked: Path, own: Path, run: Run
) -> None:
    own.write_text(QUERY, "utf-8")

    outcome = run("query", "-f", own, "-p", "language=uk", "-C", asked)

    assert table(outcome.out) == [["event", "who", "name"]]


def test_a_value_that_nothing_takes_is_refused(
    asked: Path, own: Path, run: Run
) -> None:
    own.write_text("ASK { ?s ?p ?o }", "utf-8")

    outcome = run("query", "-f", own, "-p", "s=pen", "-C", asked)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "--param: found s; expected none: "
        "the file has no header that names parameters\n"
    )


def test_a_name_and_a_file_are_one_too_many(asked: Path, own: Path, run: Run) -> None:
    own.write_text("ASK { ?s ?p ?o }", "utf-8")

    outcome = run("query", NAME, "-f", own, "-C", asked)

    assert outcome.code == 2
    assert outcome.err == (
        f"--file: found {own}; expected a file or the name {NAME}, not both\n"
    )


def test_the_sparql_can_be_seen(asked: Path, run: Run) -> None:
    outcome = run("query", NAME, "-p", "event=ev:other", "--show", "-C", asked)

    assert "<https://w3id.org/hrsolidarity/id/event/other>  hs:organiser" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["organiser-of-an-event"],
            "queries: found organiser-of-an-event; expected the name of a query "
            "(did you mean organisers-of-an-event?)\n",
            id="name",
        ),
        pytest.param(
            [NAME, "-p", "evnt=x"],
            f"query {NAME}: found parameter evnt; expected one of event, "
            "language (did you mean event?)\n",
            id="parameter",
        ),
        pytest.param(
            [NAME, "-p", "event"],
            "--param: found event; expected NAME=VALUE\n",
            id="no-value",
        ),
        pytest.param(
            [NAME, "-p", "event=a", "-p", "event=b"],
            "--param: found event; expected each parameter once\n",
            id="twice",
        ),
        pytest.param(
            [NAME, "--format", "cvs"],
            "--format: found cvs; expected a format (did you mean csv?)\n",
            id="format",
        ),
        pytest.param(
            [NAME, "-p", "event=vigil-in-olso"],
            "parameter event: found vigil-in-olso; expected what the graph knows as "
            "event (did you mean vigil-in-oslo?)\n",
            id="nothing-of-the-key",
        ),
        pytest.param(
            [NAME, "--format", "turtle"], "Turtle cannot hold bindings\n", id="graph"
        ),
    ],
)
def test_a_bad_question_is_one_message(
    arguments: list[str], message: str, asked: Path, run: Run
) -> None:
    outcome = run("query", *arguments, "-C", asked)

    assert (outcome.code, outcome.out, outcome.err) == (2, "", message)


def test_a_query_that_is_not_sparql_is_placed(asked: Path, own: Path, run: Run) -> None:
    own.write_text("ASK {\n  ?s ?p ?o\n", "utf-8")

    outcome = run("query", "--file", own, "-C", asked)

    assert outcome.code == 2
    assert outcome.err.startswith(f"{own}:3:1: found the end of the query; expected ")


def test_the_public_cannot_be_asked_for_partners_words(
    asked: Path, own: Path, run: Run
) -> None:
    own.write_text(
        "PREFIX oa: <http://www.w3.org/ns/oa#>\nASK { GRAPH ?g { ?s oa:exact ?words } }"
    )

    assert run("query", "--file", own, "-C", asked).out == "no\n"
    partner = run("query", "--file", own, "--audience", "partner", "-C", asked)
    assert partner.out == "yes\n"


def holds_a_store(process: int) -> bool:
    """Say whether a process has come so far as to open a store."""
    files = Path(f"/proc/{process}/fd").glob("*")
    return any("/store/" in str(it.resolve()) for it in files)


def test_an_interruption_ends_a_query_at_once(asked: Path, own: Path) -> None:
    triples = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(5))
    own.write_text(f"SELECT (COUNT(*) AS ?n) WHERE {{ {triples} }}")
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "query", "-f", own, "-C", asked]
    ) as it:
        while not holds_a_store(it.pid):
            assert it.poll() is None
            time.sleep(0.1)
        time.sleep(1)
        it.send_signal(signal.SIGINT)
        it.wait(timeout=60)  # it would take for ever

    assert it.returncode == -signal.SIGINT
