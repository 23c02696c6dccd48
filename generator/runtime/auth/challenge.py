"""Says what a call lacks: the value of ``WWW-Authenticate``.

``Bearer`` (RFC 6750 §3) and ``Basic`` (RFC 7617 §2) are registered. For keys and certificates
there is no such scheme, so that their challenges bear the names that OpenAPI has for them: no
client acts on these, a person understands them.
"""

from collections.abc import Iterable
from typing import Literal, assert_never

from .schemes import Auth, Need, Scheme

# What is wrong with credentials that are there (RFC 6750 §3.1).
Fault = Literal["invalid_token", "insufficient_scope"]


def challenge(
    auth: Auth,
    fault: Fault | None = None,
    metadata: str | None = None,
) -> str:
    """One challenge for each kind of credentials that an operation takes; "" where none helps.

    metadata: the URL of what RFC 9728 says of the server.
    """
    needs = [need for alternative in auth for need in alternative]
    if fault == "insufficient_scope":
        needs = [need for need in needs if is_bearer(need.scheme)]
    return ", ".join(dict.fromkeys(_challenge(need, fault, metadata) for need in needs))


def _challenge(need: Need, fault: Fault | None, metadata: str | None) -> str:
    match need.scheme.kind:
        case "bearer" | "oauth2":
            parameters = [("error", fault), ("scope", " ".join(need.scopes))]
            if need.scheme.issuer is not None:
                parameters.append(("resource_metadata", metadata))
            return _with("Bearer", parameters)
        case "basic":
            return _with("Basic", [("realm", need.scheme.realm or need.scheme.name)])
        case "api_key":
            return "ApiKey"
        case "mutual_tls":
            return "MutualTLS"
        case _:
            assert_never(need.scheme.kind)


def is_bearer(scheme: Scheme) -> bool:
    """Whether its credentials are a token in ``Authorization: Bearer``."""
    return scheme.kind in {"bearer", "oauth2"}


def wanted(auth: Auth) -> str:
    """What an operation takes, in words: who calls without reads it."""
    return " or ".join(dict.fromkeys(_all(alternative) for alternative in auth))


def _all(alternative: Iterable[Need]) -> str:
    return " with ".join(dict.fromkeys(_place(need.scheme) for need in alternative))


def _place(scheme: Scheme) -> str:
    match scheme.kind:
        case "bearer" | "oauth2":
            return "a bearer token"
        case "basic":
            return "a name and a password"
        case "api_key":
            return f"an API key ({scheme.parameter})"
        case "mutual_tls":
            return "a client certificate"
        case _:
            assert_never(scheme.kind)


def _with(scheme: str, parameters: Iterable[tuple[str, str | None]]) -> str:
    told = [f'{name}="{_quoted(value)}"' for name, value in parameters if value]
    return f"{scheme} {', '.join(told)}" if told else scheme


def _quoted(text: str) -> str:
    """The inside of a quoted-string (RFC 9110 §5.6.4)."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
