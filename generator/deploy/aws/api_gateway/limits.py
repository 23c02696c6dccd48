"""Compares what a contract asks for with what API Gateway gives, and says where that is less."""

from collections.abc import Sequence

from generator.deploy.aws.api_gateway import problems as p
from generator.deploy.aws.api_gateway.kinds import PAYLOAD, ApiKind
from generator.deploy.aws.api_gateway.resources import Resource, count, place
from generator.deploy.front import Service, Way
from generator.diagnostics import Problems
from generator.model import AuthKind
from generator.styles.route import Transport


def tell(
    service: Service, found: Sequence[Resource], kinds: Sequence[ApiKind], problems: Problems
) -> None:
    """Problems of a contract in APIs of these kinds, each at its operation."""
    if service.backend(Transport.GRPC) is not None:
        problems.add(p.no_grpc(service.name))
    for way in service.ways:
        if way.route.transport is Transport.HTTP:
            # A style of its own for each operation is told for each, others are not repeated.
            _tell_way(way, kinds, problems)
    for kind in kinds:
        routes = sum(len(resource.methods) for resource in found)
        needed = count(found) if kind.counted == "resources" else routes
        if needed > kind.places:
            problems.add(p.too_many(service.name, needed, kind))


def _tell_way(way: Way, kinds: Sequence[ApiKind], problems: Problems) -> None:
    route, where = way.route, place(way)
    if route.upgrades:
        problems.add(p.no_websocket(where, way.name, kinds[0]))
        return
    if not route.takes_stream and (route.largest is None or route.largest > PAYLOAD):
        problems.add(p.too_large(where, way.name, route.largest))
    if way.auth:
        _tell_certificate(way, problems)
    for kind in kinds:
        most = kind.timeout if kind.streamed is None else kind.streamed
        if route.takes_stream:
            problems.add(p.requests_buffered(where, way.name, kind))
        elif route.gives_stream and kind.streamed is None:
            problems.add(p.answers_buffered(where, way.name, kind))
        elif way.timeout is not None and way.timeout > most:
            problems.add(p.too_long(where, way.name, way.timeout, most, kind))


def _tell_certificate(way: Way, problems: Problems) -> None:
    """Where nothing but a certificate lets callers in, nobody gets in."""
    assert way.auth is not None
    needed = [
        [choice.scheme for choice in choices if _is_certificate(way, choice.scheme)]
        for choices in way.auth
    ]
    if all(needed):
        problems.add(p.no_certificate(place(way), way.name, needed[0][0]))


def _is_certificate(way: Way, scheme: str) -> bool:
    return way.api.auth[scheme].kind is AuthKind.MUTUAL_TLS
