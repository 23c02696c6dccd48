"""Finds what nginx gives less of than contracts ask for."""

from collections.abc import Iterator

from generator.deploy.front import Front, Way
from generator.deploy.nginx import problems as p
from generator.deploy.nginx.kind import kept
from generator.deploy.nginx.parameters import CACHE, TIMEOUT
from generator.deploy.parameter import Values
from generator.deploy.tls import CLIENT_CA
from generator.diagnostics import Diagnostic, Problems
from generator.model import Operation


def tell(front: Front, values: Values, problems: Problems) -> None:
    """Add a diagnostic for each operation, or scheme, that is concerned."""
    for service in front.services:
        found = {diagnostic: None for way in service.ways for diagnostic in _of(way, values)}
        for diagnostic in found:
            problems.add(diagnostic)
        for scheme in () if values.text(CLIENT_CA.name) else service.mutual_tls.values():
            problems.add(p.no_certificates(scheme.span, scheme.name))


def _of(way: Way, values: Values) -> Iterator[Diagnostic]:
    only: Operation | None = way.operation
    if only is None:
        return
    if way.stored is not None and values.number(CACHE.name) and not kept(way):
        yield p.keeps_nothing(only.span, only.name.text)
    if way.timeout is not None and way.timeout >= values.number(TIMEOUT.name):
        yield p.gives_up(only.span, only.name.text, way.timeout, values.number(TIMEOUT.name))
