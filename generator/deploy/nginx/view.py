"""Turns what stands behind nginx into what its configuration's template prints."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from generator.deploy.front import Front, Service
from generator.deploy.nginx.certificates import client_cert, pem_lines
from generator.deploy.nginx.kind import MIB, Again, Body, Kind, snake
from generator.deploy.nginx.parameters import CACHE, TIMEOUT, WORKERS
from generator.deploy.nginx.routes import MapView, kinds, longest, maps
from generator.deploy.nginx.text import aligned, quoted
from generator.deploy.parameter import Values
from generator.deploy.servers import Places, places
from generator.deploy.tls import CERTIFICATE, CLIENT_CA, KEY, LISTEN
from generator.styles.route import Transport

# What nginx itself says to callers over gRPC.
_STATUSES = (
    ("unimplemented", 12, "nothing of the contract is at this path"),
    ("resource_exhausted", 8, "the request is too large"),
    ("deadline_exceeded", 4, "no answer in time"),
    ("unavailable", 14, "no server answers"),
)


@dataclass(frozen=True, kw_only=True)
class UpstreamView:
    """The servers of one backend."""

    name: str
    about: str
    servers: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class PlaceView:
    """One ``location``. body: the greatest of a request, "0" for any; seconds: 0 for the usual."""

    name: str
    about: Sequence[str]
    upstream: str
    body: str
    seconds: int
    grpc: bool
    streams: bool
    unbuffered_request: bool
    unbuffered_answer: bool
    stored: bool
    vary: str
    repeats: bool
    once: bool


@dataclass(frozen=True, kw_only=True)
class ServerView:
    """One ``server``: a contract, and the hosts that it answers to."""

    about: str
    hosts: str
    body: str
    places: Sequence[PlaceView]
    grpc: bool


@dataclass(frozen=True, kw_only=True)
class ConfigView:
    """The whole file."""

    workers: str
    errors: str
    secret_urls: bool
    upstreams: Sequence[UpstreamView]
    cache: bool
    cache_size: int
    bucket: int
    maps: Sequence[MapView]
    servers: Sequence[ServerView]
    refuses_hosts: bool
    listen: str
    certificate: str
    key: str
    client_ca: str
    client_cert: str
    client_cert_header: str
    pem_lines: str
    modules: Sequence[str]
    grpc_types: str
    statuses: Sequence[tuple[str, int, str]]
    timeout: int
    grpc: bool
    far_too_large: str


def config(front: Front, values: Values) -> ConfigView:
    """All that the template prints."""
    found = places(front, values)
    services = front.services
    cache = values.number(CACHE.name)
    caching = cache > 0
    shown = [one for service in services for one in maps(service, caching=caching)]
    found_kinds = [kind for backend in front.backends for kind in kinds(backend, caching=caching)]
    limits = [kind.mib * MIB for kind in found_kinds if kind.mib is not None]
    secret = any(_secret_urls(service) for service in services)
    grpc = any(kind.grpc for kind in found_kinds)
    workers = values.number(WORKERS.name)
    return ConfigView(
        workers=str(workers) if workers else "auto",
        errors="crit" if secret else "error",
        secret_urls=secret,
        upstreams=[*_upstreams(front, found)],
        cache=any(kind.body is Body.STORED for kind in found_kinds),
        cache_size=cache,
        bucket=_power_of_two(longest(shown) + 64),
        maps=[*shown, _by_host(services, found)],
        servers=[_server(service, found, caching=caching) for service in services],
        refuses_hosts=len(services) > 1 or bool(found.hosts[services[0].name]),
        listen=values.text(LISTEN.name),
        certificate=quoted(values.text(CERTIFICATE.name)),
        key=quoted(values.text(KEY.name)),
        client_ca=quoted(values.text(CLIENT_CA.name)) if values.text(CLIENT_CA.name) else "",
        client_cert=quoted(client_cert()),
        client_cert_header="$client_cert" if values.text(CLIENT_CA.name) else quoted(""),
        pem_lines=quoted(pem_lines()),
        modules=["proxy", *(["grpc"] if grpc else [])],
        grpc_types=_media_types(front),
        statuses=_STATUSES,
        timeout=values.number(TIMEOUT.name),
        grpc=grpc,
        far_too_large=quoted(f"~^(call|stored|stream)\\w* [0-9]{{{_digits(limits)},}}$"),
    )


def _media_types(front: Front) -> str:
    """Those of gRPC, which tell it from what else is sent to the same paths."""
    backends = [one for one in front.backends if one.transport is Transport.GRPC]
    found = {name: "" for one in backends for way in one.ways for name in way.route.media_types}
    return f"~*^({'|'.join(map(re.escape, found))})(\\+|;|\\s|$)"


def _digits(limits: Sequence[int]) -> int:
    return len(str(max(limits, default=0))) + 1


def _power_of_two(size: int) -> int:
    return max(128, 1 << (size - 1).bit_length())


def _upstreams(front: Front, found: Places) -> Iterator[UpstreamView]:
    for service in front.services:
        for backend in service.backends:
            what = "gRPC" if backend.transport is Transport.GRPC else "HTTP"
            yield UpstreamView(
                name=backend.name,
                about=f"{service.api.package}: {what}.",
                servers=found.addresses[backend.name],
            )


def _by_host(services: Sequence[Service], found: Places) -> MapView:
    pairs = [(quoted(_hosts(one, found)[0]), f"$service_{one.name}") for one in services]
    return MapView(
        about=["The contract that is asked for, by the server below that takes the request."],
        source="$server_name",
        variable="route",
        entries=aligned([("default", quoted("unknown -")), *pairs]),
    )


def _hosts(service: Service, found: Places) -> tuple[str, ...]:
    return found.hosts[service.name] or ("_",)


def _server(service: Service, found: Places, *, caching: bool) -> ServerView:
    placed = [
        (kind, backend.name)
        for backend in service.backends
        for kind in kinds(backend, caching=caching)
    ]
    hosts = _hosts(service, found)
    return ServerView(
        about=f"{service.api.package}: {service.api.title}".split("\n", 1)[0],
        hosts=" ".join(hosts),
        body=_body(*(kind.mib for kind, _ in placed)),
        places=[_place(kind, upstream) for kind, upstream in placed],
        grpc=service.backend(Transport.GRPC) is not None,
    )


def _place(kind: Kind, upstream: str) -> PlaceView:
    return PlaceView(
        name=kind.name,
        about=_about(kind),
        upstream=upstream,
        body=_body(kind.mib),
        seconds=kind.seconds or 0,
        grpc=kind.grpc,
        streams=kind.streams,
        unbuffered_request=kind.body is Body.UPLOAD,
        unbuffered_answer=kind.streams and not kind.grpc,
        stored=kind.body is Body.STORED,
        vary="".join(f"\\n$http_{snake(header)}" for header in kind.vary),
        repeats=kind.again is Again.ALLOWED,
        once=kind.again is Again.REFUSED,
    )


def _body(*sizes: int | None) -> str:
    """The greatest of these, as nginx writes it; 0 where one of them is without a limit."""
    known = [size for size in sizes if size is not None]
    return "0" if len(known) < len(sizes) else f"{max(known)}m"


def _about(kind: Kind) -> list[str]:
    """The lines of a comment: what goes there, and what is special."""
    lines = [_body_about(kind.body)]
    match kind.again:
        case Again.METHOD:
            pass
        case Again.ALLOWED:
            lines.append("Twice is as good as once: a POST may be sent again, too.")
        case Again.REFUSED:
            lines.append("Sent once: callers retry by themselves, or twice is not as good as once.")
        case _:
            assert_never(kind.again)
    if kind.seconds is not None:
        lines.append("With the contract's timeout, and time for the server to say so.")
    return lines


def _body_about(body: Body) -> str:
    match body:
        case Body.CALL:
            return "Calls: nginx holds both bodies, so that no slow caller holds a server."
        case Body.STORED:
            return "Calls whose answers are kept for as long as they say that they are fresh."
        case Body.STREAM:
            return "Answers that come bit by bit."
        case Body.UPLOAD:
            return "Requests of any length, or that come bit by bit."
        case Body.WEBSOCKET:
            return "WebSockets."
        case Body.GRPC:
            return "gRPC: one request, one answer."
        case Body.GRPC_STREAM:
            return "gRPC whose answers are streams, which may be silent for long."
        case Body.GRPC_UPLOAD:
            return "gRPC whose requests are streams, of any length and as silent."
        case _:
            assert_never(body)


def _secret_urls(service: Service) -> bool:
    """Whether a URL may hold what nobody may read in a log."""
    keys = any(scheme.query for scheme in service.api.auth.values())
    return keys or any(way.is_secret for way in service.ways)
