"""A base URL → what both transports need to know: where to connect, and through which proxy."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ..call import check_headers


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpTarget:
    """Where requests go: ``origin`` + ``prefix`` + the path of a request."""

    origin: str
    prefix: str
    proxy: str | None = field(default=None, repr=False)  # may have a password
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def parse(
        cls,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        proxy: str | None = None,
    ) -> "HttpTarget":
        """Take a base URL apart; without ``proxy`` the usual environment variables decide."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(_malformed(url))
        if parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError("a target has no query, no fragment and no credentials")
        _ = parts.port  # ValueError for one out of range
        check_headers(headers or {})
        return cls(
            origin=f"{parts.scheme}://{parts.netloc}",
            prefix=parts.path.rstrip("/"),
            proxy=proxy or _proxy(parts.scheme, parts.netloc),
            headers={name.lower(): value for name, value in (headers or {}).items()},
        )


def server_attributes(url: str) -> dict[str, str | int]:
    """Where a base URL points, as OpenTelemetry's conventions have it."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return {"server.address": parts.hostname or "", "server.port": port}


def _malformed(url: str) -> str:
    text = f"a target is an http or https URL, not {url!r}"
    address = urlsplit(f"//{url}")
    if "://" not in url and address.hostname and not address.username:
        text += f": write 'http://{url}'"
    return text


def _proxy(scheme: str, host: str) -> str | None:
    """What the environment (HTTPS_PROXY, NO_PROXY, …) or else the system says."""
    if not _may_have_proxy():
        return None
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    if not proxies or proxy_bypass(host):
        return None
    return proxies.get(scheme) or proxies.get("all")


def _may_have_proxy() -> bool:
    """Whether `urllib.request` is worth its import: elsewhere, only the environment counts."""
    of_system = sys.platform in {"darwin", "win32"}
    return of_system or any(name.lower().endswith("_proxy") for name in os.environ)
