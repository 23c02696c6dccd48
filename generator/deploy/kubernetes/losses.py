"""Finds what a contract asks for and routes of the Gateway API cannot give."""

from collections.abc import Iterator

from generator.deploy.front import Service
from generator.deploy.kubernetes import problems as p
from generator.deploy.kubernetes.behaviour import Behaviour, duration
from generator.deploy.kubernetes.matches import Table, Wanted
from generator.deploy.kubernetes.options import Place
from generator.deploy.kubernetes.routes import Plan, grpc_shares
from generator.diagnostics import Diagnostic, Problems

_LONGEST = 1024  # characters of a match's path


def tell(service: Service, place: Place, plan: Plan, problems: Problems) -> None:
    """Report what one contract loses."""
    for found in (
        *_credentials(service),
        *_paths(plan),
        *_shared(plan),
        *_beside(service, place),
    ):
        problems.add(found)


def _credentials(service: Service) -> Iterator[Diagnostic]:
    certificates = service.mutual_tls
    for operation in service.api.operations.values():
        wanted = [any(one.scheme in certificates for one in ways) for ways in operation.auth]
        if wanted and all(wanted):
            yield p.no_certificate(operation.span, operation.name.text)
        elif any(wanted):
            yield p.fewer_credentials(operation.span, operation.name.text)


def _paths(plan: Plan) -> Iterator[Diagnostic]:
    for _, wants in plan.tables.values():
        for wanted in wants:
            path = wanted.way.path.text
            said = wanted.home or path
            if len(said) > _LONGEST:
                yield p.long_path(wanted.way.span, len(said), _LONGEST)
            if said == "/" and not wanted.way.path.is_fixed:
                yield p.all_paths(wanted.way.span, path)


def _shared(plan: Plan) -> Iterator[Diagnostic]:
    """Ways that are given less than they ask for, because others share their match."""
    for table, wants in plan.tables.values():
        for wanted in wants:
            for method in wanted.way.route.methods:
                found = table.of(wanted.way.path.text, method)
                if found is not None and (less := _less(wanted, found)):
                    yield p.shared_rule(
                        wanted.way.span,
                        f"{method} {wanted.way.path.text}",
                        wanted.home or wanted.way.path.text,
                        less,
                        _other(wanted, method, wants, table),
                    )


def _less(wanted: Wanted, found: Behaviour) -> str:
    lost = []
    timeout = wanted.way.timeout
    if timeout and wanted.behaviour.timeout != found.timeout:
        limit = "no time limit" if not found.timeout else f"{duration(found.timeout)} as time limit"
        lost.append(f"{limit} instead of {duration(timeout)}")
    if wanted.behaviour.resends and not found.resends:
        lost.append("no retry")
    return " and ".join(lost)


def _other(wanted: Wanted, method: str, wants: tuple[Wanted, ...], table: Table) -> str:
    """The name of a way that shares the match and asks for something else."""
    found = table.of(wanted.way.path.text, method)
    sharing = (
        one.way.name.rpartition(".")[2]
        for one in wants
        if one.home == wanted.home
        and one.behaviour != wanted.behaviour
        and any(table.of(one.way.path.text, name) == found for name in one.methods)
    )
    return next(sharing, "others")


def _beside(service: Service, place: Place) -> Iterator[Diagnostic]:
    if grpc_shares(service, place):
        hosts = ", ".join(place.hosts) or "any host"
        yield p.grpc_beside_http(service.api.span, service.name, hosts)
