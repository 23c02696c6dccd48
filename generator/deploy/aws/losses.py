"""Finds what load balancers and service networks of AWS take from a contract's calls."""

import math
from collections.abc import Sequence

from generator.deploy.aws import problems as p
from generator.deploy.aws.shares import Share, root_of
from generator.deploy.front import Front, Service
from generator.diagnostics import Problems


def idle_timeout(front: Front, least: int, most: int) -> int:
    """Seconds of silence on a connection that let all calls end, from ``least`` to ``most``.

    The longest there are for streams, on which nothing may travel for long.
    """
    ways = front.ways
    if any(way.streams for way in ways):
        return most
    times = [math.ceil(way.cutoff) for way in ways if way.cutoff is not None]
    return max(least, min(most, max(times, default=least)))


def tell_timeouts(front: Front, who: str, most: int, problems: Problems) -> None:
    """Operations that may be silent for longer."""
    for service in front.services:
        for way in service.ways:
            if way.timeout is not None and way.timeout > most and way.operation is not None:
                one = p.idle_timeout(way.span, who, way.operation.name.text, way.timeout, most)
                problems.add(one)


def tell_certificates(service: Service, who: str, problems: Problems) -> None:
    """Operations and schemes that need the certificate of the caller."""
    schemes = service.mutual_tls
    spared: set[str] = set()  # schemes of operations that callers can show something else for
    for operation in service.api.operations.values():
        needs = [{one.scheme for one in choice} & schemes.keys() for choice in operation.auth]
        if needs and all(needs):
            problems.add(p.no_certificate(operation.span, who, operation.name.text))
        else:
            spared.update(*needs)
    for name in sorted(spared):
        problems.add(p.less_choice(schemes[name].span, who, name))


def tell_open_paths(found: Sequence[Share], pattern: str, problems: Problems) -> None:
    """Paths that begin with what callers fill in, once for each kind of server."""
    for share in found:
        if share.is_open:
            way = next(way for way in share.backend.ways if root_of(way) == share.root)
            problems.add(p.open_path(way.span, way.path.text, pattern))
