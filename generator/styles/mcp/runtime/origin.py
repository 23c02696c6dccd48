"""Decides which web pages may call: against pages whose name is made to mean this machine.

A page of ``evil.example`` can let its name point to a server of the machine, or of the network,
that its browser runs on (DNS rebinding). The browser tells the page's name in ``Origin``, and the
same in ``Host``, so that only names count that nobody else can give.
"""

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

from generator.runtime.http.headers import HeaderMap


class Origins:
    """The pages that may call: those of this machine, those that are named, those of an address."""

    def __init__(self, named: Sequence[str], public_url: str | None) -> None:
        self._named = frozenset(named)
        if public_url is not None:
            parts = urlsplit(public_url)
            self._named |= {f"{parts.scheme}://{parts.netloc}".lower()}

    def allow(self, headers: HeaderMap) -> bool:
        """Whether a request comes from no page, or from one that may call."""
        origin = headers.get(b"origin")
        if origin is None or "*" in self._named:
            return True
        text = origin.decode("latin-1").lower()
        if text in self._named:
            return True
        try:
            parts = urlsplit(text)
            host = parts.hostname or ""
        except ValueError:
            return False
        if host == "localhost" or host.endswith(".localhost"):
            return True
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        own = headers.get(b"host", b"").decode("latin-1").lower()
        return address.is_loopback or parts.netloc == own
