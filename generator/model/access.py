"""Who may call a service, and where it runs."""

import enum
from collections.abc import Mapping as FrozenMap
from dataclasses import dataclass, field

from generator.diagnostics import Span
from generator.model.node import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthChoice:
    """One scheme that an operation asks for, with the scopes it needs."""

    scheme: str
    scopes: tuple[str, ...] = ()


class AuthKind(enum.Enum):
    """The schemes of the language."""

    BEARER = "bearer"
    BASIC = "basic"
    API_KEY = "api_key"
    OAUTH2 = "oauth2"
    MUTUAL_TLS = "mutual_tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthScheme:
    """A way to say who calls; ``header`` to ``cookie`` belong to api_key, the rest to tokens."""

    name: str
    kind: AuthKind
    header: str | None = None
    query: str | None = None
    cookie: str | None = None
    format: str | None = None  # bearer: e.g. JWT
    issuer: str | None = None  # who makes the tokens (RFC 8414, RFC 9068): a URL
    audience: str | None = None  # whom the tokens are for: their `aud`
    jwks: str | None = None  # the URL of the issuer's keys (RFC 7517)
    authorization_url: str | None = None
    token_url: str | None = None
    refresh_url: str | None = None
    scopes: FrozenMap[str, str] = field(default_factory=dict)
    description: str = ""
    extensions: Mapping | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariable:
    """A part of a server's URL; without ``enum`` any value is possible."""

    default: str
    enum: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the service runs; ``url`` has its variables in braces."""

    url: str
    description: str = ""
    variables: FrozenMap[str, ServerVariable] = field(default_factory=dict)

    def filled(self, values: FrozenMap[str, str] | None = None) -> str:
        """The URL with a value for each variable, the default where none is given."""
        url = self.url
        for name, variable in self.variables.items():
            url = url.replace(f"{{{name}}}", (values or {}).get(name, variable.default))
        return url
