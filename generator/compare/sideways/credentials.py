"""Turns what an operation asks of its callers into placeholders, where the credentials travel."""

from base64 import b64encode
from typing import assert_never

from generator.model import Api, AuthKind, AuthScheme, Operation
from generator.styles.shown.exchange import Credentials

TOKEN, KEY = "YOUR_TOKEN", "YOUR_KEY"
USER, PASSWORD = "USER", "PASSWORD"


def credentials(api: Api, operation: Operation) -> Credentials:
    """Those of the first scheme that is enough for the operation; none where anyone may call."""
    return of_scheme(api.auth[operation.auth[0].scheme]) if operation.auth else Credentials()


def of_scheme(scheme: AuthScheme) -> Credentials:
    """Placeholders for one scheme; a client certificate travels outside of every message."""
    match scheme.kind:
        case AuthKind.BEARER | AuthKind.OAUTH2:
            return Credentials(headers=(("authorization", f"Bearer {TOKEN}"),))
        case AuthKind.BASIC:
            pair = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            return Credentials(headers=(("authorization", f"Basic {pair}"),))
        case AuthKind.API_KEY if scheme.query is not None:
            return Credentials(query=((scheme.query, KEY),))
        case AuthKind.API_KEY if scheme.cookie is not None:
            return Credentials(headers=(("cookie", f"{scheme.cookie}={KEY}"),))
        case AuthKind.API_KEY:
            return Credentials(headers=(((scheme.header or "X-API-Key").lower(), KEY),))
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
