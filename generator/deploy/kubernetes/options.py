"""The parameters of the target, and what their values mean for the services behind it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.deploy import problems as p
from generator.deploy.front import Front, Service
from generator.deploy.kubernetes.behaviour import Destination
from generator.deploy.parameter import Form, Parameter, Values
from generator.deploy.servers import HOST, hosts
from generator.diagnostics import Problems
from generator.styles.route import Transport

# Before 1.2 a route knew no timeouts, before 1.7 no retries (in the standard channel).
_VERSIONS = ("1.2", "1.7")
_RETRIES_SINCE = "1.7"
_LABEL = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_LONGEST_LABEL, _LONGEST_NAME = 63, 253
_WS = "-ws"

_GATEWAY = Parameter(
    name="gateway", about="The Gateway that the routes belong to.", default=("gateway",)
)
_GATEWAY_NAMESPACE = Parameter(
    name="gateway-namespace", about="The Gateway's namespace, if it is not the routes' own."
)
_LISTENER = Parameter(name="listener", about="The only listener of the Gateway to be used.")
_GATEWAY_CLASS = Parameter(
    name="gateway-class", about="Write the Gateway, too, of this GatewayClass."
)
_TLS_SECRET = Parameter(
    name="tls-secret",
    about="The Secret with the certificate of that Gateway; without it, plain HTTP.",
)
_NAMESPACE = Parameter(
    name="namespace", about="The namespace of all objects; without it, that of kubectl."
)
_GRPC_HOST = Parameter(
    name="grpc-host",
    about="The name that callers of gRPC ask for, which gets a GRPCRoute; repeatable. "
    "Of several contracts: NAME=HOST.",
    form=Form.HOST,
    many=True,
    each=True,
)
_SERVICE = Parameter(
    name="service",
    about="A Service that exists, instead of one that is written. "
    "Of several contracts: NAME=SERVICE.",
    many=True,
    each=True,
)
_APP = Parameter(
    name="app",
    about="What app.kubernetes.io/name of the servers' pods says. Of several contracts: NAME=APP.",
    many=True,
    each=True,
)
_HTTP_PORT = Parameter(
    name="http-port",
    about="The port of the servers of HTTP. Of several contracts: NAME=PORT.",
    form=Form.NUMBER,
    many=True,
    each=True,
    least=1,
    most=65535,
)
_GRPC_PORT = Parameter(
    name="grpc-port",
    about="The port of the servers of gRPC. Of several contracts: NAME=PORT.",
    form=Form.NUMBER,
    many=True,
    each=True,
    least=1,
    most=65535,
)
_VERSION = Parameter(
    name="gateway-api",
    about="The oldest version of the Gateway API that the clusters have: from 1.7 on, retries.",
    default=_VERSIONS[:1],
    choices=_VERSIONS,
)
PARAMETERS: tuple[Parameter, ...] = (
    HOST,
    _GRPC_HOST,
    _GATEWAY,
    _GATEWAY_NAMESPACE,
    _LISTENER,
    _GATEWAY_CLASS,
    _TLS_SECRET,
    _NAMESPACE,
    _SERVICE,
    _APP,
    _HTTP_PORT,
    _GRPC_PORT,
    _VERSION,
)
_PORTS = {"http": _HTTP_PORT, "grpc": _GRPC_PORT}
_LABELS = (_NAMESPACE, _GATEWAY_NAMESPACE, _SERVICE)
_NAMES = (_GATEWAY, _LISTENER, _GATEWAY_CLASS, _TLS_SECRET)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one contract's servers are, and under which names they are asked for.

    name: of its objects. exists: its Service is another's, and not written. destinations: of its
    backends, by their keys. sockets: where requests go that become WebSockets.
    """

    name: str
    app: str
    exists: bool
    hosts: tuple[str, ...]
    grpc_hosts: tuple[str, ...]
    destinations: Mapping[str, Destination]
    sockets: Destination | None


@dataclass(frozen=True, kw_only=True)
class Options:
    """All that the parameters say; "" for what they leave open. places: by the services' names."""

    gateway: str
    gateway_namespace: str
    listener: str
    gateway_class: str
    tls_secret: str
    namespace: str
    retries: bool
    places: Mapping[str, Place]


