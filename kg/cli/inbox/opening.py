"""Opening the inbox of a project, and finding a graph in it."""

from pathlib import Path

from kg.contributing.inbox import Inbox
from kg.contributing.submission import Submission
from kg.errors import NotInGraphError, SetupError
from kg.settings import Settings


def open_inbox(project: Path) -> Inbox:
    """Open the inbox that the settings name.

    Raises:
        SetupError: they name none.
    """
    folder = Settings.from_environment().inbox_dir
    if folder is None:
        expected = "the folder of what partners give, as the service has it"
        raise SetupError(f"KG_INBOX_DIR: found nothing; expected {expected}")
    return Inbox(project / folder)


def find(inbox: Inbox, graph: str, partner: str | None) -> Submission:
    """Find the last revision of a graph.

    Raises:
        NotInGraphError: nobody has given it.
        SetupError: several partners have.
    """
    given = [it for it in inbox.all() if it.graph == graph]
    found = [it for it in given if partner in (None, it.partner)]
    if not found:
        raise NotInGraphError(f"{graph}: nobody has given such a graph")
    if len(found) > 1:
        names = ", ".join(it.partner for it in found)
        raise SetupError(f"{graph}: given by {names}; say --partner")
    return found[0]
