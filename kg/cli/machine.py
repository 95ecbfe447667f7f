"""Whether this machine can serve: Python, system, memory, disk, files, port, clock."""

import datetime
import os
import platform
import resource
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.cli.checkup import Check, fault, ok, warning
from kg.settings import Settings

_MIB = 1_048_576
_LEAST_PYTHON = (3, 11)
_SPARE_MB = 512
"""What the service itself takes, beside its query processes."""

_SPARE_FILES = 128
_FULL_MB = 100
_LOW_MB = 2048


def check_machine(settings: Settings, build: Path) -> Iterator[Check]:
    """Look at what the settings take for granted."""
    yield check_python(sys.version_info[:3])
    yield check_system(platform.system(), platform.machine())
    yield check_memory(settings, _available_mb())
    yield check_disk(shutil.disk_usage(_existing(build)).free // _MIB)
    yield check_files(settings, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    yield check_port(settings.host, settings.port)


def check_python(version: tuple[int, ...]) -> Check:
    """Look at the version of Python."""
    found = ".".join(map(str, version))
    if version[:2] < _LEAST_PYTHON:
        return fault("python", found, "Python 3.11 or newer is needed.")
    return ok("python", found)


def check_system(system: str, machine: str) -> Check:
    """Look at the system, of which the sandbox takes Linux."""
    found = f"{system} {machine}"
    if system != "Linux":
        return warning(
            "system", found, "Serve on Linux: elsewhere queries have no sandbox."
        )
    return ok("system", found)


def check_memory(settings: Settings, available_mb: int | None) -> Check:
    """Look whether all query processes may grow as large as they are let."""
    pinned = 2 * settings.pinned_releases
    processes = settings.workers + settings.slow_workers + pinned
    wanted = processes * settings.worker_memory_mb + settings.cache_mb + _SPARE_MB
    if available_mb is None:
        return ok("memory", f"unknown; {wanted} MiB may be taken")
    found = f"{available_mb} MiB available, {wanted} MiB may be taken"
    if available_mb < wanted:
        advice = "Lower KG_WORKERS, KG_PINNED_RELEASES or KG_WORKER_MEMORY_MB."
        return warning("memory", found, advice)
    return ok("memory", found)


def check_disk(free_mb: int) -> Check:
    """Look whether another release has room."""
    found = f"{free_mb} MiB free where releases are"
    advice = "Delete releases that are not needed: see kg release list."
    if free_mb < _FULL_MB:
        return fault("disk", found, advice)
    return warning("disk", found, advice) if free_mb < _LOW_MB else ok("disk", found)


def check_files(settings: Settings, limit: int) -> Check:
    """Look whether as many connections can be open as the settings allow."""
    wanted = settings.connections + _SPARE_FILES
    if limit == resource.RLIM_INFINITY:
        return ok("open files", "without limit")
    found = f"{limit} allowed, {wanted} wanted"
    if limit < wanted:
        advice = "Raise the limit (LimitNOFILE=, ulimit -n), or lower KG_CONNECTIONS."
        return warning("open files", found, advice)
    return ok("open files", found)


def check_port(host: str, port: int) -> Check:
    """Look whether the address is free to listen on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    where = f"{host}:{port}"
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        found = f"{where}: {(error.strerror or str(error)).lower()}"
        advice = "Good if the service runs already; else choose another: KG_PORT."
        return warning("port", found, advice)
    return ok("port", f"{where} is free")


def check_clock(now: datetime.datetime, built: datetime.datetime) -> Check:
    """Look whether the clock is behind the release, so that it must be wrong."""
    found = now.isoformat()
    if now < built:
        advice = f"The release is of {built.isoformat()}: set the clock (NTP)."
        return warning("clock", found, advice)
    return ok("clock", found)


def _available_mb() -> int | None:
    """Ask the system for the memory that is available, where it tells."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // _MIB
    except (ValueError, OSError):
        return None


def _existing(path: Path) -> Path:
    """Return the nearest folder above a path that is there."""
    return path if path.exists() else _existing(path.parent)
