"""Compares what a contract asks for with what API Gateway gives, and says where that is less."""

from collections.abc import Iterable, Iterator, Sequence

from generator.deploy.aws.api_gateway import problems as p
from generator.deploy.aws.api_gateway.kinds import PAYLOAD, REST, ApiKind
from generator.deploy.aws.api_gateway.resources import Resource, count
from generator.deploy.front import Service, Way
from generator.diagnostics import Problems, Span
from generator.model import AuthKind
from generator.styles.route import Transport

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
_RESERVED = {"/ping", "/sping"}


def tell(
    service: Service,
    found: Sequence[Resource],
    kinds: Sequence[ApiKind],
    problems: Problems,
    *,
    domain: bool,
) -> None:
    """Problems of a contract in APIs of these kinds, each at its operation.

    domain: whether they have a domain of their own.
    """
    for way in service.ways:
        if domain and REST in kinds and way.path.text in _RESERVED:
            problems.add(p.reserved(way.span, way.path.text))
    if service.backend(Transport.GRPC) is not None:
        problems.add(p.no_grpc(service.name))
    for way in _told_once(service.ways):
        _tell_way(way, kinds, problems)
    for kind in kinds:
        routes = sum(len(resource.methods) for resource in found)
        needed = count(found) if kind.counted == "resources" else routes
        if needed > kind.places:
            problems.add(p.too_many(service.name, needed, kind))


def _told_once(ways: Iterable[Way]) -> Iterator[Way]:
    """Of the ways of one operation that on which the contract decides, if there is one."""
    seen: dict[str, Way] = {}
    for way in ways:
        if way.route.transport is Transport.HTTP:
            first = seen.setdefault(way.name, way)
            if way.route.by_contract and not first.route.by_contract:
                seen[way.name] = way
    yield from seen.values()


def _tell_way(way: Way, kinds: Sequence[ApiKind], problems: Problems) -> None:
    route, where = way.route, way.span
    if route.upgrades:
        problems.add(p.no_websocket(where, way.name, kinds[0]))
        return
    files = any(o.body_in is not None and o.body_in.chunks for o in way.operations)
    items = route.takes_stream and not files
    if not items and (route.largest is None or route.largest > PAYLOAD):
        problems.add(p.too_large(where, way.name, route.largest))
    if way.auth:
        _tell_certificate(way, problems)
    for kind in kinds:
        most = kind.timeout if kind.streamed is None else kind.streamed
        if items:
            problems.add(p.requests_buffered(where, way.name, kind))
        elif route.gives_stream and kind.streamed is None:
            problems.add(p.answers_buffered(_streaming(way), way.name, kind))
        elif way.timeout is not None and way.timeout > most:
            problems.add(p.too_long(where, way.name, way.timeout, most, kind))


def _streaming(way: Way) -> Span | None:
    """The first operation whose answer is a stream, where the body says which one is called."""
    first = next((one for one in way.operations if one.stream_output), None)
    return way.span if way.operation or first is None else first.span


def _tell_certificate(way: Way, problems: Problems) -> None:
    """Where nothing but a certificate lets callers in, nobody gets in."""
    assert way.auth is not None
    needed = [
        [choice.scheme for choice in choices if _is_certificate(way, choice.scheme)]
        for choices in way.auth
    ]
    if all(needed):
        problems.add(p.no_certificate(way.span, way.name, needed[0][0]))


def _is_certificate(way: Way, scheme: str) -> bool:
    return way.api.auth[scheme].kind is AuthKind.MUTUAL_TLS
