"""`kg query`: ask the current release a question of the catalogue, or one's own."""

import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

from kg.cli.answer import TABLE, choices, write_answer, write_list
from kg.cli.console import say
from kg.cli.options import HERE, Project, build_folder, queries_folder
from kg.errors import (
    DuplicateKeyError,
    QueryError,
    QuerySyntaxError,
    SyntaxFaultError,
    UnexpectedValueError,
)
from kg.publishing.audience import Audience
from kg.publishing.release import current_release
from kg.rdf.query.catalogue import Query, parse_query, read_catalogue
from kg.rdf.query.header import TITLE
from kg.settings import Settings
from kg.store.naming import require_known
from kg.store.oxigraph import OxigraphStore
from kg.store.protocol import Store


def query(
    name: Annotated[
        str | None, typer.Argument(help="A query of the catalogue; none lists them.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param", "-p", metavar="NAME=VALUE", help="A parameter's value."
        ),
    ] = None,
    file: Annotated[
        typer.FileText | None,
        typer.Option(
            "--file", "-f", help="A file with SPARQL; - reads standard input."
        ),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", help=f"One of {', '.join(choices())}.")
    ] = TABLE,
    audience: Annotated[
        Audience, typer.Option("--audience", help="Whose files are asked.")
    ] = Audience.PUBLIC,
    endpoint: Annotated[
        str | None,
        typer.Option(
            "--endpoint",
            metavar="URL",
            help="Ask a SPARQL endpoint, such as a served release, instead.",
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Write the SPARQL instead of running it.")
    ] = False,
    project: Project = HERE,
) -> None:
    """Answer a question from the current release.

    The value of a parameter is a key, a CURIE or an IRI where the query takes a thing,
    else a date, a number, a word. What is not given has the query's own default.

    Examples:
    ```console
    $ kg query
    $ kg query who-supported-an-action --param event=solidarity-action-16-january
    $ kg query who-supported-an-action --format csv > supporters.csv
    $ kg query timeline --endpoint http://127.0.0.1:8000/sparql
    $ echo "ASK { ?s ?p ?o }" | kg query --file -
    ```
    """
    folder = queries_folder(project)
    values = _values(param or ())
    asked = _asked(folder, name, file)
    if asked is None:
        write_list(read_catalogue(folder))
        return
    text = _bound(asked, values)
    if show:
        say(text)
        return
    store = _remote(endpoint) if endpoint else _current(project, audience)
    with _interruptible(), _placed(file):
        if isinstance(asked, Query):
            require_known(store, asked, values)
        write_answer(store, text, form)


def _current(project: Path, audience: Audience) -> Store:
    release = current_release(build_folder(project))
    return OxigraphStore(release.store(audience))


def _remote(endpoint: str) -> Store:
    # Its client loads a library that takes as long to load as all the rest.
    from kg.store.remote.store import RemoteStore

    return RemoteStore(endpoint, Settings.from_environment().query_seconds)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let an interruption end the process: it would not reach the engine."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _placed(file: IO[str] | None) -> Iterator[None]:
    """Tell what is wrong with a query at its place in the file it is from."""
    try:
        yield
    except QuerySyntaxError as error:
        if file is None:
            raise
        where = f"{file.name}:{error.line}:{error.column}"
        raise QueryError(f"{where}: {error.reason}") from error


def _asked(folder: Path, name: str | None, file: IO[str] | None) -> Query | str | None:
    """Find the query that is asked, or read it; a file's may be without a header."""
    if name is not None and file is not None:
        raise UnexpectedValueError(
            "--file", file.name, f"a file or the name {name}, not both"
        )
    if file is not None:
        text = file.read()
        return parse_query(text, file.name) if text.startswith(TITLE) else text
    return None if name is None else read_catalogue(folder).find(name)


def _bound(asked: Query | str, values: Mapping[str, str]) -> str:
    """Write a query with its values; one without a header names no parameters."""
    if isinstance(asked, Query):
        return asked.bind(values)
    for name in values:
        expected = "none: the file has no header that names parameters"
        raise UnexpectedValueError("--param", name, expected)
    return asked


def _values(given: Iterable[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise SyntaxFaultError("--param", pair, "NAME=VALUE")
        if name in values:
            raise DuplicateKeyError("--param", name, "each parameter once")
        values[name] = value
    return values
