"""Who may call a made-up service: whoever shows credentials of the declared form, or one token."""

from collections.abc import Callable, Collection
from hmac import compare_digest
from types import ModuleType
from typing import Any

from generator.emit.credentials import place
from generator.model import Api

Authenticate = Callable[[Any], Any]


def callers(
    api: Api, support: ModuleType, known: Collection[str] | None = None
) -> Authenticate | None:
    """What a server asks; None where the contract lets everybody in.

    support: the generated code's own; known: the only tokens, keys and passwords that are let in,
    None for any that are well formed.
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

    async def authenticate(credentials: Any) -> Any:
        if known is None or all(_is_among(known, one) for one in credentials.values()):
            return principal
        return None

    return authenticate


def _is_among(known: Collection[str], credential: Any) -> bool:
    """Whether a token, a key or a password is known; a certificate has none of them."""
    names = ("token", "key", "password")
    secrets = [getattr(credential, name).encode() for name in names if hasattr(credential, name)]
    return all(any(compare_digest(one, each.encode()) for each in known) for one in secrets)


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
