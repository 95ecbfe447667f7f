"""`kg inbox accept` and `kg inbox reject`: a curator's decision, with the reason."""

from typing import Annotated

import typer

from kg.cli.clock import now
from kg.cli.console import say, tell
from kg.cli.inbox.opening import find, open_inbox
from kg.cli.options import HERE, Project
from kg.contributing.drawer import CONTENT
from kg.contributing.inbox import Inbox, require_waiting
from kg.contributing.submission import Decision, State, Submission, written_time

Graph = Annotated[str, typer.Argument(metavar="GRAPH", help="The graph's IRI.")]
Revision = Annotated[
    int, typer.Option("--revision", min=1, help="The revision that was looked at.")
]
Curator = Annotated[str, typer.Option("--by", help="The curator who decides.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; the partner can read it.")]
Partner = Annotated[
    str | None, typer.Option("--partner", help="Who gave it, if several did.")
]


def accept(
    graph: Graph,
    revision: Revision,
    by: Curator,
    reason: Reason,
    project: Project = HERE,
    partner: Partner = None,
    access: Annotated[
        str | None,
        typer.Option(
            "--access",
            help="Who may see it: public, partner or restricted.",
            show_default="as before; at first restricted: in no release",
        ),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--key", help="The key of the source.", show_default="its name"),
    ] = None,
    label: Annotated[
        str | None, typer.Option("--label", help="What we call it, in English.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="The language of its texts.")
    ] = None,
    licence: Annotated[
        str | None, typer.Option("--licence", help="The licence's web address.")
    ] = None,
    rights: Annotated[
        str | None,
        typer.Option("--rights", help="What may be done with it, in a sentence."),
    ] = None,
) -> None:
    """Make a graph that waits a source of the project.

    Nobody sees it before you say so by --access, and before the next build. The bytes
    that were sent stay in raw/. A later revision of the same graph becomes the next
    revision of the same source, and keeps what you have written there.

    Examples:
    ```console
    $ kg inbox accept https://ngo.example/data/prizes --revision 1 --by Kari \
        --reason "Checked against their annual report." --access partner
    ```
    """
    from kg.contributing.acceptance import Acceptance, find_place, write_source

    inbox = open_inbox(project)
    submission = find(inbox, graph, partner)
    require_waiting(submission, revision)
    content = inbox.drawer(submission.partner, graph).read(submission, CONTENT)
    place = find_place(project, submission, key or _before(inbox, submission))
    given = (access, key, label, language, licence, rights)
    said = Acceptance(by, now().date(), reason, *given)
    seen = write_source(place, submission, content, said)
    decision = Decision(State.ACCEPTED, _time(), by, reason, place.key, seen)
    inbox.decide(submission.partner, graph, revision, decision)
    say(f"{place.name}: access {seen}")
    if submission.withheld:
        tell("its file names people, or what leads to them: no release has that")
    tell("next: look over source.yml, then kg validate and kg build")


def reject(
    graph: Graph,
    revision: Revision,
    by: Curator,
    reason: Reason,
    project: Project = HERE,
    partner: Partner = None,
) -> None:
    """Reject a graph that waits. What was sent is removed; its record stays.

    Examples:
    ```console
    $ kg inbox reject https://ngo.example/data/prizes --revision 1 --by Kari \
        --reason "The people named in it have not been asked."
    ```
    """
    inbox = open_inbox(project)
    submission = find(inbox, graph, partner)
    decision = Decision(State.REJECTED, _time(), by, reason)
    inbox.decide(submission.partner, graph, revision, decision)
    say(f"{graph}: rejected")


def _before(inbox: Inbox, submission: Submission) -> str | None:
    """Return the key of the source that the graph became before, if it did."""
    found = inbox.accepted(submission.partner, submission.graph)
    return None if found is None or found.decision is None else found.decision.source


def _time() -> str:
    return written_time(now())
