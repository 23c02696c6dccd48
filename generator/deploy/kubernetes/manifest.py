"""Turns contracts into the text of one manifest, with what each rule is for as a comment."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from generator.deploy.front import Front, Service
from generator.deploy.kubernetes import objects
from generator.deploy.kubernetes.objects import Object
from generator.deploy.kubernetes.options import Options
from generator.deploy.kubernetes.routes import HOSTNAMES, Plan, split
from generator.formats.yaml.write import write_yaml

_WIDTH = 100
_INDENT = 4  # of the items of spec.rules


def manifest(front: Front, options: Options, plans: Sequence[Plan]) -> bytes:
    """The documents, in the order in which they depend on each other."""
    documents: list[str] = []
    if options.gateway_class:
        documents.append(_text(objects.gateway(options)))
    for service in front.services:
        place = options.places[service.name]
        documents += [_text(one) for one in objects.services(place, options)]
    for service, plan in zip(front.services, plans, strict=True):
        documents += _http(service, plan, options)
        documents += _grpc(service, plan, options)
    return "---\n".join(documents).encode()


def _http(service: Service, plan: Plan, options: Options) -> Iterator[str]:
    place = options.places[service.name]
    hosts = (*place.hosts, *(() if plan.grpc else place.grpc_hosts))
    parts = [(names, rules) for names in _names(hosts) for rules in split(plan.rules)]
    for number, (names, rules) in enumerate(parts, 1):
        name = place.name if number == 1 else f"{place.name}-{number}"
        route = objects.http_route(name, names, options)
        hides = bool(service.mutual_tls)
        made = [(r.names, objects.http_rule(r, hides_certificates=hides)) for r in rules]
        yield _text(route) + _rules(service, made)


def _grpc(service: Service, plan: Plan, options: Options) -> Iterator[str]:
    if not plan.grpc:
        return
    place = options.places[service.name]
    rule = objects.grpc_rule(plan.grpc, place, hides_certificates=bool(service.mutual_tls))
    for number, names in enumerate(_names((*place.grpc_hosts,) or place.hosts), 1):
        name = f"{place.name}-grpc" if number == 1 else f"{place.name}-grpc-{number}"
        route = objects.grpc_route(name, names, options)
        yield _text(route) + _rules(service, [(("all operations",), rule)])


def _rules(service: Service, made: Iterable[tuple[Sequence[str], Object]]) -> str:
    package = f"{service.api.package}."
    lines = ["  rules:"]
    for names, rule in made:
        told = ", ".join(name.removeprefix(package) for name in names)
        blank = " " * _INDENT
        lines += textwrap.wrap(
            told,
            _WIDTH,
            initial_indent=f"{blank}# ",
            subsequent_indent=f"{blank}# ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines.append(textwrap.indent(_text([rule]), blank).rstrip("\n"))
    return "\n".join(lines) + "\n"


def _names(hosts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The hosts of each route: as many as one may have."""
    if not hosts:
        yield ()
    for start in range(0, len(hosts), HOSTNAMES):
        yield hosts[start : start + HOSTNAMES]


def _text(value: Object | list[Object]) -> str:
    return write_yaml(value).decode()
