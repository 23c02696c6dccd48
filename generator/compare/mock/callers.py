"""Who may call a made-up service: whoever shows credentials of the declared form, or one token."""

import hmac
from collections.abc import Callable
from types import ModuleType
from typing import Any

from generator.emit.credentials import place
from generator.model import Api

Authenticate = Callable[[Any], Any]


def callers(api: Api, support: ModuleType, token: str | None) -> Authenticate | None:
    """What a server asks; None where the contract lets everybody in.

    support: the generated code's own; token: the only token, key or password that is known.
    """
    if not any(operation.auth for operation in api.operations.values()):
        return None
    scopes = {
        scope
        for operation in api.operations.values()
        for choice in operation.auth
        for need in choice
        for scope in need.scopes
    }
    principal = support.Principal("anybody", scopes=frozenset(scopes))

    def authenticate(credentials: Any) -> Any:
        if token is None or all(_holds(one, token) for one in credentials.values()):
            return principal
        return None

    return authenticate


def _holds(credential: Any, token: str) -> bool:
    """Whether a token, a key or a password is the one; a certificate has none of them."""
    names = ("token", "key", "password")
    secrets = [getattr(credential, name) for name in names if hasattr(credential, name)]
    return all(hmac.compare_digest(secret.encode(), token.encode()) for secret in secrets)


def to_send(api: Api, token: str | None) -> list[str]:
    """What callers have to show, a line for each scheme that some operation asks for."""
    asked = {
        need.scheme
        for operation in api.operations.values()
        for choice in operation.auth
        for need in choice
    }
    known = "any that is well formed" if token is None else "the one of --token"
    return [
        f"{name}: {place(scheme)} ({known})" for name, scheme in api.auth.items() if name in asked
    ]
