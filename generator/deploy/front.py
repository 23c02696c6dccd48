"""Turns bound contracts into what stands behind a proxy: services, their servers, their ways in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.building.pipeline import Bound
from generator.deploy import problems as p
from generator.deploy.path import Path
from generator.diagnostics import Problems, Span
from generator.model import Api, AuthChoice, AuthKind, AuthScheme, Operation
from generator.runtime.auth.metadata import WELL_KNOWN
from generator.styles.route import Route, Stored, Transport
from generator.styles.style import AnyStyle

_MARGIN = 5.0  # seconds in which a server that has run out of its time can still say so


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way in: methods on one path, in one style."""

    api: Api
    style: AnyStyle
    route: Route
    path: Path  # as callers send it: below the style's mount

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What is called by it; one, unless the body of the request says which."""
        return self.route.operations

    @property
    def operation(self) -> Operation | None:
        """The only operation; None where the body says which."""
        return self.operations[0] if len(self.operations) == 1 and not self._in_body else None

    @property
    def span(self) -> Span | None:
        """Where the contract says the path, or else the operation."""
        return self.route.span or self.operations[0].span

    @property
    def name(self) -> str:
        """What it is called in logs and statistics: ``shop.products.v1.GetProduct``.

        Where the body says which operation it is, the style's title stands for all of them.
        """
        only = self.operation
        return f"{self.api.package}.{self.style.title if only is None else only.name.text}"

    @property
    def timeout(self) -> float | None:
        """Seconds in which an answer has to be there, where the contract says so for all."""
        times = [operation.timeout for operation in self.operations]
        known = [time for time in times if time is not None]
        return max(known) if known and len(known) == len(times) and not self.streams else None

    @property
    def cutoff(self) -> float | None:
        """Seconds after which whoever stands in front gives up; None if it waits for any time.

        Later than the server, whose own answer says more.
        """
        return None if self.timeout is None else self.timeout + _MARGIN

    @property
    def streams(self) -> bool:
        """Whether anything on it comes bit by bit, and must not be buffered or cut by a timeout."""
        route = self.route
        return route.takes_stream or route.gives_stream or route.upgrades

    @property
    def is_secret(self) -> bool:
        """Whether its URL may hold an input that nobody may read in a log (``sensitive``)."""
        return any(field.sensitive for field in self.route.in_url)

    @property
    def stored(self) -> Stored | None:
        """What a shared cache may keep."""
        return self.route.stored

    @property
    def resends(self) -> bool:
        """Whether a proxy sends a call again that a server may have begun.

        Not where generated clients do that themselves (``retry:``): of two who repeat a call, each
        does so as often as it may, and their numbers multiply. What no server has accepted can
        always be sent to another one.
        """
        client = any(operation.retry is not None for operation in self.operations)
        return self.route.repeatable and not client

    @property
    def auth(self) -> tuple[tuple[AuthChoice, ...], ...] | None:
        """What is enough to be let in, any one choice of it; () for anyone.

        None where it depends on the operation, which the body says.
        """
        choices = {operation.auth for operation in self.operations}
        return choices.pop() if len(choices) == 1 else None

    @property
    def _in_body(self) -> bool:
        return self.route.path == "" and not self.route.by_contract


@dataclass(frozen=True, kw_only=True)
class Backend:
    """The servers of one contract that speak one transport.

    name: unique among all, in snake_case: ``products_http``. port: where they listen by default.
    """

    name: str
    transport: Transport
    ways: tuple[Way, ...]
    port: int

    @property
    def key(self) -> str:
        """``http`` or ``grpc``: what the transport is called in options and names."""
        return self.transport.value


@dataclass(frozen=True, kw_only=True)
class Service:
    """One contract, as what stands in front of it sees it.

    host: the name that its callers ask for; "" where it is the only one, and answers to any.
    """

    bound: Bound
    host: str
    backends: tuple[Backend, ...]

    @property
    def api(self) -> Api:
        """What the contract means."""
        return self.bound.api

    @property
    def name(self) -> str:
        """Unique among all, in snake_case: ``products``."""
        return self.api.folder

    @property
    def ways(self) -> tuple[Way, ...]:
        """All ways in, of all styles: of two that match one request, the right one comes first."""
        return tuple(way for backend in self.backends for way in backend.ways)

    @property
    def metadata(self) -> str | None:
        """What the paths begin with where its servers of HTTP say who issues tokens (RFC 9728).

        None if the contract does not say it.
        """
        tells = any(scheme.issuer for scheme in self.api.auth.values())
        return WELL_KNOWN if tells and self.backend(Transport.HTTP) else None

    @property
    def mutual_tls(self) -> Mapping[str, AuthScheme]:
        """The schemes by which callers show a certificate, by their names."""
        schemes = self.api.auth.items()
        return {name: one for name, one in schemes if one.kind is AuthKind.MUTUAL_TLS}

    def behind(self, way: Way) -> Backend:
        """The servers that one of its ways leads to."""
        return next(one for one in self.backends if one.transport is way.route.transport)

    def backend(self, transport: Transport) -> Backend | None:
        """The servers that speak a transport."""
        return next((one for one in self.backends if one.transport is transport), None)


@dataclass(frozen=True, kw_only=True)
class Front:
    """All contracts that one proxy stands in front of, in the order in which they were named."""

    services: tuple[Service, ...]

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """All ways in."""
        return tuple(way for service in self.services for way in service.ways)

    @cached_property
    def backends(self) -> tuple[Backend, ...]:
        """All servers behind it."""
        return tuple(backend for service in self.services for backend in service.backends)


def front(contracts: Sequence[Bound], problems: Problems) -> Front:
    """What stands behind; two ways in that are one to a caller are problems."""
    several = len(contracts) > 1
    services = []
    for index, bound in enumerate(contracts):
        folder = bound.api.folder
        host = f"{folder.replace('_', '-')}.localhost" if several else ""
        backends = tuple(_backends(bound, index))
        services.append(Service(bound=bound, host=host, backends=backends))
    made = Front(services=tuple(services))
    for service in made.services:
        _refuse_clashes(service, problems)
    return made


def _backends(bound: Bound, index: int) -> Iterator[Backend]:
    ways = [*_ways(bound)]
    for transport in Transport:
        own = sorted((w for w in ways if w.route.transport is transport), key=_order)
        if own:
            ports = [way.style.hosting.default_port for way in own]
            yield Backend(
                name=f"{bound.api.folder}_{transport.value}",
                transport=transport,
                ways=tuple(own),
                port=min(ports) + index,
            )


def _ways(bound: Bound) -> Iterator[Way]:
    for style, binding in bound.bindings:
        for route in style.routes(bound.api, binding):
            path = Path(text=style.hosting.mount + route.path)
            yield Way(api=bound.api, style=style, route=route, path=path)


def _order(way: Way) -> tuple[object, ...]:
    return (way.path.specificity, way.path.text, way.style.rank, way.route.methods)


def _refuse_clashes(service: Service, problems: Problems) -> None:
    """Two ways that no proxy can tell apart: one method, one path, one media type."""
    seen: dict[tuple[str, str, str], Way] = {}
    for way in service.ways:
        for method in way.route.methods:
            for media_type in way.route.media_types or ("",):
                key = (method, way.path.shape, media_type)
                first = seen.setdefault(key, way)
                if first is not way:
                    text = f"{method} {way.path.text}"
                    problems.add(p.way_taken(way.span, text, way.name, first.name, first.span))
