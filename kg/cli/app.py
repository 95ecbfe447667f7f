"""The `kg` command as a whole: its subcommands, and where errors become messages."""

import logging
import sys
from collections.abc import Sequence
from typing import NoReturn

import typer

from kg.cli import (
    build,
    bundle,
    diff,
    docs,
    doctor,
    identity,
    ingest,
    key,
    load,
    mint,
    new,
    pull,
    push,
    quality,
    query,
    release,
    review,
    serve,
    stats,
    validate,
)
from kg.cli.console import tell
from kg.cli.inbox import app as inbox
from kg.errors import KgError

OUR_FAULT = 3
"""The exit code when the fault is in this program."""

log = logging.getLogger(__name__)

app = typer.Typer(
    name="kg",
    help="Build, validate, query and serve the Solidarity Graph.",
    epilog="Exit codes: 0 all is well, 1 there are findings, or what is to be built is "
    "not in order, 2 something asked for cannot be read or done, 3 a fault of kg "
    "itself, 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command("build")(build.build)
app.command("bundle")(bundle.bundle)
app.command("validate")(validate.validate)
app.command("serve")(serve.serve)
app.command("query")(query.query)
app.command("stats")(stats.stats)
app.command("quality")(quality.quality)
app.command("mint")(mint.mint)
app.add_typer(identity.app, name="identity")
app.command("review")(review.review)
app.command("diff")(diff.diff)
app.command("pull")(pull.pull_release)
app.command("push")(push.push)
app.command("docs")(docs.docs)
app.command("doctor")(doctor.doctor)
app.command("load")(load.load)
app.add_typer(new.app, name="new")
app.add_typer(ingest.app, name="ingest")
app.add_typer(key.app, name="key")
app.add_typer(inbox.app, name="inbox")
app.add_typer(release.app, name="release")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code.

    An error that a user can mend is one message on standard error, never a traceback;
    any other exception is a fault of ours: it keeps its traceback and has a code of its
    own, so that no pipeline takes it for a finding.
    """
    try:
        app(arguments, prog_name="kg")
    except KgError as error:
        tell(str(error))
        sys.exit(error.exit_code)
    except OSError as error:
        tell(f"{error.filename or 'kg'}: {error.strerror}")
        sys.exit(KgError.exit_code)
    except Exception:
        log.exception("a fault of kg itself, not of what it was given")
        sys.exit(OUR_FAULT)
    sys.exit(0)
