"""Lets web pages of other origins call over HTTP: CORS, as https://fetch.spec.whatwg.org has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_METHODS = b"GET, HEAD, POST, PUT, PATCH, DELETE, QUERY"
# What a page may read of an answer besides what it always may.
_EXPOSED = (
    b"Accept-Patch, Accept-Query, Allow, Content-Disposition, Content-Range, Deprecation, ETag, "
    b"Link, Location, Retry-After, Sunset, WWW-Authenticate, X-Request-Id"
)
_HEADERS = b"access-control-request-headers"
_METHOD = b"access-control-request-method"

RawHeaders = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cors:
    """Which pages may call.

    origins: such as ``https://shop.example``; ``("*",)`` is every page, without credentials.
    credentials: browsers may send cookies, certificates and what they keep of HTTP Basic. (A page
        needs no leave to send a token of its own.)
    max_age: seconds that a browser remembers the answer to its preflight.
    """

    origins: Sequence[str]
    credentials: bool = False
    max_age: int = 600

    def __post_init__(self) -> None:
        """ValueError for what browsers would never take, or what is open without a word."""
        if isinstance(self.origins, str) or not self.origins:
            raise ValueError("origins are a list of at least one origin")
        for origin in self.origins:
            parts = urlsplit(origin)
            whole = f"{parts.scheme}://{parts.netloc}"
            if origin not in {"*", "null", whole.lower()}:
                raise ValueError(
                    f"not an origin: {origin!r}; write it as https://shop.example, without a path"
                )
        if self.credentials and "*" in self.origins:
            raise ValueError(
                "credentials are for origins that are named, not for every page: *",
            )
        if self.max_age < 0:
            raise ValueError("max_age must not be negative")

    def preflight(self, headers: dict[bytes, bytes]) -> RawHeaders:
        """The headers of the answer to a browser that asks before it calls."""
        vary = (b"vary", b"Origin, Access-Control-Request-Headers")
        allowed = self._allowed(headers.get(b"origin"))
        if not allowed:
            return [vary]
        methods = (b"access-control-allow-methods", _METHODS)
        age = (b"access-control-max-age", b"%d" % self.max_age)
        asked = headers.get(_HEADERS)
        names = [(b"access-control-allow-headers", asked)] if asked else []
        return [*allowed, vary, methods, *names, age]

    def headers(self, origin: bytes | None, exposed: bytes = b"") -> RawHeaders:
        """What is added to an answer; ``exposed``: ``, Name`` of each that pages may read, too."""
        vary = [] if "*" in self.origins else [(b"vary", b"Origin")]
        allowed = self._allowed(origin)
        if allowed:
            allowed.append((b"access-control-expose-headers", _EXPOSED + exposed))
        return [*vary, *allowed]

    def _allowed(self, origin: bytes | None) -> RawHeaders:
        everybody = "*" in self.origins
        if origin is None:
            return []
        if not everybody and origin.decode("latin-1") not in self.origins:
            return []
        found = [(b"access-control-allow-origin", b"*" if everybody else origin)]
        if self.credentials:
            found.append((b"access-control-allow-credentials", b"true"))
        return found


def is_preflight(method: str, headers: dict[bytes, bytes]) -> bool:
    """Whether a request only asks whether a page may call."""
    return method == "OPTIONS" and b"origin" in headers and _METHOD in headers
