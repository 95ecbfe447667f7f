"""`kg serve`: serve the current release over HTTP."""

import contextlib
import gc
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from kg.cli.clock import now
from kg.cli.console import tell
from kg.cli.options import HERE, Start, build_folder, find_project
from kg.cli.unbundling import take_place
from kg.errors import SetupError
from kg.publishing.audience import Audience
from kg.publishing.release import current_release
from kg.publishing.workspace import begin
from kg.settings import Settings, give
from kg.store.keys import Share, read_keys
from kg.store.oxigraph import OxigraphStore

_APPLICATION = "kg.api.app:create_app"
_CONNECTION = "kg.api.http.connection:Connection"
"""By name: commands and the service know nothing of each other."""

_COLLECT_AFTER = 10_000
"""Objects, more than have gone, after which Python looks for those that hold each
other: its own 700 are made by a few requests, and to look is a tenth of their time."""

_SWITCH_SECONDS = 0.001
"""How long a thread, such as one that reads a long query, may hold all others up."""


class _Server(uvicorn.Server):
    """A server that leaves what it begins with out of all collections of garbage."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(_COLLECT_AFTER)
        sys.setswitchinterval(_SWITCH_SECONDS)


def serve(
    bundle: Annotated[
        Path | None,
        typer.Argument(
            metavar="BUNDLE",
            exists=True,
            dir_okay=False,
            help="A file of `kg bundle`, to be served in place of a project.",
            show_default=False,
        ),
    ] = None,
    host: Annotated[
        str | None,
        typer.Option(
            "--host", help="The address to listen on.", show_default="KG_HOST"
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            min=1,
            max=65_535,
            help="The port to listen on.",
            show_default="KG_PORT",
        ),
    ] = None,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            file_okay=False,
            help="Serve the workspace in this folder, to be read and written with "
            "keys; an empty one is begun.",
            show_default="KG_WORKSPACE",
        ),
    ] = None,
    from_current: Annotated[
        bool,
        typer.Option(
            "--from-current",
            help="Begin the workspace with the partner graphs of the current release.",
        ),
    ] = False,
    validate: Annotated[
        bool,
        typer.Option(
            "--validate/--no-validate",
            help="Whether writes to the workspace have to keep the rules.",
        ),
    ] = True,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            file_okay=False,
            help="The folder that bundles are unpacked into, once each.",
            show_default="the user's cache",
        ),
    ] = None,
    public_key: Annotated[
        Path | None,
        typer.Option(
            "--public-key",
            dir_okay=False,
            exists=True,
            help="The file of the public key that the bundle has to be signed by.",
        ),
    ] = None,
    project: Start = HERE,
) -> None:
    """Serve the current release, and each that comes after it, until interrupted.

    With a bundle, that is served, and neither a project nor a network is needed.

    Settings are environment variables: see docs/settings.md. A workspace is a store
    for curators, which is served instead of a release: see docs/operating.md.

    Examples:
    ```console
    $ kg serve
    $ kg serve --port 8080
    $ KG_AUDIENCE=partner kg serve --port 8001
    $ kg serve solidarity-graph-2026-11-23T12-00-00Z-0123abcd-public.tar.zst
    $ KG_KEYS_FILE=keys.toml kg serve --workspace ../work --from-current --port 8002
    ```
    """
    if bundle is not None and workspace is not None:
        raise SetupError("--workspace: found a bundle, too; expected one of them")
    if workspace is not None:
        give({"workspace": workspace.resolve()})
    project = project.resolve()
    if bundle is not None:
        take_place(bundle, into, public_key)
    elif into is not None or public_key is not None:
        raise SetupError("--into, --public-key: found no bundle; expected its file")
    else:
        project = find_project(project)
    if not validate:
        give({"workspace_rules": "off"})
    settings = Settings.from_environment()
    if settings.keys_file is not None:
        read_keys(project / settings.keys_file, Share())  # in order, or an error
    served = _served(settings, project, from_current=from_current)
    host, port = host or settings.host, port or settings.port
    with contextlib.chdir(project), _listen(host, port) as listener:
        tell(f"Solidarity Graph, {served}")
        tell(f"Open http://{_in_address(host)}:{port}/ - Ctrl-C ends the service")
        _run(listener, settings.closing_seconds)


def _served(settings: Settings, project: Path, *, from_current: bool) -> str:
    """Say what is served, and begin it if it is a workspace that is to be filled.

    Raises:
        SetupError: it cannot be served.
    """
    if settings.workspace is not None:
        folder = project / settings.workspace
        if from_current:
            begin(folder, now(), current_release(build_folder(project)))
        return f"the workspace {folder}"
    if from_current:
        raise SetupError("--from-current: found no workspace; expected --workspace")
    release = current_release(build_folder(project))
    if settings.store is None:
        OxigraphStore(release.store(Audience(settings.audience)))  # or an error
    return f"release {release.version} ({settings.audience})"


def _listen(host: str, port: int) -> socket.socket:
    """Listen already, so that whoever opens the address early has only to wait."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        expected = "an address of this machine and a free port: see --host and --port"
        found = (error.strerror or str(error)).lower()
        raise SetupError(
            f"{host}:{port}: found {found}; expected {expected}"
        ) from error


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _run(listener: socket.socket, closing_seconds: int) -> None:
    server = _Server(
        uvicorn.Config(
            _APPLICATION,
            factory=True,
            http=_CONNECTION,
            log_config=None,
            access_log=False,  # who asks what is nobody's business
            proxy_headers=False,  # the application believes those it is told to
            server_header=False,
            timeout_graceful_shutdown=closing_seconds,
        )
    )
    with contextlib.suppress(KeyboardInterrupt):  # the way to end it, not a failure
        server.run([listener])
