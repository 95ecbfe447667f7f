"""Requests go to the public network, and nowhere else."""

from ipaddress import ip_address

import anyio
import pytest

from kg.errors import ServiceFailedError
from kg.store.services.addresses import is_open_port, is_public, look_up


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1"),  # noqa: S104 - refused
        *("127.255.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255"),
        *("192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1"),
        *("198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1"),
        *("239.255.255.255", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::7f00:1"),
        *("64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1"),
        *("2001::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::"),
        *("3fff::1", "fc00::1", "fd00::1", "fe80::1", "fe80::1%1", "fec0::1"),
        *("ff02::1", "ff0e::1", "4000::1"),
    ],
)
def test_addresses_that_are_not_public_are_closed(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1"),
        *("192.167.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255"),
        *("2606:4700::1111", "2a00:1450::1", "2001:4860:4860::8888"),
    ],
)
def test_public_addresses_are_open(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("port", "is_open"),
    [(22, False), (25, False), (80, True), (443, True), (1023, False), (8080, True)],
)
def test_only_ports_of_services_are_open(port: int, *, is_open: bool) -> None:
    assert is_open_port(port) == is_open


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        pytest.param("localhost", "localhost is .*not in the public", id="loopback"),
        pytest.param("127.1", "127.1 is 127.0.0.1, which", id="short-form"),
        pytest.param("0x7f000001", "is 127.0.0.1, which", id="hexadecimal"),
        pytest.param("2130706433", "is 127.0.0.1, which", id="number"),
        pytest.param("[::1]".strip("[]"), "::1 is ::1, which", id="six"),
        pytest.param("no.such.name.invalid", "cannot be looked up", id="nowhere"),
        pytest.param("a" * 64, "cannot be looked up", id="too-long"),
    ],
)
def test_a_name_is_what_it_stands_for(host: str, reason: str) -> None:
    with pytest.raises(ServiceFailedError, match=reason):
        anyio.run(look_up, host, 80, ())


def test_a_host_of_our_own_may_be_anywhere() -> None:
    assert anyio.run(look_up, "127.0.0.1", 80, ("127.0.0.1",)) == "127.0.0.1"
