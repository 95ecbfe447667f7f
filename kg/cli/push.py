"""`kg push`: a graph of a partner's own, given to a service."""

from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from kg.cli.console import say, tell
from kg.cli.secret import read_address, read_secret
from kg.errors import FetchError, KgError, SetupError
from kg.rdf.formats import Format, Kind, holding

_SECONDS = 120.0
_AGENT = "kg-push (+https://w3id.org/hrsolidarity/)"
_HERE = ("localhost", "127.0.0.1", "::1")


class RefusedError(KgError):
    """The graph was looked at and not taken."""

    exit_code = 1


def push(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="The graph.")
    ],
    to: Annotated[
        str, typer.Option("--to", metavar="URL", help="The address of the service.")
    ],
    key_file: Annotated[
        Path,
        typer.Option(dir_okay=False, exists=True, help="A file with your key."),
    ],
    graph: Annotated[
        str | None,
        typer.Option(
            "--graph",
            metavar="IRI",
            help="What the graph is called, below your namespace.",
            show_default="a name that the service makes",
        ),
    ] = None,
) -> None:
    """Give a graph of your own to a service, where a curator looks at it.

    It is checked at once, and every finding is told with its line. What is in order
    waits; nothing is published before a curator says so. The same graph again is told
    as it stands, another one of the same name is its next revision.

    Examples:
    ```console
    $ kg push prizes.ttl --to https://example.org \
        --graph https://ngo.example/data/prizes --key-file partner.key
    ```
    """
    written = _format(file)
    url = f"{_secure(to).rstrip('/')}/inbox"
    headers = {
        "Authorization": f"Bearer {read_secret(key_file)}",
        "Content-Type": written.media_type,
        "Accept": "application/json",
        "User-Agent": _AGENT,
    }
    method, parameters = ("POST", {}) if graph is None else ("PUT", {"graph": graph})
    try:
        answer = httpx.request(
            method,
            url,
            params=parameters,
            content=file.read_bytes(),
            headers=headers,
            timeout=_SECONDS,
        )
    except httpx.TransportError as error:
        raise FetchError(f"{url}: {type(error).__name__} {error}") from error
    _tell(url, answer)


def _format(file: Path) -> Format:
    known = {it.suffix: it for it in holding(Kind.GRAPH)}
    suffix = file.suffix.lower().removeprefix(".")
    if suffix not in known:
        expected = ", ".join(f".{it}" for it in known)
        raise SetupError(f"{file}: found suffix {suffix!r}; expected one of {expected}")
    return known[suffix]


def _secure(url: str) -> str:
    """Return an address that a key may be sent to."""
    address = read_address(url)
    if address.scheme != "https" and address.host not in _HERE:
        raise SetupError(f"{url}: a key is sent by https:// alone")
    return url


def _tell(url: str, answer: httpx.Response) -> None:
    said = _read(url, answer)
    if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY and "findings" in said:
        for line in _findings(said):
            say(line)
        raise RefusedError(said["detail"])
    if not answer.is_success:
        hint = f"; {said['hint']}" if "hint" in said else ""
        raise FetchError(f"{url}: {answer.status_code} {said.get('detail')}{hint}")
    for line in _findings(said.get("report") or {}):
        say(line)
    what = f"revision {said['revision']} of {said['graph']}"
    reason = f": {said['reason']}" if said.get("reason") else ""
    tell(f"{what}, {said['statements']} statements, {said['state']}{reason}")


def _read(url: str, answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise FetchError(f"{url}: {answer.status_code}, which is no answer of an inbox")
    return said


def _findings(report: dict[str, Any]) -> list[str]:
    faults = [
        f"{it['line']}:{it['column']}: {it['kind']}: {it['message']}"
        for it in report.get("faults", ())
    ]
    findings = [
        f"{it['line']}:{it['column']}: {it['severity']} {it['rule']}: {it['message']}"
        for it in report.get("findings", ())
    ]
    return [*faults, *findings, *report.get("notes", ())]
