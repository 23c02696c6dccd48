"""What RFC 9728 says of a server: where its tokens come from, at a place that everybody knows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from ..operation import Operation
from .challenge import is_bearer
from .schemes import Need

if TYPE_CHECKING:
    from ..http.asgi import Reply

WELL_KNOWN = "/.well-known/oauth-protected-resource"


class ProtectedResource:
    """The metadata of one server; ``url`` is where it stands, ``paths`` where an app answers it.

    An app that is mounted below a path, or stands behind a proxy that takes one away, finds it
    without that path, too.
    """

    def __init__(self, public_url: str, needs: Iterable[Need]) -> None:
        parts = urlsplit(public_url)
        path = parts.path.rstrip("/")
        self.url = f"{parts.scheme}://{parts.netloc}{WELL_KNOWN}{path}"
        self.paths = frozenset({WELL_KNOWN, f"{WELL_KNOWN}{path}"})
        tokens = [need for need in needs if is_bearer(need.scheme)]
        issuers = [need.scheme.issuer for need in tokens if need.scheme.issuer]
        scopes = dict.fromkeys(scope for need in tokens for scope in need.scopes)
        document = {
            "resource": public_url,
            "authorization_servers": [*dict.fromkeys(issuers)],
            "bearer_methods_supported": ["header"],
            **({"scopes_supported": [*scopes]} if scopes else {}),
        }
        self._body = msgspec.json.encode(document)

    @classmethod
    def of(
        cls,
        operations: Iterable[Operation[Any]],
        public_url: str | None,
    ) -> "ProtectedResource | None":
        """The metadata of a contract; None where no token has an issuer, or no URL is known."""
        if public_url is None:
            return None
        auths = (operation.auth for operation in operations)
        needs = [need for auth in auths for alternative in auth for need in alternative]
        has_issuer = any(need.scheme.issuer for need in needs if is_bearer(need.scheme))
        return cls(public_url, needs) if has_issuer else None

    def reply(self, method: str) -> "Reply":
        """The response to a request for it."""
        if method in {"GET", "HEAD"}:
            headers = [
                (b"content-type", b"application/json"),
                (b"cache-control", b"public, max-age=3600"),
            ]
            return 200, headers, self._body
        allow = [(b"allow", b"GET, HEAD, OPTIONS")]
        return (204, allow, b"") if method == "OPTIONS" else (405, allow, b"")
