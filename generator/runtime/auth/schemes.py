"""What a contract asks of those who call: its schemes, and the needs that name them."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["bearer", "basic", "api_key", "oauth2", "mutual_tls"]
Place = Literal["header", "query", "cookie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One way to say who calls.

    place, parameter: where an API key travels, and under which name; in the metadata of gRPC
    always as metadata of that name, in lower case.
    realm: what Basic says that it protects (RFC 7617 §2).
    issuer, audience, jwks: where tokens come from, and the URL of the keys that they are signed
    with.
    """

    name: str
    kind: Kind
    place: Place = "header"
    parameter: str = ""
    realm: str = ""
    issuer: str | None = None
    audience: str | None = None
    jwks: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Credentials of one scheme, and the scopes that whoever they tell must have."""

    scheme: Scheme
    scopes: tuple[str, ...] = ()


# Any alternative (outer) is enough; all needs of one (inner) must be met. () is open to everybody.
Auth = tuple[tuple[Need, ...], ...]
