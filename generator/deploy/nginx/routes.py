"""Turns the ways in of a service into maps: from a request to the place that it goes to."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.deploy.front import Backend, Service, Way
from generator.deploy.nginx.kind import DEFAULT_MIB, Again, Body, Kind, kind
from generator.deploy.nginx.text import aligned, quoted
from generator.deploy.path import Path
from generator.styles.route import Transport

# A request for a known path with a method that no operation has: OPTIONS, or a mistake. The server
# answers it.
OTHER = Kind(body=Body.CALL, again=Again.METHOD, seconds=None, mib=DEFAULT_MIB)


@dataclass(frozen=True, kw_only=True)
class MapView:
    """One ``map`` of nginx: from a source to a variable. about: why, in a comment's lines."""

    about: Sequence[str]
    source: str
    variable: str
    entries: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a map: the requests of one method on one path, and where they go."""

    way: Way
    method: str
    kind: Kind

    @property
    def value(self) -> str:
        """Place and name, by which logs know the operation."""
        return f"{self.kind.name} {self.way.name}"


def entries(backend: Backend, *, caching: bool) -> Iterator[Entry]:
    """All requests that a backend has an operation for, the right one first."""
    for way in backend.ways:
        for method in way.route.methods:
            yield Entry(way=way, method=method, kind=kind(way, method, caching=caching))


def kinds(backend: Backend, *, caching: bool) -> list[Kind]:
    """Those that occur, in the order of their names, with those that callers' deadlines make."""
    found = {entry.kind for entry in entries(backend, caching=caching)}
    found |= {without_timeout(one) for one in found}
    if backend.transport is Transport.HTTP:
        found.add(OTHER)
    return sorted(found, key=lambda one: one.name)


def without_timeout(one: Kind) -> Kind:
    """The same without the contract's timeout: for a caller with a deadline of its own."""
    return replace(one, seconds=None)


def maps(service: Service, *, caching: bool) -> Iterator[MapView]:
    """Those of a service; the last one is ``$service_<name>``."""
    for backend in service.backends:
        yield from _of(service, backend, caching=caching)
    grpc, http = (service.backend(one) for one in (Transport.GRPC, Transport.HTTP))
    default = "unknown -" if http is None else f"$call_{http.name}"
    yield MapView(
        about=[f"{service.api.package}: servers of gRPC and of HTTP share one port, and paths."]
        if grpc is not None
        else [f"{service.api.package}."],
        source="$protocol",
        variable=f"service_{service.name}",
        entries=aligned(
            [
                *([] if grpc is None else [("grpc", f"$call_{grpc.name}")]),
                ("default", default if http else quoted(default)),
            ]
        ),
    )


def longest(found: Iterable[MapView]) -> int:
    """The length of the longest key: nginx wants to know."""
    return max(len(key.strip()) for one in found for key, _ in one.entries)


def _of(service: Service, backend: Backend, *, caching: bool) -> Iterator[MapView]:
    calls = entries(backend, caching=caching)
    pairs = [(f"{call.method} ", call.way.path, quoted(call.value)) for call in calls]
    if backend.transport is Transport.GRPC:
        default = quoted("grpc_unimplemented -")
    else:
        default = f"$path_{backend.name}"
        paths = {way.path.shape: way.path for way in backend.ways}
        other = [("", path, quoted(f"{OTHER.name} -")) for path in paths.values()]
        known = [*_lines(other), *_metadata(service)]
        yield MapView(
            about=[f"{backend.name}: a known path with another method: its server answers."],
            source="$path",
            variable=f"path_{backend.name}",
            entries=aligned([("default", quoted("unknown -")), *known]),
        )
    yield MapView(
        about=[f"{backend.name}: a request, the place that it goes to, its operation."],
        source='"$method $path"',
        variable=f"call_{backend.name}",
        entries=aligned([("default", default), *_lines(pairs)]),
    )


def _metadata(service: Service) -> list[tuple[str, str]]:
    if service.metadata is None:
        return []
    key = f"~^{re.escape(service.metadata)}(/|$)"
    return [(quoted(key), quoted(f"{OTHER.name} -"))]


def _lines(pairs: Sequence[tuple[str, Path, str]]) -> list[tuple[str, str]]:
    """Keys and values. Fixed paths are looked up, in which nginx takes upper case for lower.

    So this is not for those that are another path in upper case: ``/notes/New`` is ``/notes/{id}``.
    """
    texts = Counter((before + path.text).lower() for before, path, _ in pairs)
    open_ends = [(before, _any_case(path)) for before, path, _ in pairs if not path.is_fixed]
    found = []
    for before, path, value in pairs:
        exact = (
            path.is_fixed
            and texts[(before + path.text).lower()] == 1
            and not any(other == before and taken(path.text) for other, taken in open_ends)
        )
        key = before + path.text if exact else f"~^{before}{path.regex}$"
        found.append((quoted(key), value))
    return found


def _any_case(path: Path) -> Callable[[str], object]:
    return re.compile(path.regex, re.IGNORECASE).fullmatch
