"""Where the credentials of a call are looked for, in the words that all styles share."""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import parse_qsl

import msgspec

from .credentials import Certificate

# A query with more parameters is nobody's.
_MOST = 1000


class Evidence(Protocol):
    """What one call shows of who makes it; a style makes it from its request."""

    def header(self, name: str) -> str | None:
        """A header, or metadata, by its lower-case name."""
        ...

    def query(self, name: str) -> str | None:
        """A parameter of the URL's query; None, too, if it is there twice."""
        ...

    def cookie(self, name: str) -> str | None:
        """A cookie; None, too, if it is there twice with different values."""
        ...

    def certificate(self) -> Certificate | None:
        """The client's certificate, if somebody who is trusted has verified it."""
        ...


# A server makes one for every call that is guarded: see `Call`.
class HttpEvidence(msgspec.Struct, frozen=True):
    """That of a request of HTTP.

    headers: by lower-case name; scope: of ASGI.
    trust_client_cert: the proxy in front says in ``Client-Cert`` (RFC 9440) which certificate its
    client has, and lets no client send that header. Then only the header counts: a certificate of
    the connection is the proxy's own.
    """

    headers: Mapping[bytes, bytes]
    scope: Mapping[str, Any]
    trust_client_cert: bool = False

    def header(self, name: str) -> str | None:
        """A header by its lower-case name."""
        found = self.headers.get(name.encode())
        return None if found is None else found.decode("latin-1")

    def query(self, name: str) -> str | None:
        """A parameter of the URL's query; None, too, if it is there twice."""
        text = self.scope["query_string"].decode("latin-1")
        if not text:
            return None
        try:
            given = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST)
        except ValueError:
            return None
        found = [value for key, value in given if key == name]
        return found[0] if len(found) == 1 else None

    def cookie(self, name: str) -> str | None:
        """A cookie (RFC 6265 §4.2.1); None, too, if it is there twice with different values."""
        return cookie_of(self.header("cookie"), name)

    def certificate(self) -> Certificate | None:
        """The certificate of the connection's client, or the one that a proxy tells."""
        if self.trust_client_cert:
            return of_proxy(self.header("client-cert"))
        pem = _of_connection(self.scope)
        return None if pem is None else of_pem(pem)


# What a request shows of who makes it, by its headers and its scope.
Showing = Callable[[Mapping[bytes, bytes], Mapping[str, Any]], Evidence]


def cookie_of(header: str | None, name: str) -> str | None:
    """The value of a cookie in the header ``Cookie``."""
    if header is None:
        return None
    pairs = (pair.strip().partition("=") for pair in header.split(";"))
    found = {value.strip('"') for key, equals, value in pairs if equals and key == name}
    return found.pop() if len(found) == 1 else None


def of_proxy(header: str | None) -> Certificate | None:
    """The certificate in a header ``Client-Cert``, ``:base64:`` (RFC 9440 §2.1)."""
    text = header or ""
    if len(text) < 3 or not text.startswith(":") or not text.endswith(":"):
        return None
    try:
        der = base64.b64decode(text[1:-1], validate=True)
    except (binascii.Error, ValueError):
        return None
    from .certificates import certificate_of

    return certificate_of(der)


def of_pem(text: str) -> Certificate | None:
    """The first certificate in a PEM text."""
    from .certificates import certificate_of, from_pem

    der = from_pem(text)
    return None if der is None else certificate_of(der)


def _of_connection(scope: Mapping[str, Any]) -> str | None:
    """The client's certificate by the TLS extension of ASGI, if the server has verified it."""
    tls = (scope.get("extensions") or {}).get("tls")
    if tls is None or tls.get("client_cert_error"):
        return None
    chain = [*(tls.get("client_cert_chain") or ())]
    return chain[0] if chain else None
