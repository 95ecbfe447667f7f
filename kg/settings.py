"""The settings of the service: the one place that reads the environment."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from kg.errors import SetupError, nearest

PREFIX = "KG_"
AUDIENCES = ("public", "partner")
USUAL_BASE = "https://w3id.org/hrsolidarity/"
"""The base of IRIs where none is given; that of terms, whatever is given for things."""

BASE_IRI = f"{PREFIX}BASE_IRI"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SANDBOXES = ("require", "auto", "off")
SWITCH = ("on", "off")
READERS = ("keys", "anyone")
LOG_FORMATS = ("text", "json")
LOG_REQUESTS = ("none", "all")
PROFILES = (
    *("auto", "generic", "oxigraph", "fuseki", "virtuoso"),
    *("graphdb", "qlever", "blazegraph", "stardog"),
)
DATASETS = ("named", "whole")

WEB_PORTS = (80, 443)
LEAST_FREE_PORT = 1024
"""Other services may be asked at the ports of the web and from this one on; the others
are those of mail, shells and files."""


def _text(value: str) -> str:
    """A text that is not empty."""
    if not value:
        raise ValueError(value)
    return value


def _path(value: str) -> Path:
    """A path."""
    return Path(_text(value))


def _address(value: str) -> str:
    """An http or https address."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(value)
    return value


_CONTACT = re.compile(r'(mailto:|https://)[^\s<>"{}|\\^`]+')


def _contact(value: str) -> str:
    """An address that begins with mailto: or https://."""
    if not _CONTACT.fullmatch(value):
        raise ValueError(value)
    return value


_BASE = re.compile(
    r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?/"
    r"([A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*"
)


def _base(value: str) -> str:
    """An http or https address in ASCII that ends with `/` and is apart from terms."""
    if value != USUAL_BASE:
        bare, usual = (it.partition("//")[2] for it in (value, USUAL_BASE))
        if bare.startswith(usual) or usual.startswith(bare):
            raise ValueError(value)
    if not _BASE.fullmatch(value):
        raise ValueError(value)
    return value


def _endpoints(value: str) -> tuple[str, ...]:
    """Addresses of SPARQL endpoints, with blanks between them."""
    return tuple(_endpoint(address) for address in value.split())


def _endpoint(address: str) -> str:
    """Check one address: of http or https, without a password, at a usual port."""
    parts = urlsplit(_address(address))
    port = parts.port or WEB_PORTS[0]
    if parts.fragment or "@" in parts.netloc or not address.isascii():
        raise ValueError(address)
    if port not in WEB_PORTS and port < LEAST_FREE_PORT:
        raise ValueError(address)
    return address


def _names(value: str) -> tuple[str, ...]:
    """Names of hosts, with blanks between them."""
    return tuple(value.lower().split())


def _one_of(words: Iterable[str]) -> Callable[[str], str]:
    allowed = tuple(words)

    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(value)
        return value

    read.__doc__ = f"One of {', '.join(allowed)}."
    return read


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not least <= int(value) <= most:
            raise ValueError(value)
        return int(value)

    read.__doc__ = f"A whole number from {least} to {most}."
    return read


def _seconds(least: float, most: float) -> Callable[[str], float]:
    def read(value: str) -> float:
        if not least <= float(value) <= most:
            raise ValueError(value)
        return float(value)

    read.__doc__ = f"Seconds, from {least:g} to {most:g}."
    return read


def _networks(value: str) -> str:
    """Addresses and networks (`10.0.0.0/8`), with commas between them."""
    for part in value.split(","):
        ip_network(part.strip())
    return value


