"""What is common to every style: options and context of a call, errors, and values left out.

The names are imported when they are first asked for, so that a program pays for what it uses.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgspec import UNSET, UnsetType

    from . import page_token
    from .access import access_log
    from .auth.authenticate import UNCHECKED
    from .auth.combined import any_of, by_scheme
    from .auth.credentials import ApiKey, Basic, Bearer, Certificate, Credentials
    from .auth.fixed import Certificates, FixedKeys, FixedTokens
    from .auth.jwt_tokens import JwtTokens
    from .auth.oauth2 import OAuth2ClientCredentials
    from .auth.passwords import Passwords, hash_password
    from .auth.principal import Principal
    from .bodies import StoredBody
    from .call import Call, CallOptions, calling, current_call
    from .codes import Code
    from .errors import (
        InvalidArgument,
        KeyInUse,
        KeyReused,
        NotModified,
        PreconditionFailed,
        PreconditionRequired,
        ServiceError,
        Violation,
    )
    from .hook import Hook, SyncHook
    from .hooks import AbandonedError, observed
    from .http.cors import Cors
    from .idempotency.memory import MemoryStore
    from .idempotency.redis import RedisStore
    from .idempotency.store import IdempotencyStore
    from .limits import Limits
    from .order import ordered, parse_order_by
    from .patch import Whole, merge
    from .threads import set_threads
    from .tls import Tls
    from .unions import Unknown

__all__ = [
    "UNCHECKED",
    "UNSET",
    "AbandonedError",
    "ApiKey",
    "Basic",
    "Bearer",
    "Call",
    "CallOptions",
    "Certificate",
    "Certificates",
    "Code",
    "Cors",
    "Credentials",
    "FixedKeys",
    "FixedTokens",
    "Hook",
    "IdempotencyStore",
    "InvalidArgument",
    "JwtTokens",
    "KeyInUse",
    "KeyReused",
    "Limits",
    "MemoryStore",
    "NotModified",
    "OAuth2ClientCredentials",
    "Passwords",
    "PreconditionFailed",
    "PreconditionRequired",
    "Principal",
    "RedisStore",
    "ServiceError",
    "StoredBody",
    "SyncHook",
    "Tls",
    "Unknown",
    "UnsetType",
    "Violation",
    "Whole",
    "access_log",
    "any_of",
    "by_scheme",
    "calling",
    "current_call",
    "hash_password",
    "merge",
    "observed",
    "ordered",
    "page_token",
    "parse_order_by",
    "set_threads",
]

_HOME = {
    "UNSET": "msgspec",
    "UnsetType": "msgspec",
    "UNCHECKED": ".auth.authenticate",
    "ApiKey": ".auth.credentials",
    "Basic": ".auth.credentials",
    "Bearer": ".auth.credentials",
    "Certificate": ".auth.credentials",
    "Credentials": ".auth.credentials",
    "Principal": ".auth.principal",
    "access_log": ".access",
    "FixedTokens": ".auth.fixed",
    "FixedKeys": ".auth.fixed",
    "Certificates": ".auth.fixed",
    "OAuth2ClientCredentials": ".auth.oauth2",
    "Passwords": ".auth.passwords",
    "hash_password": ".auth.passwords",
    "JwtTokens": ".auth.jwt_tokens",
    "any_of": ".auth.combined",
    "by_scheme": ".auth.combined",
    "Call": ".call",
    "CallOptions": ".call",
    "calling": ".call",
    "current_call": ".call",
    "Code": ".codes",
    "IdempotencyStore": ".idempotency.store",
    "InvalidArgument": ".errors",
    "KeyInUse": ".errors",
    "KeyReused": ".errors",
    "MemoryStore": ".idempotency.memory",
    "NotModified": ".errors",
    "PreconditionFailed": ".errors",
    "PreconditionRequired": ".errors",
    "ServiceError": ".errors",
    "Violation": ".errors",
    "AbandonedError": ".hooks",
    "Hook": ".hook",
    "SyncHook": ".hook",
    "observed": ".hooks",
    "Cors": ".http.cors",
    "Limits": ".limits",
    "RedisStore": ".idempotency.redis",
    "StoredBody": ".bodies",
    "Unknown": ".unions",
    "ordered": ".order",
    "page_token": ".page_token",
    "parse_order_by": ".order",
    "set_threads": ".threads",
    "Tls": ".tls",
    "Whole": ".patch",
    "merge": ".patch",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = importlib.import_module(_HOME[name], __name__)
    value: object = home if _HOME[name] == f".{name}" else getattr(home, name)
    globals()[name] = value
    return value
