"""The parameters of all who stand in front of servers on addresses: where those are."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.deploy.front import Backend, Front, Service
from generator.deploy.parameter import Form, Parameter, Values
from generator.styles.route import Transport

SERVER = Parameter(
    name="server",
    about="Where a server of HTTP listens; repeatable. Of several contracts: NAME=ADDRESS.",
    form=Form.ADDRESS,
    many=True,
    each=True,
)
GRPC_SERVER = Parameter(
    name="grpc-server",
    about="Where a server of gRPC listens; repeatable. Of several contracts: NAME=ADDRESS.",
    form=Form.ADDRESS,
    many=True,
    each=True,
)
HOST = Parameter(
    name="host",
    about="The name that callers ask for; repeatable. Of several contracts: NAME=HOST.",
    form=Form.HOST,
    many=True,
    each=True,
)
SERVERS = (SERVER, GRPC_SERVER, HOST)
_OPTIONS = {Transport.HTTP: SERVER, Transport.GRPC: GRPC_SERVER}


def option(transport: Transport) -> Parameter:
    """The parameter that says where servers of a transport listen."""
    return _OPTIONS[transport]


@dataclass(frozen=True, kw_only=True)
class Places:
    """addresses: of each backend, by its name; hosts: of each service by its name, () for any."""

    addresses: Mapping[str, tuple[str, ...]]
    hosts: Mapping[str, tuple[str, ...]]


def places(front: Front, values: Values) -> Places:
    """Where the servers are, and what callers ask for; servers of a machine where nobody says."""
    return Places(
        addresses={
            backend.name: _addresses(service, backend, values)
            for service in front.services
            for backend in service.backends
        },
        hosts={service.name: hosts(service, values) for service in front.services},
    )


def _addresses(service: Service, backend: Backend, values: Values) -> tuple[str, ...]:
    given = values.of(option(backend.transport).name, service.name)
    return given or (f"127.0.0.1:{backend.port}",)


def hosts(service: Service, values: Values) -> tuple[str, ...]:
    """What callers of a service ask for; () for any."""
    return values.of(HOST.name, service.name) or ((service.host,) if service.host else ())
