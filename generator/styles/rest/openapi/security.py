"""Writes who may call: security schemes and requirements."""

from typing import assert_never

from generator.model import Api, AuthChoice, AuthKind, AuthScheme, JsonObject
from generator.styles.rest.openapi.parts import filled


def security_schemes(api: Api) -> JsonObject:
    """The schemes of the contract by their names."""
    return {
        name: {**_scheme(scheme), **filled(description=scheme.description)}
        for name, scheme in api.auth.items()
    }


def requirements(choices: tuple[AuthChoice, ...]) -> list[JsonObject]:
    """Any one of these is enough; none: anyone may call."""
    return [{choice.scheme: list(choice.scopes)} for choice in choices]


def _scheme(scheme: AuthScheme) -> JsonObject:
    match scheme.kind:
        case AuthKind.BEARER:
            return {"type": "http", "scheme": "bearer", **filled(bearerFormat=scheme.format)}
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
    urls = filled(
        authorizationUrl=scheme.authorization_url,
        tokenUrl=scheme.token_url,
        refreshUrl=scheme.refresh_url,
    )
    if scheme.authorization_url is not None:
        name = "authorizationCode" if scheme.token_url is not None else "implicit"
    else:
        name = "clientCredentials"
    return {name: {**urls, "scopes": dict(scheme.scopes)}}
