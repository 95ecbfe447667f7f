"""Who asks: a key, or the address for a day, as a mark that cannot be turned back."""

import hashlib
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address

from starlette.requests import Request
from starlette.types import Scope

from kg.api.errors import ForbiddenError, UnknownKeyError
from kg.errors import KgError
from kg.settings import Settings
from kg.store.givers import Giver
from kg.store.keys import Key, Keyring, Right, Share

log = logging.getLogger(__name__)

_DAY = 86_400
_BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who asks: `name` is that of their key, empty for a stranger.

    `mark` tells clients apart until midnight (UTC), and nothing else of them; `giver`
    is the partner whose graphs they give, if they do.
    """

    mark: bytes
    share: Share
    name: str = ""
    rights: frozenset[Right] = frozenset()
    giver: Giver | None = None

    def require(self, right: Right) -> None:
        """Do nothing for a client who has a right.

        Raises:
            UnknownKeyError: the client has given no key.
            ForbiddenError: the client's key has not this right.
        """
        if right in self.rights:
            return
        if not self.name:
            raise UnknownKeyError(f"this needs a key with the right to {right}")
        raise ForbiddenError(f"the key {self.name!r} has no right to {right}")


class Clients:
    """Tells clients apart: by the key they give, else by their address.

    Addresses are neither kept nor logged: a mark is their hash with a salt that is
    drawn at random every day, and is nowhere but here.
    """

    def __init__(
        self,
        share: Share,
        keyring: Keyring | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Give strangers a share; know the keys of a ring, if there is one."""
        self._share = share
        self._keyring = keyring
        self._clock = clock
        self._day = -1
        self._salt = b""

    @classmethod
    def of(cls, settings: Settings) -> "Clients":
        """Read what the settings say of strangers and keys.

        Raises:
            SetupError: the file of keys cannot be read.
            InputError: what is in it is not in order.
        """
        share = Share(
            settings.client_seconds, settings.client_burst, settings.client_queries
        )
        path = settings.keys_file
        return cls(share, None if path is None else Keyring(path, share))

    def find(self, scope: Scope) -> Client:
        """Find out who sends a request.

        Without a file of keys nobody needs one, and whatever is given is ignored.

        Raises:
            UnknownKeyError: there is no such key.
        """
        secret = self._secret(scope)
        return self._stranger(scope) if secret is None else self._holder(secret)

    def _secret(self, scope: Scope) -> str | None:
        if self._keyring is not None:
            for name, value in scope["headers"]:
                if name == b"authorization":
                    given: str = value.decode("latin-1")
                    if given[: len(_BEARER)].lower() == _BEARER:
                        return given[len(_BEARER) :].strip()
        return None

    def _holder(self, secret: str) -> Client:
        key = self._key(secret)
        if key is None:
            raise UnknownKeyError("the key in Authorization is none of this service")
        of_key = (key.share, key.name, key.rights, key.giver)
        return Client(b"key " + key.digest, *of_key)

    def _key(self, secret: str) -> Key | None:
        if self._keyring is None:
            return None
        try:
            self._keyring.refresh()
        except KgError:
            log.exception("nobody has a key until the file of keys is mended")
        return self._keyring.find(secret)

    def _stranger(self, scope: Scope) -> Client:
        today = int(self._clock() // _DAY)
        if today != self._day:
            self._day, self._salt = today, secrets.token_bytes(32)
        host = scope["client"][0] if scope.get("client") else ""
        name = _network(host) if ":" in host else host
        mark = hashlib.blake2b(name.encode(), digest_size=16, key=self._salt)
        return Client(mark.digest(), self._share)


def authorise(request: Request) -> Client:
    """Find out who sends a request, and what they may do: `Client.require`.

    Raises:
        UnknownKeyError: a key is given that this service does not know.
    """
    clients: Clients = request.app.state.service.clients
    return clients.find(request.scope)


def _network(host: str) -> str:
    """Name the network of an address of IPv6: whoever has one address has 2^64."""
    try:
        address = IPv6Address(host)
    except AddressValueError:
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return address.packed[:8].hex()
