"""Turns ways in into the resources and methods of an API: where each request is passed on to.

A variable of API Gateway is a whole segment, so ``/a/{id}:verb`` is no resource of its own: it is
the method on ``/a/{id}``, whose variable takes ``1:verb`` and passes it on as it came.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.deploy.aws.api_gateway import problems as p
from generator.deploy.front import Service, Way
from generator.deploy.path import Path
from generator.diagnostics import Problems
from generator.styles.route import Transport

# What a segment may consist of, as its importer says in the errors that it gives.
_SEGMENT = re.compile(r"[A-Za-z0-9._:,-]+")
_METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
ANY = "ANY"
# Of a URL below a resource, whatever is left of it.
_GREEDY = "{proxy+}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method of a resource, and the ways that it stands for; none: whatever is left."""

    name: str
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A path of the API; variables: the names in it, in their order."""

    path: str
    methods: tuple[Method, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of its variables; one that is greedy without its plus."""
        return tuple(name.removesuffix("+") for name in Path(text=self.path).variables)


def resources(service: Service, problems: Problems) -> tuple[Resource, ...]:
    """All resources of a contract, in the order of its ways; what cannot be one is a problem.

    Each has a method ANY, too: whatever else is sent to a known path is the server's to answer.
    """
    ways = ways_of(service)
    names = _names(ways)
    found: dict[str, dict[str, list[Way]]] = {}
    for way in ways:
        path = _path(way.path, names)
        methods = found.setdefault(path, {})
        if _fits(way, problems):
            for method in way.route.methods:
                methods.setdefault(method, []).append(way)
    made = [_resource(path, methods, problems) for path, methods in found.items()]
    return (*made, *_metadata(service))


def ways_of(service: Service) -> list[Way]:
    """The ways that API Gateway passes on: those of HTTP that stay HTTP."""
    backend = service.backend(Transport.HTTP)
    return [] if backend is None else [way for way in backend.ways if not way.route.upgrades]


def count(made: Sequence[Resource]) -> int:
    """How many resources they are in API Gateway: one for each segment of a path, and the root."""
    paths = {"/"}
    for resource in made:
        pieces = resource.path.strip("/").split("/")
        paths.update("/".join(pieces[: end + 1]) for end in range(len(pieces)))
    return len(paths)


def _names(ways: Iterable[Way]) -> Mapping[str, str]:
    """The name of the variable at each place: of two names the first, for a place has one."""
    found: dict[str, str] = {}
    for way in ways:
        shape = ""
        for segment in way.path.segments:
            variables = Path(text=segment).variables
            shape += "/{}" if variables else f"/{segment}"
            if variables:
                found.setdefault(shape, variables[0])
    return found


def _path(path: Path, names: Mapping[str, str]) -> str:
    shape, pieces = "", []
    for segment in path.segments:
        variable = "{" in segment
        shape += "/{}" if variable else f"/{segment}"
        pieces.append(f"{{{names[shape]}}}" if variable else segment)
    return "/" + "/".join(pieces)


def _fits(way: Way, problems: Problems) -> bool:
    fits = True
    for segment in way.path.segments:
        if "{" not in segment and not _SEGMENT.fullmatch(segment):
            problems.add(p.odd_segment(way.span, way.path.text, segment))
            fits = False
    for method in way.route.methods:
        if method not in _METHODS:
            problems.add(p.odd_method(way.span, way.name, method))
            fits = False
    return fits


def _resource(path: str, methods: Mapping[str, Sequence[Way]], problems: Problems) -> Resource:
    made = []
    for name, ways in sorted(methods.items()):
        # The one with the path itself comes first, and says how the method is called.
        shape = Path(text=path).shape
        own = tuple(sorted(ways, key=lambda way: way.path.shape != shape))
        _refuse_other_auth(name, own, problems)
        made.append(Method(name=name, ways=own))
    return Resource(path=path, methods=(*made, Method(name=ANY)))


def _refuse_other_auth(method: str, ways: Sequence[Way], problems: Problems) -> None:
    """What protects a method protects all that it stands for."""
    first, *others = ways
    for way in others:
        if way.auth != first.auth:
            apart = f"{method} {way.path.text.replace('}:', '}/')}"
            problems.add(p.auth_differs(way.span, way.name, first.name, first.span, apart))


def _metadata(service: Service) -> Iterator[Resource]:
    """Where servers say who makes their tokens (RFC 9728), if a contract says it."""
    if service.metadata is not None:
        for path in (service.metadata, f"{service.metadata}/{_GREEDY}"):
            yield Resource(path=path, methods=(Method(name=ANY),))
