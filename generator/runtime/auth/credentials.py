"""Credentials as values: what a client sends, and what a server finds in a call.

None of them shows its secret in its `repr`, so that no log and no message has it by accident.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from ..shared import shared
from .schemes import Scheme

T = TypeVar("T")

_CONTROL = re.compile(r"[\x00-\x1f\x7f]").search


class _Secret(msgspec.Struct, frozen=True):
    """What hides its fields but for those that tell nothing."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("", ...)]


@shared
class Bearer(_Secret, frozen=True):
    """A token, by RFC 6750; also what OAuth 2 calls an access token."""

    token: str


@shared
class Basic(_Secret, frozen=True):
    """A name and a password, by RFC 7617; the name has no colon in it, and none has controls."""

    username: str
    password: str

    def __post_init__(self) -> None:
        """ValueError for a name that a server would read otherwise, and for controls (§2).

        Where passwords are hashed with HMAC, as scrypt does, zeros at the end change nothing.
        """
        if ":" in self.username:
            raise ValueError("a username of Basic has no colon")
        if _CONTROL(self.username) or _CONTROL(self.password):
            raise ValueError("the text of Basic has no control characters")


@shared
class ApiKey(_Secret, frozen=True):
    """A key; the contract says in which header, query parameter or cookie it travels."""

    key: str


@shared
class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """A client's certificate, which the server, or a proxy in front of it, has verified.

    subject: as RFC 4514 writes it (``CN=partner,O=Bank``). names: its subject alternative names:
    host names, URIs, e-mail and IP addresses. fingerprint: SHA-256 of ``der``, in hex.
    """

    subject: str
    names: tuple[str, ...] = ()
    fingerprint: str = ""
    not_after: datetime | None = None
    der: bytes = b""

    def __repr__(self) -> str:
        return f"Certificate(subject={self.subject!r}, names={self.names!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("subject", self.subject), ("names", self.names)]


Credential = Bearer | Basic | ApiKey | Certificate


class Credentials(Mapping[str, Credential]):
    """What a call brought for one alternative of what its operation needs, by scheme.

    ``credentials["token"]`` is what came for the contract's scheme ``token``; the attributes are
    shorter where there is only one of a kind.
    """

    __slots__ = ("_found", "schemes")

    def __init__(
        self,
        found: Mapping[str, Credential],
        schemes: Sequence[Scheme] = (),
    ) -> None:
        """``found``: credentials by the name of their scheme; ``schemes``: these, in that order."""
        self._found = found
        self.schemes = schemes

    @property
    def scheme(self) -> str:
        """The name of the first scheme, which mostly is the only one."""
        return next(iter(self._found))

    @property
    def only(self) -> Credential | None:
        """The credential, if there is no other."""
        if len(self._found) != 1:
            return None
        credential, *_ = self._found.values()
        return credential

    @property
    def bearer(self) -> Bearer | None:
        """The token, if there is one."""
        return self._first(Bearer)

    @property
    def basic(self) -> Basic | None:
        """The name and the password, if there are some."""
        return self._first(Basic)

    @property
    def api_key(self) -> ApiKey | None:
        """The API key, if there is one; of several the first."""
        return self._first(ApiKey)

    @property
    def certificate(self) -> Certificate | None:
        """The client's certificate, if it was asked for."""
        return self._first(Certificate)

    def _first(self, kind: type[T]) -> T | None:
        found = self._found.values()
        return next((one for one in found if isinstance(one, kind)), None)

    def __getitem__(self, scheme: str) -> Credential:
        return self._found[scheme]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return f"Credentials({', '.join(self._found)})"