def _setting(default: object, read: Callable[[str], object], meaning: str) -> Any:  # noqa: ANN401 - as dataclasses.field
    value = read(default) if isinstance(default, str) else default
    return field(default=value, metadata={"read": read, "meaning": meaning})


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting, described for people: its variable, default, values and meaning."""

    variable: str
    default: str
    values: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, each with a default that serves on this machine alone."""

    build_dir: Path = _setting(  # noqa: RUF009 - paths do not change
        "build", _path, "The directory of releases; `current` in it is served."
    )
    queries_dir: Path = _setting(  # noqa: RUF009 - paths do not change
        "queries", _path, "The query library: `.rq` files with headers."
    )
    base_iri: str = _setting(
        USUAL_BASE,
        _base,
        "What the IRIs of things, graphs and releases begin with, whichever host "
        "serves them. It is fixed with the first release: see docs/operating.md.",
    )
    audience: str = _setting(
        "public", _one_of(AUDIENCES), "Whose build of the release is served."
    )
    store: str | None = _setting(
        None,
        _address,
        "The address of a SPARQL endpoint that holds the release, to ask instead of "
        "the embedded store; `{release}` and `{audience}` in it are filled in.",
    )
    store_profile: str = _setting(
        "auto",
        _one_of(PROFILES),
        "Which engine is at `KG_STORE`; `auto` asks it.",
    )
    store_dataset: str = _setting(
        "named",
        _one_of(DATASETS),
        "How the release lies there: its merge in a graph of its `named`, as `kg load` "
        "puts it, beside whatever else there is; or it is the `whole` of what there "
        "is, with the merge in the default graph.",
    )
    workspace: Path | None = _setting(  # noqa: RUF009 - paths do not change
        None,
        _path,
        "The folder of a workspace, which is served instead of a release and can be "
        "written to; needs `KG_KEYS_FILE`.",
    )
    workspace_rules: str = _setting(
        "on",
        _one_of(SWITCH),
        "Whether a write to a workspace has to keep the rules of the project.",
    )
    workspace_readers: str = _setting(
        "keys",
        _one_of(READERS),
        "Who may read a workspace: holders of keys that may read or write, or anyone.",
    )
    project_dir: Path = _setting(  # noqa: RUF009 - paths do not change
        ".", _path, "The project whose rules a workspace has to keep."
    )
    write_seconds: float = _setting(
        60.0,
        _seconds(0.05, 3600),
        "How long a write may take, and as long again the look at the rules; so long "
        "may the look at a graph take that a partner gives.",
    )
    max_upload_bytes: int = _setting(
        33_554_432,
        _whole(1024, 1_073_741_824),
        "The longest graph that may be sent to a workspace or an inbox, in bytes.",
    )
    inbox_dir: Path | None = _setting(  # noqa: RUF009 - paths do not change
        None,
        _path,
        "The folder of an inbox, where partners give graphs of their own for curators "
        "to look at; needs `KG_KEYS_FILE`. Without it there is none.",
    )
    inbox_mb: int = _setting(
        256,
        _whole(1, 1_048_576),
        "What the graphs of one partner may take in the inbox, in MiB.",
    )
    inbox_waiting: int = _setting(
        20, _whole(1, 10_000), "Graphs of one partner that may wait in the inbox."
    )
    host: str = _setting("127.0.0.1", _text, "The address to listen on.")
    port: int = _setting(8000, _whole(1, 65_535), "The port to listen on.")
    workers: int = _setting(
        4,
        _whole(1, 64),
        "Short queries that run at once, each in a process of its own: twice the "
        "number of processors, so that none stands idle while answers are passed on.",
    )
    query_seconds: float = _setting(
        30.0, _seconds(0.05, 3600), "How long a query may run before it is ended."
    )
    query_memory_mb: int = _setting(
        2048, _whole(512, 1_048_576), "Address space of a query process, in MiB."
    )
    sandbox: str = _setting(
        "require",
        _one_of(SANDBOXES),
        "Whether the system shuts query processes off from network and files: "
        "always, where it can (`auto`), or never. `/health` tells.",
    )
    worker_answers: int = _setting(
        10_000, _whole(1, 1_000_000_000), "Answers after which a process is replaced."
    )
    worker_memory_mb: int = _setting(
        512,
        _whole(64, 1_048_576),
        "Resident memory, in MiB, past which a process is replaced after its answer.",
    )
    queue: int = _setting(
        64, _whole(0, 10_000), "Queries that may wait; more are told to come later."
    )
    queue_seconds: float = _setting(
        10.0, _seconds(0.05, 3600), "How long a query may wait for its turn."
    )
    fast_seconds: float = _setting(
        1.0,
        _seconds(0.01, 3600),
        "How long a query may hold up short ones; then it counts as long.",
    )
    slow_workers: int = _setting(
        2,
        _whole(1, 64),
        "Long queries that run at once, beside `KG_WORKERS` short ones.",
    )
    slow_queue: int = _setting(
        4,
        _whole(0, 1000),
        "Long queries that may wait, those that are paused with their memory.",
    )
    max_query_bytes: int = _setting(
        1_048_576, _whole(1024, 67_108_864), "The longest request body, in bytes."
    )
    max_words: int = _setting(
        100_000, _whole(1_000, 1_000_000), "Words in a query; more are not read."
    )
    max_depth: int = _setting(
        128, _whole(8, 500), "Brackets inside brackets, of every kind."
    )
    max_groups: int = _setting(512, _whole(1, 2_000), "Pairs of braces in a query.")
    max_joined: int = _setting(
        64,
        _whole(1, 256),
        "Triple patterns that one group of a query joins, each step of a path one; "
        "planning takes time with the fourth power of it.",
    )
    max_patterns: int = _setting(
        512, _whole(1, 4_000), "Triple patterns in all of a query."
    )
    max_steps: int = _setting(64, _whole(1, 256), "Steps in one property path.")
    max_branches: int = _setting(
        256, _whole(1, 1_000), "UNION and OPTIONAL in a query, together."
    )
    max_rows: int = _setting(10_000, _whole(1, 1_000_000), "Rows of VALUES in a query.")
    max_columns: int = _setting(
        1_000, _whole(1, 2_000), "Columns of a SELECT, or things to DESCRIBE."
    )
    max_expressions: int = _setting(
        512, _whole(1, 2_000), "FILTER, HAVING and AS in a query, together."
    )
    max_operators: int = _setting(
        2_000, _whole(1, 4_000), "Operators in all expressions of a query."
    )
    max_answer_mb: int = _setting(
        1024, _whole(1, 1_048_576), "The longest answer, in MiB."
    )
    max_answer_rows: int = _setting(
        0,
        _whole(0, 1_000_000_000),
        "Rows or statements that an answer may have; longer ones are refused, never "
        "cut. 0 is no limit.",
    )
    cache_mb: int = _setting(
        64,
        _whole(0, 1_048_576),
        "Memory for answers that are given again, in MiB; 0 keeps none.",
    )
    client_seconds: float = _setting(
        600.0,
        _seconds(0, 1_000_000),
        "Seconds of query processes that one client may use in a minute; 0 is no "
        "limit.",
    )
    client_burst: float = _setting(
        1200.0,
        _seconds(0, 1_000_000),
        "How many of these seconds a client that asks little may keep for later.",
    )
    client_queries: int = _setting(
        0,
        _whole(0, 10_000),
        "Queries of one client that may run or wait at once; 0 is no limit.",
    )
    keys_file: Path | None = _setting(  # noqa: RUF009 - paths do not change
        None,
        _path,
        "A file of keys, whose holders have shares and rights of their own: see "
        "`kg key new`.",
    )
    trusted_proxies: str | None = _setting(
        None,
        _networks,
        "Whose X-Forwarded-For and X-Forwarded-Proto are believed; else nobody's.",
    )
    pinned_releases: int = _setting(
        2,
        _whole(0, 64),
        "Releases besides the current one that are answered from at once, where "
        "`release=` asks for them; each takes two processes.",
    )
    feed_releases: int = _setting(
        100,
        _whole(1, 10_000),
        "Releases that the feed of changes goes back, as far as they are kept; who was "
        "away for longer begins again from a dump.",
    )
    signing_key_file: Path | None = _setting(  # noqa: RUF009 - paths do not change
        None,
        _path,
        "The file of the secret key that `kg build` signs releases with: see `kg key "
        "signing new`. Without it they are not signed.",
    )
    contact: str | None = _setting(
        None,
        _contact,
        "Whom to write to about the data, as the catalogue tells aggregators.",
    )
    bundle_mb: int = _setting(
        65_536,
        _whole(1, 16_777_216),
        "The largest bundle that `kg serve` unpacks, in MiB of what it holds.",
    )
    state_dir: Path = _setting(  # noqa: RUF009 - paths do not change
        "state", _path, "The directory of what the service itself keeps: permalinks."
    )
    permalinks: int = _setting(
        10_000,
        _whole(0, 10_000_000),
        "Permalinks that are kept, of 16 KiB at most each; more are not made.",
    )
    head_seconds: float = _setting(
        10.0, _seconds(0.05, 600), "How long a client may take to send its headers."
    )
    body_seconds: float = _setting(
        10.0, _seconds(0.05, 600), "How long a client may take to send a request body."
    )
    idle_seconds: float = _setting(
        5.0,
        _seconds(0.05, 600),
        "How long a connection is kept open between two requests.",
    )
    stall_seconds: float = _setting(
        30.0,
        _seconds(0.05, 3600),
        "How long a client may take nothing of its answer before it is cut off.",
    )
    connections: int = _setting(
        800,
        _whole(1, 1_000_000),
        "Connections that may be open. Where all are, the one that has been silent "
        "longest makes room; `kg doctor` tells how many the system allows.",
    )
    closing_seconds: int = _setting(
        10,
        _whole(0, 3600),
        "Seconds that answers under way may take when the service is asked to end.",
    )
    log_level: str = _setting(
        "INFO", _one_of(LEVELS), "The least severe messages that are logged."
    )
    log_format: str = _setting(
        "text", _one_of(LOG_FORMATS), "Log lines for people, or a JSON object each."
    )
    log_requests: str = _setting(
        "none",
        _one_of(LOG_REQUESTS),
        "Whether each request is logged: its route, status, duration and length; "
        "never who asked, nor what.",
    )

    services: tuple[str, ...] = _setting(
        (),
        _endpoints,
        "The endpoints that queries may call by SERVICE, each written as it is here; "
        "without any, none.",
    )
    service_own_hosts: tuple[str, ...] = _setting(
        (),
        _names,
        "Hosts among those of `KG_SERVICES` whose addresses may be private.",
    )
    article_hosts: tuple[str, ...] = _setting(
        (),
        _names,
        "Hosts that `kg ingest article` may fetch from although their addresses are "
        "private.",
    )
    article_seconds: float = _setting(
        30.0,
        _seconds(1, 600),
        "How long `kg ingest article` waits for a page, with all its redirects.",
    )
    service_seconds: float = _setting(
        10.0,
        _seconds(0.05, 600),
        "How long all that a query asks of other services may take.",
    )
    service_rows: int = _setting(
        10_000, _whole(1, 100_000), "Solutions that one SERVICE may have."
    )
    service_mb: int = _setting(
        8, _whole(1, 64), "The longest answer to one SERVICE, in MiB."
    )
    service_calls: int = _setting(4, _whole(1, 64), "SERVICE in a query.")
    service_processes: int = _setting(
        2, _whole(1, 64), "Queries that ask other services at once."
    )

    def __post_init__(self) -> None:
        """See that settings that need each other are there.

        Raises:
            SetupError: one is missing.
        """
        if self.workspace is not None and self.keys_file is None:
            raise SetupError(
                f"{PREFIX}WORKSPACE: found no {PREFIX}KEYS_FILE; expected the keys of "
                "those who may read and write, which `kg key new` makes"
            )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the settings from variables `KG_…`; those not given keep their default.

        Raises:
            SetupError: a value is not usable, or nothing reads a variable `KG_…`.
        """
        given = os.environ if environment is None else environment
        names = {_variable(item.name): item for item in fields(cls)}
        values: dict[str, Any] = {}
        for variable in sorted(key for key in given if key.startswith(PREFIX)):
            if variable not in names:
                raise SetupError(_unknown(variable, names))
            item = names[variable]
            values[item.name] = _read(variable, given[variable], item.metadata["read"])
        return cls(**values)


def base_iri(environment: Mapping[str, str] | None = None) -> str:
    """Return the base of the IRIs of things, which modules ask for when imported.

    Raises:
        SetupError: what is given can be none.
    """
    given = os.environ if environment is None else environment
    return str(_read(BASE_IRI, given.get(BASE_IRI, USUAL_BASE), _base))


def cache_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return where programs of a user keep what they can make again (XDG)."""
    given = os.environ if environment is None else environment
    base = Path(given.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "solidarity-graph"


def give(values: Mapping[str, object]) -> None:
    """Set settings, by their names, as if the environment had given them.

    For options of the command that are settings of the service it starts.
    """
    for name, value in values.items():
        os.environ[_variable(name)] = str(value)


def describe() -> list[Setting]:
    """List every setting, in the order of the class: for the documentation."""
    return [
        Setting(
            _variable(item.name),
            "" if item.default in (None, ()) else f"{item.default}",
            item.metadata["read"].__doc__,
            item.metadata["meaning"],
        )
        for item in fields(Settings)
    ]


@dataclass(frozen=True, slots=True)
class Origin:
    """The value of a setting, and whether the environment gives it."""

    variable: str
    value: str
    given: bool


def origins(environment: Mapping[str, str] | None = None) -> list[Origin]:
    """List the value of every setting, usable or not; passwords are left out."""
    given = os.environ if environment is None else environment
    return [
        Origin(
            row.variable,
            _without_password(given.get(row.variable, row.default)),
            row.variable in given,
        )
        for row in describe()
    ]


def _without_password(value: str) -> str:
    """Leave out what stands between `//` and `@` in an address."""
    scheme, slashes, rest = value.partition("//")
    return f"{scheme}{slashes}{rest.rpartition('@')[2]}" if slashes else value


def _variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"


def _unknown(variable: str, known: Iterable[str]) -> str:
    near = nearest(variable, known)
    hint = f" (did you mean {' or '.join(near)}?)" if near else ""
    return f"{variable}: no setting has this name{hint}"


def _read(variable: str, value: str, read: Callable[[str], object]) -> object:
    try:
        return read(value)
    except ValueError:
        expected = (read.__doc__ or "").rstrip(".").lower()
        raise SetupError(f"{variable}: found {value!r}; expected {expected}") from None
