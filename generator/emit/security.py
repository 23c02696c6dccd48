"""Writes who may call, in OpenAPI's words: security schemes and requirements.

OpenRPC has no words of its own for it, and borrows these behind an ``x-``.
"""

from typing import Any, assert_never

from generator.formats.json.schema.writer import plain
from generator.model import Api, AuthKind, AuthScheme, JsonObject, Operation, to_json


def security_schemes(api: Api) -> JsonObject:
    """The schemes of the contract by their names."""
    return {name: _described(scheme) for name, scheme in api.auth.items()}


def requirements(operation: Operation) -> list[JsonObject]:
    """Any one of these is enough, with all schemes in it; none: anyone may call."""
    return [{one.scheme: list(one.scopes) for one in choice} for choice in operation.auth]


def _described(scheme: AuthScheme) -> JsonObject:
    """OpenAPI knows no issuer beside a token: what tools may want to know stands behind ``x-``."""
    own = () if scheme.extensions is None else scheme.extensions
    return {
        **_scheme(scheme),
        **_filled(
            {
                "description": scheme.description,
                "x-issuer": scheme.issuer,
                "x-audience": scheme.audience,
                "x-jwks": scheme.jwks,
            }
        ),
        **{entry.key: plain(to_json(entry.value)) for entry in own},
    }


def _scheme(scheme: AuthScheme) -> JsonObject:
    match scheme.kind:
        case AuthKind.BEARER:
            return {"type": "http", "scheme": "bearer", **_filled({"bearerFormat": scheme.format})}
        case AuthKind.BASIC:
            return {"type": "http", "scheme": "basic"}
        case AuthKind.API_KEY:
            place, name = _key_place(scheme)
            return {"type": "apiKey", "in": place, "name": name}
        case AuthKind.OAUTH2:
            return {"type": "oauth2", "flows": _flows(scheme)}
        case AuthKind.MUTUAL_TLS:
            return {"type": "mutualTLS"}
        case _:
            assert_never(scheme.kind)


def _key_place(scheme: AuthScheme) -> tuple[str, str]:
    if scheme.query is not None:
        return "query", scheme.query
    if scheme.cookie is not None:
        return "cookie", scheme.cookie
    return "header", scheme.header or "X-API-Key"


def _flows(scheme: AuthScheme) -> JsonObject:
    """The flow that the URLs are for (RFC 6749 §4)."""
    urls = _filled(
        {
            "authorizationUrl": scheme.authorization_url,
            "tokenUrl": scheme.token_url,
            "refreshUrl": scheme.refresh_url,
        }
    )
    if scheme.authorization_url is not None:
        name = "authorizationCode" if scheme.token_url is not None else "implicit"
    else:
        name = "clientCredentials"
    return {name: {**urls, "scopes": dict(scheme.scopes)}}


def _filled(members: dict[str, Any]) -> JsonObject:
    return {name: value for name, value in members.items() if value}
