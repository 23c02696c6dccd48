"""Turns gRPC-Web into gRPC where no server speaks it itself (browsers cannot speak gRPC)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.deploy.envoy.typed import Plain, disabled, enabled, http_filter
from generator.deploy.front import Front, Way
from generator.styles.route import Transport

_MEDIA_TYPES = ("application/grpc-web", "application/grpc-web-text")
_NAME = "envoy.filters.http.grpc_web"


@dataclass(frozen=True, kw_only=True)
class Web:
    """What is translated: calls without a stream of requests, which gRPC-Web has none of."""

    front: Front

    def media_types(self, way: Way) -> tuple[str, ...]:
        """What callers may send besides."""
        return _MEDIA_TYPES if self._translates(way) else ()

    def filters(self) -> Iterator[Plain]:
        """The filter, off but on the ways that turn it on."""
        ways = self.front.ways
        if any(self._translates(way) for way in ways):
            yield disabled(http_filter("grpc_web", "v3.GrpcWeb"))

    def of(self, way: Way) -> Plain:
        """What turns it on."""
        return {_NAME: enabled()} if self._translates(way) else {}

    def _translates(self, way: Way) -> bool:
        alone = (way.api.folder, way.path.text) not in self._spoken
        return way.route.transport is Transport.GRPC and alone and not way.route.takes_stream

    @cached_property
    def _spoken(self) -> frozenset[tuple[str, str]]:
        """The paths at which a server over HTTP answers itself."""
        ways = self.front.ways
        return frozenset(
            (way.api.folder, way.path.text) for way in ways if way.route.transport is Transport.HTTP
        )
