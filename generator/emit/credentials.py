"""Turns what an operation asks of its callers into placeholders, where the credentials travel."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any, assert_never
from urllib.parse import urlencode

import msgspec

from generator.model import Api, AuthChoice, AuthKind, AuthScheme, Operation

TOKEN, KEY = "YOUR_TOKEN", "YOUR_KEY"
USER, PASSWORD = "USER", "PASSWORD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What tells a server who calls: headers by lower-case name, parameters of a query."""

    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()

    def on_http(self, request: Any) -> Any:
        """An HTTP request of a codec with them: in its headers and in the query of its URL."""
        path = request.path
        if self.query:
            path += ("&" if "?" in path else "?") + urlencode(self.query)
        headers = {**request.headers, **dict(self.headers)}
        return msgspec.structs.replace(request, path=path, headers=headers)


def credentials(api: Api, operation: Operation, secret: str | None = None) -> Credentials:
    """Those of the first choice that is enough for the operation; none where anyone may call.

    secret: the token, key and password in them; None: placeholders.
    """
    choice = operation.auth[0] if operation.auth else ()
    found = [of_scheme(api.auth[one.scheme], secret) for one in choice]
    headers = [header for each in found for header in each.headers]
    cookies = "; ".join(value for name, value in headers if name == "cookie")
    return Credentials(
        headers=(
            *((name, value) for name, value in headers if name != "cookie"),
            *([("cookie", cookies)] if cookies else []),
        ),
        query=tuple(pair for each in found for pair in each.query),
    )


def needs(operation: Operation) -> tuple[str, ...]:
    """What is enough to be let in, each in words: ``token (products.write) and key``."""
    return tuple(" and ".join(map(_need, choice)) for choice in operation.auth)


def _need(one: AuthChoice) -> str:
    return f"{one.scheme} ({', '.join(one.scopes)})" if one.scopes else one.scheme


def of_scheme(scheme: AuthScheme, secret: str | None = None) -> Credentials:
    """Those for one scheme; a client certificate travels outside of every message."""
    token, key, password = (secret or each for each in (TOKEN, KEY, PASSWORD))
    match scheme.kind:
        case AuthKind.BEARER | AuthKind.OAUTH2:
            return Credentials(headers=(("authorization", f"Bearer {token}"),))
        case AuthKind.BASIC:
            pair = b64encode(f"{USER}:{password}".encode()).decode()
            return Credentials(headers=(("authorization", f"Basic {pair}"),))
        case AuthKind.API_KEY if scheme.query is not None:
            return Credentials(query=((scheme.query, key),))
        case AuthKind.API_KEY if scheme.cookie is not None:
            return Credentials(headers=(("cookie", f"{scheme.cookie}={key}"),))
        case AuthKind.API_KEY:
            return Credentials(headers=(((scheme.header or "X-API-Key").lower(), key),))
        case AuthKind.MUTUAL_TLS:
            return Credentials()
        case _:
            assert_never(scheme.kind)


def place(scheme: AuthScheme) -> str:
    """Where a scheme's credentials travel, in words."""
    match scheme.kind:
        case AuthKind.BEARER:
            return f"Authorization: Bearer {scheme.format or 'token'}"
        case AuthKind.OAUTH2:
            return "Authorization: Bearer access token (OAuth 2)"
        case AuthKind.BASIC:
            return "Authorization: Basic user:password"
        case AuthKind.API_KEY if scheme.query is not None:
            return f"the query parameter {scheme.query}, or metadata of that name"
        case AuthKind.API_KEY if scheme.cookie is not None:
            return f"the cookie {scheme.cookie}"
        case AuthKind.API_KEY:
            return f"the header {scheme.header or 'X-API-Key'}"
        case AuthKind.MUTUAL_TLS:
            return "the client certificate of the TLS connection"
        case _:
            assert_never(scheme.kind)
