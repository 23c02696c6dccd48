"""Turns a contract's auth into what Envoy's JWT filter asks for on each way.

It refuses nothing that a server might accept: where there is another way to be let in than a
token that can be checked, the server alone decides, as it does of scopes, keys and passwords.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from generator.deploy.envoy.clusters import keys
from generator.deploy.envoy.typed import Plain, http_filter, lua, override, seconds
from generator.deploy.front import Front, Way
from generator.model import AuthChoice, AuthKind, AuthScheme

_PORTS = {"https": 443, "http": 80}
_SKEW = 30  # seconds that clocks may differ: more than servers allow, which look again
_FETCH = 5.0
_KEPT = 300.0
# Schemes are case-insensitive (RFC 9110 §11.1), and Envoy compares them byte by byte.
_ONE_CASE = """\
function envoy_on_request(handle)
  local headers = handle:headers()
  local shown = headers:get("authorization")
  if shown ~= nil and shown:sub(1, 7):lower() == "bearer " then
    headers:replace("authorization", "Bearer " .. shown:sub(8))
  end
end
"""


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What is checked; nothing, if no contract says who makes tokens, and with which keys.

    files: of keys, by the names of schemes, instead of what the contracts' URLs would give; on:
    whether anything is; roots: a file of certificates, for fetching keys.
    """

    front: Front
    files: Mapping[str, str]
    on: bool
    roots: str

    def filters(self) -> Iterator[Plain]:
        """The filter, if there is anything to check."""
        if self._requirements:
            yield lua("one_case_of_bearer", _ONE_CASE)
            yield http_filter(
                "jwt_authn",
                "v3.JwtAuthentication",
                providers=self._providers,
                requirement_map=dict(sorted(self._requirements.items())),
            )

    def replies(self) -> Plain:
        """What Envoy says of a token that is for somebody else: what servers say of it."""
        if not self._requirements:
            return {}
        status = {"op": "EQ", "value": {"default_value": 403, "runtime_key": "gen.forbidden"}}
        mapped = {"status_code_filter": {"comparison": status}}
        return {"local_reply_config": {"mappers": [{"filter": mapped, "status_code": 401}]}}

    @property
    def names(self) -> Sequence[str]:
        """The schemes that there could be keys for."""
        services = self.front.services
        found = {name for one in services for name, it in one.api.auth.items() if it.issuer}
        return sorted(found)

    def is_for(self, value: str) -> bool:
        """Whether ``SCHEME=FILE`` is of any use."""
        scheme, _, file = value.partition("=")
        return scheme in self.names and file != ""

    def of(self, way: Way) -> Plain:
        """What is asked for on a way."""
        name = self._name(way)
        if name is None:
            return {}
        return override("jwt_authn", "v3.PerRouteConfig", requirement_name=name)

    def clusters(self) -> Iterator[Plain]:
        """Where keys are fetched."""
        found = {}
        for scheme in self._schemes.values():
            if scheme.name not in self.files:
                assert scheme.jwks is not None
                url = urlsplit(scheme.jwks)
                name, host, port = _issuer(scheme.jwks)
                found[name] = keys(name, host, port, self.roots if url.scheme == "https" else "")
        yield from found.values()

    @cached_property
    def _schemes(self) -> Mapping[str, AuthScheme]:
        """Those that can be checked, by the names of their providers."""
        return {
            f"{service.name}_{scheme.name}": scheme
            for service in self.front.services
            for scheme in service.api.auth.values()
            if self._is_checked(scheme)
        }

    def _is_checked(self, scheme: AuthScheme) -> bool:
        is_token = self.on and scheme.kind in {AuthKind.BEARER, AuthKind.OAUTH2}
        return is_token and bool(scheme.issuer) and bool(scheme.jwks or scheme.name in self.files)

    @property
    def _providers(self) -> Plain:
        return {name: self._provider(scheme) for name, scheme in self._schemes.items()}

    def _provider(self, scheme: AuthScheme) -> Plain:
        return {
            "issuer": scheme.issuer,
            **({"audiences": [scheme.audience]} if scheme.audience else {}),
            "require_expiration": True,
            "clock_skew_seconds": _SKEW,
            "forward": True,  # the server looks, too
            "from_headers": [{"name": "authorization", "value_prefix": "Bearer "}],
            **self._keys(scheme),
        }

    def _keys(self, scheme: AuthScheme) -> Plain:
        file = self.files.get(scheme.name)
        if file is not None:
            return {"local_jwks": {"filename": file}}
        assert scheme.jwks is not None
        name, _, _ = _issuer(scheme.jwks)
        return {
            "remote_jwks": {
                "http_uri": {"uri": scheme.jwks, "cluster": name, "timeout": seconds(_FETCH)},
                "cache_duration": seconds(_KEPT),
                "async_fetch": {"fast_listener": True},
            }
        }

    @cached_property
    def _requirements(self) -> Mapping[str, Plain]:
        """By their names, which say what they are."""
        found: dict[str, Plain] = {}
        for service in self.front.services:
            for way in service.ways:
                name = self._name(way)
                if name is not None and name not in found:
                    found[name] = self._requirement(way)
        return found

    def _name(self, way: Way) -> str | None:
        choices = self._choices(way)
        if not choices:
            return None
        text = " or ".join(" and ".join(names) for names in choices)
        return text if way.operation is not None else f"{text}, or none"

    def _requirement(self, way: Way) -> Plain:
        """Where the body says what is called, nobody is asked for a token, but it has to be good.

        Some calls, such as those that list others, need none.
        """
        found = [_all([{"provider_name": name} for name in names]) for names in self._choices(way)]
        if way.operation is None:
            found.append({"allow_missing": {}})
        return found[0] if len(found) == 1 else {"requires_any": {"requirements": found}}

    def _choices(self, way: Way) -> Sequence[Sequence[str]]:
        """The providers of each choice; none where somebody gets in without any."""
        choices: dict[tuple[str, ...], None] = {}
        for operation in way.operations:
            if not operation.auth:
                return ()
            for choice in operation.auth:
                names = tuple(self._names(way, choice))
                if not names:
                    return ()
                choices[names] = None
        return [*choices]

    def _names(self, way: Way, choice: Sequence[AuthChoice]) -> Iterator[str]:
        for one in choice:
            name = f"{way.api.folder}_{one.scheme}"
            if name in self._schemes:
                yield name


def _all(requirements: list[Plain]) -> Plain:
    if len(requirements) == 1:
        return requirements[0]
    return {"requires_all": {"requirements": requirements}}


def _issuer(url: str) -> tuple[str, str, int]:
    """The name of the cluster, the host and the port of a URL of keys."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    return f"keys_of_{host}_{port}", host, port
