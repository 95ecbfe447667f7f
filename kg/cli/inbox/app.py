"""`kg inbox` as a whole: its subcommands."""

import typer

from kg.cli.inbox import deciding, key, listing, showing

app = typer.Typer(help="Look at what partners give, and decide.", no_args_is_help=True)


@app.callback()
def inbox() -> None:
    """Work on the folder that KG_INBOX_DIR names; see docs/contributing-data.md."""


app.command("list")(listing.list_waiting)
app.command("show")(showing.show)
app.command("accept")(deciding.accept)
app.command("reject")(deciding.reject)
app.command("key")(key.new_key)
