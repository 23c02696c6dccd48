"""Turns addresses, such as ``127.0.0.1:8443`` and ``[::1]:8443``, into a host and a port."""

import ipaddress


def split(address: str) -> tuple[str, int]:
    """The host, without the brackets of IPv6, and the port.

    address: of the form ``ADDRESS`` of parameters.
    """
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def is_ip(host: str) -> bool:
    """Whether a host is an address of IP, and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches a host."""
    return host == "localhost" or (is_ip(host) and ipaddress.ip_address(host).is_loopback)
