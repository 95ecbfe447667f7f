"""The guard of the way out: requests go to public addresses, or to named hosts.

What is fetched next, somebody else's data says. Each request, redirects included, is
checked alone, and the connection goes to the very address that was checked.
"""

import asyncio
from collections.abc import Collection

import httpx

from kg.errors import ServiceFailedError
from kg.publishing.mirror.fetching import UnreachableError
from kg.store.services.addresses import is_open_port, look_up


class Guard(httpx.BaseTransport):
    """Sends what may be sent; hosts of our `own` may be anywhere."""

    def __init__(self, own: Collection[str], inner: httpx.BaseTransport) -> None:
        """Check what another transport then sends."""
        self._own = frozenset(own)
        self._inner = inner

    def close(self) -> None:
        """Close what sends."""
        self._inner.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request.

        Raises:
            UnreachableError: it does not lead into the public network.
        """
        url = request.url
        if url.host in self._own:
            return self._inner.handle_request(request)
        port = url.port or (443 if url.scheme == "https" else 80)
        if url.scheme not in {"http", "https"} or url.userinfo:
            raise UnreachableError(f"{url}: requests do not go to such an address")
        if not is_open_port(port):
            raise UnreachableError(f"{url}: requests do not go to port {port}")
        try:
            address = asyncio.run(look_up(url.host, port, ()))
        except ServiceFailedError as error:
            message = f"{url}: {error}; expected a public one, or --host {url.host}"
            raise UnreachableError(message) from error
        return self._inner.handle_request(_led_to(address, request, port))


def _led_to(address: str, request: httpx.Request, port: int) -> httpx.Request:
    """Write a request to an address, with the name where a server looks for it."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address, port=port),
        headers=request.headers,
        stream=request.stream,
        # The certificate is that of the name, not of the address.
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )


class OriginKey(httpx.Auth):
    """A partner's key, which one origin is told and no other."""

    def __init__(self, url: str, key: str) -> None:
        """Tell the key to the origin of an address."""
        self._origin = _origin(httpx.URL(url))
        self._key = key

    def auth_flow(self, request: httpx.Request):  # type: ignore[no-untyped-def]  # noqa: ANN201
        """Add the key where it belongs."""
        if _origin(request.url) == self._origin:
            request.headers["Authorization"] = f"Bearer {self._key}"
        yield request


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
