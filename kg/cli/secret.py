"""Keys and addresses as users give them: read so that nothing of a key is ever told."""

import re
from pathlib import Path

import httpx

from kg.errors import SetupError

_KEY = re.compile(r"[!-~]+")
"""What a header can hold. Whatever else a file has, libraries would show with it."""


def read_secret(path: Path) -> str:
    """Read the key in a file.

    Raises:
        SetupError: there is something else in it; what, is not told.
    """
    try:
        key = path.read_bytes().decode("ascii").strip()
    except UnicodeDecodeError:
        key = ""
    if _KEY.fullmatch(key) is None:
        raise SetupError(f"{path}: found no key; expected a key alone, in one line")
    return key


def read_address(url: str) -> httpx.URL:
    """Read the address of a service.

    Raises:
        SetupError: it is none of the web.
    """
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise SetupError(f"{url}: {error}; expected an address") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise SetupError(f"{url}: expected an address with http:// or https://")
    return address
