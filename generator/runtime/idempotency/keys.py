"""Reads the header Idempotency-Key, and turns a call with one into what a store knows it by."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from ..codes import Code
from ..errors import ServiceError
from ..etag import canonical
from .header import BARE, LONGEST, QUOTED

_HEADER = re.compile(f"{QUOTED}|{BARE}")
_ESCAPED = re.compile(r"\\(.)")


def parse_key(header: str) -> str:
    """The key in a header; ServiceError (invalid_argument) for what is none."""
    text = header.strip()
    if len(text) > LONGEST or not _HEADER.fullmatch(text):
        limit = f"The Idempotency-Key must be 1 to {LONGEST} printable ASCII characters"
        rest = "in quotes, or without quotes, spaces and commas."
        raise ServiceError(f"{limit}, {rest}", code=Code.INVALID_ARGUMENT)
    return _ESCAPED.sub(r"\1", text[1:-1]) if text[0] == '"' else text


def place_of(contract: str, operation: str, principal: object, key: str) -> str:
    """What a store knows a key by: a digest, and never the same for two callers.

    An issuer is part of who somebody is: subjects are unique within one (RFC 7519 §4.1.2).
    """
    subject = "" if principal is None else str(getattr(principal, "subject", principal))
    claims = getattr(principal, "claims", None)
    issuer = str(claims.get("iss", "")) if isinstance(claims, Mapping) else ""
    who = [] if principal is None else [issuer, subject]
    return _digest(msgspec.json.encode([contract, operation, who, key]))


def digest_of(arguments: dict[str, Any], key: str) -> str:
    """What an input is compared by: alike in all styles, and of no use without the key."""
    return _digest(canonical(arguments), key.encode())


def _digest(content: bytes, key: bytes = b"") -> str:
    key = hashlib.blake2b(key, digest_size=32).digest() if key else b""
    return hashlib.blake2b(content, digest_size=32, key=key).hexdigest()
