"""Knows bearer tokens that are JWTs (RFC 7519, RFC 9068), with the package ``PyJWT``."""

import importlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..codes import Code
from ..errors import ServiceError
from ..missing_package import missing
from .credentials import Bearer, Credentials
from .jwks import Key, KeySet, keys_of
from .principal import Principal
from .schemes import Scheme
from .vouching import OneKind

try:
    jwt: Any = importlib.import_module("jwt")
except ModuleNotFoundError as error:
    raise missing(error, "jwt") from None

if TYPE_CHECKING:
    import ssl

# Signatures whose key anybody may know. With others, who can check a token can make one.
_ASYMMETRIC = frozenset(
    {
        *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
        *("ES256", "ES384", "ES512", "EdDSA"),
    }
)
_REQUIRED = ["exp", "iss", "aud", "sub"]
# Keys that are tried for a token that does not name one.
_MOST_KEYS = 10
# What a token may raise that somebody has made up; PyJWT lets some of it pass.
_MALFORMED = (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError)


class JwtTokens(OneKind):
    """Knows whom a signed token names: ``JwtTokens(algorithms=["RS256"])``.

    Issuer, audience and keys are those that the contract has for the scheme, unless they are told
    here. A token must have ``exp``, ``iss``, ``aud`` and ``sub``; its scopes are its ``scope`` or
    ``scp``, and all that it says is in ``current_call().principal.claims``.
    """

    kinds = frozenset({"bearer", "oauth2"})

    def __init__(
        self,
        *,
        algorithms: Sequence[str],
        issuer: str | None = None,
        audience: str | None = None,
        jwks: str | Mapping[str, Any] | None = None,
        leeway: float = 10,
        refetch: float = 30,
        ssl_context: "ssl.SSLContext | None" = None,
    ) -> None:
        """Say which signatures are good.

        algorithms: of RFC 7518, such as RS256 or ES256; no symmetric ones.
        issuer, audience: what ``iss`` and ``aud`` must say.
        jwks: the URL of the issuer's keys, or the document itself.
        leeway: seconds that clocks may differ; refetch: seconds between two fetches of the keys.
        ssl_context: for fetching them. ValueError for algorithms that are not good.
        """
        if not algorithms or isinstance(algorithms, str):
            raise ValueError("algorithms are a list, such as ['RS256']")
        unknown = [name for name in algorithms if name not in _ASYMMETRIC]
        if unknown:
            text = f"not an algorithm for public keys: {unknown[0]!r}"
            raise ValueError(f"{text}; there are {', '.join(sorted(_ASYMMETRIC))}")
        self._algorithms = tuple(algorithms)
        self._issuer = issuer
        self._audience = audience
        self._jwks = jwks
        self._leeway = leeway
        self._refetch = refetch
        self._ssl = ssl_context
        self._given = None if jwks is None or isinstance(jwks, str) else keys_of(jwks)
        self._sets: dict[str, KeySet] = {}

    def lack(self, scheme: Scheme) -> str | None:
        """What neither the contract nor the constructor says."""
        told = {
            "issuer": self._issuer or scheme.issuer,
            "audience": self._audience or scheme.audience,
            "jwks": self._jwks or scheme.jwks,
        }
        lacks = [f"{name}=" for name, value in told.items() if not value]
        if not lacks:
            return None
        text = f"the contract does not say it for the scheme {scheme.name!r}"
        return f"JwtTokens needs {', '.join(lacks)}, since {text}"

    async def __call__(self, credentials: Credentials) -> Principal | None:
        """Whom the token names; `unauthenticated` with a reason for one that is only too old."""
        found = self.only(credentials)
        if not isinstance(found, Bearer) or not credentials.schemes:
            return None
        scheme = credentials.schemes[0]
        try:
            header = jwt.get_unverified_header(found.token)
        except _MALFORMED:
            return None
        algorithm, kid = header.get("alg"), header.get("kid")
        # What is critical, nobody here understands (RFC 7515 §4.1.11).
        if algorithm not in self._algorithms or "crit" in header:
            return None
        for key in (await self._keys(scheme, kid))[:_MOST_KEYS]:
            claims = self._claims(found.token, key, algorithm, scheme)
            if claims is not None:
                return Principal(claims["sub"], _scopes(claims), claims)
        return None

    async def _keys(self, scheme: Scheme, kid: str | None) -> Sequence[Key]:
        if self._given is not None:
            return [key for key in self._given if kid is None or key.get("kid") == kid]
        url = self._jwks or scheme.jwks
        assert isinstance(url, str)
        known = self._sets.get(url)
        if known is None:
            known = self._sets[url] = KeySet(url, self._ssl, self._refetch)
        return await known.keys(kid)

    def _claims(
        self,
        token: str,
        key: Key,
        algorithm: str,
        scheme: Scheme,
    ) -> dict[str, Any] | None:
        """What the token says, if this key has signed it, and it is for us."""
        if key.get("alg", algorithm) != algorithm:
            return None
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                jwt.PyJWK(dict(key), algorithm).key,
                algorithms=[algorithm],
                audience=self._audience or scheme.audience,
                issuer=self._issuer or scheme.issuer,
                leeway=self._leeway,
                options={"require": _REQUIRED},
            )
        except jwt.ExpiredSignatureError:
            text = "The token has expired."
            raise ServiceError(text, code=Code.UNAUTHENTICATED) from None
        except _MALFORMED:
            return None
        return claims


def _scopes(claims: Mapping[str, Any]) -> frozenset[str]:
    """The scopes of a token: a list, or a text with blanks (RFC 9068 §2.2.3, RFC 8693 §4.2)."""
    for name in ("scope", "scp"):
        given = claims.get(name)
        if isinstance(given, str):
            return frozenset(given.split())
        if isinstance(given, list):
            return frozenset(one for one in given if isinstance(one, str))
    return frozenset()
