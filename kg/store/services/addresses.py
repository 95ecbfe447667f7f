"""Which addresses of the network the service may send requests to on its own."""

import asyncio
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from kg.errors import ServiceFailedError
from kg.settings import LEAST_FREE_PORT, WEB_PORTS

Address = IPv4Address | IPv6Address

# https://www.iana.org/assignments/iana-ipv4-special-registry/
_CLOSED_4 = tuple(
    IPv4Network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4"),
    )
)
# Of IPv6 this is all that has been given out. Outside it are, among others, the
# addresses that hold one of IPv4: mapped (::ffff:0:0/96) and NAT64 (64:ff9b::/96).
_OPEN_6 = IPv6Network("2000::/3")
# https://www.iana.org/assignments/iana-ipv6-special-registry/: protocols (Teredo among
# them), documentation, 6to4.
_CLOSED_6 = tuple(
    IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


def is_public(address: Address) -> bool:
    """Say whether an address is somewhere in the public network, and only there."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    return address in _OPEN_6 and not any(address in network for network in _CLOSED_6)


def is_open_port(port: int) -> bool:
    """Say whether requests may go to a port."""
    return port in WEB_PORTS or port >= LEAST_FREE_PORT


async def look_up(host: str, port: int, own: Collection[str]) -> str:
    """Give the one address to connect to; hosts of our `own` may be anywhere.

    Whoever connects must take this address, and not look the name up again: the second
    answer can be another one.

    Raises:
        ServiceFailedError: the host has no address, or none that is public.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ServiceFailedError(f"the name {host} cannot be looked up") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if host in own or is_public(ip_address(address)):
            return address
    raise ServiceFailedError(
        f"{host} is {', '.join(addresses)}, which is not in the public network"
    )
