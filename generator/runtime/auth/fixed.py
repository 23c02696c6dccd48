"""Knows a fixed set of callers: by their tokens, their keys or their certificates.

Of tokens and keys only digests are kept, made with a secret of this process, and a call's are
looked up by their digest: how long that takes tells nothing of any that is known.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from .credentials import ApiKey, Bearer, Certificate, Credentials
from .principal import Principal
from .vouching import OneKind, principal_of

_Known = Mapping[str, Principal | str]


class Secrets:
    """Principals by secrets that it does not keep."""

    __slots__ = ("_keyed", "_principals")

    def __init__(self, known: _Known) -> None:
        """ValueError for an empty secret, TypeError for what is none."""
        self._keyed = hashlib.blake2b(key=os.urandom(32), digest_size=32)
        self._principals: dict[bytes, tuple[bytes, Principal]] = {}
        for secret, principal in known.items():
            if not secret:
                raise ValueError("an empty secret is none")
            digest = self._digest(secret)
            self._principals[digest] = digest, principal_of(principal)

    def find(self, secret: str) -> Principal | None:
        """Whose secret it is."""
        digest = self._digest(secret)
        expected, principal = self._principals.get(digest, (b"", None))
        return principal if hmac.compare_digest(digest, expected) else None

    def _digest(self, secret: str) -> bytes:
        made = self._keyed.copy()
        made.update(secret.encode("utf-8", "surrogatepass"))
        return made.digest()


class FixedTokens(OneKind):
    """Knows bearer tokens: ``FixedTokens({"…": Principal("ann", {"read"}), "…": "bob"})``.

    A text in place of a principal is one of this name, without scopes.
    """

    kinds = frozenset({"bearer", "oauth2"})

    def __init__(self, tokens: _Known) -> None:
        """``tokens``: whose each token is."""
        self._known = Secrets(tokens)

    async def __call__(self, credentials: Credentials) -> Principal | None:
        """Whose token it is."""
        found = self.only(credentials)
        return self._known.find(found.token) if isinstance(found, Bearer) else None


class FixedKeys(OneKind):
    """Knows API keys: ``FixedKeys({"…": Principal("hub", {"read"}), "…": "bob"})``."""

    kinds = frozenset({"api_key"})

    def __init__(self, keys: _Known) -> None:
        """``keys``: whose each key is."""
        self._known = Secrets(keys)

    async def __call__(self, credentials: Credentials) -> Principal | None:
        """Whose key it is."""
        found = self.only(credentials)
        return self._known.find(found.key) if isinstance(found, ApiKey) else None


class Certificates(OneKind):
    """Knows client certificates: ``Certificates({"partner.example": "partner"})``.

    By their subject as RFC 4514 writes it (``CN=partner,O=Bank``), or by one of their subject
    alternative names. That an authority has signed them, the server or the proxy has verified.
    """

    kinds = frozenset({"mutual_tls"})

    def __init__(self, certificates: _Known) -> None:
        """``certificates``: who has each subject or alternative name."""
        self._known = {name: principal_of(one) for name, one in certificates.items()}

    async def __call__(self, credentials: Credentials) -> Principal | None:
        """Whose certificate it is; one that has expired since it was verified is nobody's."""
        found = self.only(credentials)
        if not isinstance(found, Certificate) or _has_expired(found):
            return None
        return self._first((found.subject, *found.names))

    def _first(self, names: Iterable[str]) -> Principal | None:
        return next((self._known[name] for name in names if name in self._known), None)


def _has_expired(certificate: Certificate) -> bool:
    end = certificate.not_after
    return end is not None and end < datetime.now(UTC)
