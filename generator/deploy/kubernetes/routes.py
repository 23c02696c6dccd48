"""Turns the ways in of a contract into rules, and those into routes of the size that is allowed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.deploy.front import Backend, Service, Way
from generator.deploy.kubernetes.behaviour import Behaviour, behaviour
from generator.deploy.kubernetes.matches import Match, Table, Wanted, table
from generator.deploy.kubernetes.options import Place
from generator.styles.route import Transport

# Of an HTTPRoute and a GRPCRoute, in version 1 of the Gateway API.
RULES, MATCHES_OF_RULE, MATCHES = 16, 64, 128
HOSTNAMES = 16
_GRPC_METHOD = "POST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A match, and the media type that requests have to have; None: any."""

    match: Match
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is done with the requests of some matches; names: of the ways in that it is for."""

    behaviour: Behaviour
    conditions: tuple[Condition, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The rules of one contract, and where they come from.

    tables: by the keys of the backends that go through an HTTPRoute. grpc: the services that go
    through a GRPCRoute, by their names in paths.
    """

    rules: tuple[Rule, ...]
    tables: Mapping[str, tuple[Table, tuple[Wanted, ...]]]
    grpc: tuple[str, ...]


def plan(service: Service, place: Place, *, retries: bool) -> Plan:
    """The fewest rules for a contract.

    gRPC has a GRPCRoute where it has hosts of its own, or where there is nothing else.
    """
    apart = _grpc_apart(service, place)
    tables = {
        backend.key: _table(backend, place, retries=retries)
        for backend in service.backends
        if not (backend.transport is Transport.GRPC and apart)
    }
    made = {key: found for key, (found, _) in tables.items()}
    conditions = [*_conditions(service, made)]
    if service.metadata is not None:
        match = Match(path=service.metadata, exact=False)
        plain = Behaviour(
            destination=place.destinations[Transport.HTTP.value],
            timeout=None,
            resends=True if retries else None,
        )
        conditions.append((Condition(match=match), plain))
    rules = tuple(_rules(conditions, tables))
    return Plan(rules=rules, tables=tables, grpc=tuple(_services(service)) if apart else ())


def grpc_shares(service: Service, place: Place) -> bool:
    """Whether gRPC goes through an HTTPRoute, because HTTP has the same hosts."""
    return service.backend(Transport.GRPC) is not None and not _grpc_apart(service, place)


def _grpc_apart(service: Service, place: Place) -> bool:
    if service.backend(Transport.GRPC) is None:
        return False
    only = service.backend(Transport.HTTP) is None
    return only or (bool(place.grpc_hosts) and {*place.grpc_hosts}.isdisjoint(place.hosts))


def _table(backend: Backend, place: Place, *, retries: bool) -> tuple[Table, tuple[Wanted, ...]]:
    destination = place.destinations[backend.key]
    wanted = []
    for way in backend.ways:
        to = place.sockets if way.route.upgrades and place.sockets is not None else destination
        wanted.append(Wanted(way=way, behaviour=behaviour(way, to, retries=retries)))
    return table(wanted, destination), tuple(wanted)


def _conditions(
    service: Service, tables: Mapping[str, Table]
) -> Iterator[tuple[Condition, Behaviour]]:
    """All matches with what they do; those of gRPC win against those of HTTP wherever both fit."""
    http = tables.get(Transport.HTTP.value)
    if http is not None:
        yield from ((Condition(match=match), found) for match, found in http.found.items())
    grpc = tables.get(Transport.GRPC.value)
    if grpc is None:
        return
    folders = [Match(path=f"/{name}", exact=False) for name in _services(service)]
    for match in _twins(folders, grpc, http):
        found = grpc.of(match.path, _GRPC_METHOD)
        assert found is not None
        for media_type in _media_types(service):
            yield Condition(match=match, media_type=media_type), found


def _twins(folders: Sequence[Match], grpc: Table, http: Table | None) -> dict[Match, None]:
    """The matches of gRPC, and those of HTTP that would take its requests from them."""
    found = dict.fromkeys(grpc.found)
    for match in http.found if http is not None else ():
        below = any(folder.covers(match.path) for folder in folders)
        if below and match.method in (None, _GRPC_METHOD):
            found[match] = None
    return found


def _services(service: Service) -> dict[str, None]:
    """What gRPC calls the services: the first part of its paths."""
    backend = service.backend(Transport.GRPC)
    return dict.fromkeys(way.path.segments[0] for way in backend.ways) if backend else {}


def _media_types(service: Service) -> dict[str, None]:
    """Those of gRPC's requests, as they are sent: header matches know no ``+…`` of any kind."""
    backend = service.backend(Transport.GRPC)
    ways = backend.ways if backend is not None else ()
    known = dict.fromkeys(one for way in ways for one in way.route.media_types)
    return {spelled: None for one in known for spelled in (one, f"{one}+proto")}


def _rules(
    conditions: Sequence[tuple[Condition, Behaviour]],
    tables: Mapping[str, tuple[Table, tuple[Wanted, ...]]],
) -> Iterator[Rule]:
    """A rule for each behaviour, of as many as its matches need."""
    by_behaviour: dict[Behaviour, list[Condition]] = {}
    for condition, found in conditions:
        by_behaviour.setdefault(found, []).append(condition)
    for found, all_of_it in by_behaviour.items():
        ways = [
            wanted.way
            for known, wants in tables.values()
            for wanted in wants
            if any(known.of(wanted.way.path.text, m) == found for m in wanted.methods)
        ]
        names = dict.fromkeys(way.name for way in sorted(ways, key=_place))
        for start in range(0, len(all_of_it), MATCHES_OF_RULE):
            part = tuple(all_of_it[start : start + MATCHES_OF_RULE])
            yield Rule(behaviour=found, conditions=part, names=tuple(names))


def _place(way: Way) -> tuple[bool, int]:
    """Operations as the contract has them, then the styles that say in a body what is called."""
    if way.operation is None:
        return True, way.style.rank
    return False, [*way.api.operations].index(way.operation.name.text)


def split(rules: Sequence[Rule]) -> Iterator[tuple[Rule, ...]]:
    """The rules of each route: as many as it may have, with as many matches as it may have."""
    route: list[Rule] = []
    matches = 0
    for rule in rules:
        if len(route) == RULES or matches + len(rule.conditions) > MATCHES:
            yield tuple(route)
            route, matches = [], 0
        route.append(rule)
        matches += len(rule.conditions)
    if route:
        yield tuple(route)
