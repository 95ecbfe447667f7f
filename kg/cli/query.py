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
from kg.errors import DuplicateKeyError, SyntaxFaultError, UnexpectedValueError
from kg.publishing.audience import Audience
from kg.publishing.release import current_release
from kg.rdf.header import TITLE
from kg.rdf.queries import parse_query, read_catalogue
from kg.settings import Settings
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
    text = _text(folder, name, file, _values(param or ()))
    if text is None:
        write_list(read_catalogue(folder))
        return
    if show:
        say(text)
        return
    store = _remote(endpoint) if endpoint else _current(project, audience)
    with _interruptible():
        write_answer(store, text, form)


def _current(project: Path, audience: Audience) -> Store:
    release = current_release(build_folder(project))
    return OxigraphStore(release.store(audience))


def _remote(endpoint: str) -> Store:
    # Its client loads a library that takes as long to load as all the rest.
    from kg.store.remote import RemoteStore

    return RemoteStore(endpoint, Settings.from_environment().query_seconds)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let an interruption end the process: it would not reach the engine."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _text(
    folder: Path, name: str | None, file: IO[str] | None, values: Mapping[str, str]
) -> str | None:
    if name is not None and file is not None:
        raise UnexpectedValueError(
            "--file", file.name, f"a file or the name {name}, not both"
        )
    if file is not None:
        return _own(file, values)
    return None if name is None else read_catalogue(folder).find(name).bind(values)


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


def _own(file: IO[str], values: Mapping[str, str]) -> str:
    """Read a query of the user's own; its header, if it has one, names parameters."""
    text = file.read()
    if text.startswith(TITLE):
        return parse_query(text, file.name).bind(values)
    for name in values:
        expected = "none: the file has no header that names parameters"
        raise UnexpectedValueError("--param", name, expected)
    return text