def options(front: Front, values: Values, problems: Problems) -> Options | None:
    """What the values mean; names that Kubernetes would refuse are problems, and give None."""
    refused = [*_refused(values), *_long(front, values)]
    for name, value, wanted in refused:
        problems.add(p.bad_parameter(None, name, value, wanted))
    if refused:
        return None
    return Options(
        gateway=values.text(_GATEWAY.name),
        gateway_namespace=values.text(_GATEWAY_NAMESPACE.name),
        listener=values.text(_LISTENER.name),
        gateway_class=values.text(_GATEWAY_CLASS.name),
        tls_secret=values.text(_TLS_SECRET.name),
        namespace=values.text(_NAMESPACE.name),
        retries=values.text(_VERSION.name) == _RETRIES_SINCE,
        places={service.name: _place(service, values) for service in front.services},
    )


def _place(service: Service, values: Values) -> Place:
    given = values.of(_SERVICE.name, service.name)
    own = _own_name(service)
    name = given[0] if given else own
    destinations = {
        backend.key: Destination(service=name, port=_port(service, backend.key, values))
        for backend in service.backends
    }
    sockets = None
    if any(way.route.upgrades for way in service.ways) and not given:
        port = destinations[Transport.HTTP.value].port
        sockets = Destination(service=f"{name}{_WS}", port=port)
    return Place(
        name=own,
        app=next(iter(values.of(_APP.name, service.name)), own),
        exists=bool(given),
        hosts=tuple(host.lower() for host in hosts(service, values)),
        grpc_hosts=tuple(host.lower() for host in values.of(_GRPC_HOST.name, service.name)),
        destinations=destinations,
        sockets=sockets,
    )


def _own_name(service: Service) -> str:
    return service.name.replace("_", "-")


def _port(service: Service, key: str, values: Values) -> int:
    given = values.of(_PORTS[key].name, service.name)
    backend = next(one for one in service.backends if one.key == key)
    return int(given[0]) if given else backend.port


def _refused(values: Values) -> Iterator[tuple[str, str, str]]:
    """Parameters with values that no object of Kubernetes can have."""
    label = f"a name of up to {_LONGEST_LABEL} lower-case letters, digits and hyphens"
    name = f"a name of up to {_LONGEST_NAME} lower-case letters, digits, hyphens and dots"
    for parameter in _LABELS:
        for value in _each(parameter, values):
            if not _LABEL.fullmatch(value) or len(value) > _LONGEST_LABEL:
                yield parameter.name, value, label
    for parameter in _NAMES:
        for value in _each(parameter, values):
            if not _SUBDOMAIN.fullmatch(value) or len(value) > _LONGEST_NAME:
                yield parameter.name, value, name
    for parameter in (HOST, _GRPC_HOST):
        for value in _each(parameter, values):
            host = value.lower().removeprefix("*.")
            letters = host.rpartition(".")[2]
            if not _SUBDOMAIN.fullmatch(host) or letters.isdigit() or len(value) > _LONGEST_NAME:
                yield (
                    parameter.name,
                    value,
                    "the name of a host, no address; *. may stand before it",
                )
    for value in _each(_APP, values):
        if len(value) > _LONGEST_LABEL or not re.fullmatch(r"\w([-.\w]*\w)?", value, re.ASCII):
            yield _APP.name, value, f"a label's value of up to {_LONGEST_LABEL} letters and digits"


def _long(front: Front, values: Values) -> Iterator[tuple[str, str, str]]:
    """Contracts after which no Service can be named."""
    for service in front.services:
        name = _own_name(service)
        fits = len(f"{name}{_WS}") <= _LONGEST_LABEL and _LABEL.fullmatch(name)
        if not fits and not values.of(_SERVICE.name, service.name):
            yield _SERVICE.name, name, "given: a Service cannot have the contract's name"


def _each(parameter: Parameter, values: Values) -> tuple[str, ...]:
    found = values.texts(parameter.name)
    return tuple(value.rpartition("=")[2] for value in found) if parameter.each else found
