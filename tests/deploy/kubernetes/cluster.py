"""What a gateway does with requests, read out of a manifest by the words of the Gateway API.

It knows nothing of how the manifest was made: precedence is that of HTTPRouteRule.matches and
GRPCRouteRule.matches in the published API.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

Object = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Where a request goes: a Service, its port, and what its rule says besides."""

    service: str
    port: int
    timeout: str | None = None
    retry: Mapping[str, Any] | None = None
    removed: tuple[str, ...] = ()
    kind: str = "HTTPRoute"


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """The objects of a manifest."""

    objects: tuple[Object, ...] = field(repr=False)

    @classmethod
    def of(cls, manifest: bytes) -> "Cluster":
        return cls(objects=tuple(yaml.safe_load_all(manifest)))

    def kind(self, kind: str) -> list[Object]:
        return [one for one in self.objects if one["kind"] == kind]

    def request(
        self, method: str, path: str, *, host: str = "", media_type: str = "application/json"
    ) -> Answer | None:
        """What is done with a request; None where no route takes it, which is a 404."""
        is_grpc = media_type.startswith("application/grpc") and "-web" not in media_type
        found: list[tuple[tuple[int, ...], Object, str]] = []
        for route in self.kind("HTTPRoute"):
            if _hosts(route, host):
                found += _http(route, method, path, media_type)
        for route in self.kind("GRPCRoute"):
            if _hosts(route, host) and is_grpc:
                found += _grpc(route, path)
        if not found:
            return None
        best = max(rank for rank, _, _ in found)
        rules = [(rule, kind) for rank, rule, kind in found if rank == best]
        # Of rules with the same precedence the first one counts; nothing here needs that.
        assert all(rule == rules[0][0] for rule, _ in rules), (method, path)
        return _answer(*rules[0])


def _http(
    route: Object, method: str, path: str, media_type: str
) -> Iterator[tuple[tuple[int, ...], Object, str]]:
    for rule in route["spec"]["rules"]:
        for match in rule["matches"]:
            headers = match.get("headers", [])
            where = match["path"]
            exact = where["type"] == "Exact"
            stem = where["value"].rstrip("/")
            below = not exact and path.startswith(f"{stem}/")
            if not (path == where["value"] or below):
                continue
            if match.get("method", method) != method:
                continue
            if any(one["name"] != "content-type" or one["value"] != media_type for one in headers):
                continue
            named = int("method" in match)
            yield (int(exact), len(where["value"]), named, len(headers)), rule, "HTTPRoute"


def _grpc(route: Object, path: str) -> Iterator[tuple[tuple[int, ...], Object, str]]:
    service, _, method = path.removeprefix("/").partition("/")
    for rule in route["spec"]["rules"]:
        for match in rule["matches"]:
            wanted = match["method"]
            if wanted["service"] == service and wanted.get("method", method) == method:
                yield (len(service), len(wanted.get("method", ""))), rule, "GRPCRoute"


def _hosts(route: Object, host: str) -> bool:
    names = route["spec"].get("hostnames")
    return names is None or host in names


def _answer(rule: Object, kind: str) -> Answer:
    (to,) = rule["backendRefs"]
    removed: list[str] = []
    for one in rule.get("filters", []):
        assert one["type"] == "RequestHeaderModifier"
        removed += one["requestHeaderModifier"]["remove"]
    return Answer(
        service=to["name"],
        port=to["port"],
        timeout=rule.get("timeouts", {}).get("request"),
        retry=rule.get("retry"),
        removed=tuple(removed),
        kind=kind,
    )
