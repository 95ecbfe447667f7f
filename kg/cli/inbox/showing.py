"""`kg inbox show`: what a curator should know of a graph before deciding."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import orjson
import typer

from kg.cli.console import say, tell
from kg.cli.inbox.listing import findings, plain
from kg.cli.inbox.opening import find, open_inbox
from kg.cli.options import HERE, Project, build_folder
from kg.contributing.drawer import LINES, REPORT, TURTLE
from kg.contributing.inbox import Inbox
from kg.contributing.submission import State, Submission

_FEW = 20


def show(
    graph: Annotated[str, typer.Argument(metavar="GRAPH", help="The graph's IRI.")],
    project: Project = HERE,
    partner: Annotated[
        str | None, typer.Option("--partner", help="Who gave it, if several did.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every statement, however many.")
    ] = False,
    report: Annotated[
        bool, typer.Option("--report", help="The findings alone, as SHACL has them.")
    ] = False,
) -> None:
    """Show a graph that waits: what it adds and takes away, touches, and whom it names.

    It is compared with what the same partner gave before, and with the current release.

    Examples:
    ```console
    $ kg inbox show https://ngo.example/data/prizes
    $ kg inbox show https://ngo.example/data/prizes --all
    $ kg inbox show https://ngo.example/data/prizes --report
    ```
    """
    inbox = open_inbox(project)
    submission = find(inbox, graph, partner)
    if report:
        for line in _part(inbox, submission, TURTLE).decode().split("\n"):
            say(plain(line))
        return
    for line in _head(submission):
        say(plain(line))
    if submission.state is not State.WAITING:
        return
    most = None if everything else _FEW
    for line in _body(inbox, submission, _store(project), most):
        say(plain(line))
    decide = f"{graph} --revision {submission.revision}"
    tell(f"next: kg inbox accept {decide} …, or kg inbox reject {decide} …")


def _store(project: Path) -> Path | None:
    from kg.errors import SetupError
    from kg.publishing.audience import Audience
    from kg.publishing.release import current_release

    try:
        return current_release(build_folder(project)).store(Audience.PARTNER)
    except SetupError:
        tell("no release here: known things are not looked up")
        return None


def _part(inbox: Inbox, submission: Submission, name: str) -> bytes:
    return inbox.drawer(submission.partner, submission.graph).read(submission, name)


def _head(submission: Submission) -> Iterator[str]:
    yield f"graph:      {submission.graph}"
    yield f"given by:   {submission.partner}, with the key {submission.key}"
    yield f"received:   {submission.received}, revision {submission.revision}"
    yield f"sha256:     {submission.sha256}"
    yield f"format:     {submission.written}, {submission.size} bytes"
    yield f"state:      {submission.state}"
    decision = submission.decision
    if decision is not None:
        yield f"decided:    {decision.time} by {decision.by}: {decision.reason}"
        if decision.source:
            yield f"source:     {decision.source}, access {decision.access}"


def _body(
    inbox: Inbox, submission: Submission, store: Path | None, most: int | None
) -> Iterator[str]:
    from kg.contributing.review import review  # loads the store's engine

    before = inbox.accepted(submission.partner, submission.graph)
    said = b"" if before is None else _part(inbox, before, LINES)
    found = review(_part(inbox, submission, LINES), said, store)
    yield f"statements: {submission.statements}"
    since = "" if before is None else f" since revision {before.revision}"
    yield from _listed(f"added{since}", found.added, most)
    yield from _listed(f"gone{since}", found.gone, most)
    counts = [f"{number} {name}" for name, number in found.classes.items()]
    yield from _listed("classes", counts, most)
    yield from _listed("touches", found.touched, most)
    yield from _listed("unknown here", found.unknown, most)
    yield from _listed("PEOPLE OF OURS", found.known_people, None)
    yield from _listed("PEOPLE, whom no release takes from here", found.people, None)
    withheld = [f"{number} {why}" for why, number in submission.withheld.items()]
    yield from _listed("withheld statements", withheld, most)
    yield f"found:      {findings(submission) or 'nothing'}"
    yield from _findings(_part(inbox, submission, REPORT), most)


def _listed(title: str, items: Iterable[object], most: int | None) -> Iterator[str]:
    listed = [str(item) for item in items]
    if listed:
        yield f"{title} ({len(listed)}):"
        yield from (f"  {item}" for item in listed[:most])
        if most is not None and len(listed) > most:
            yield f"  … and {len(listed) - most} more: --all"


def _findings(report: bytes, most: int | None) -> Iterator[str]:
    found = orjson.loads(report)["findings"] if report else []
    for it in found[:most]:
        place = f"{it['line']}:{it['column']}"
        yield f"  {place} {it['severity']} {it['name']}: {it['message']}"
