"""How an rpc is named in traces, as OpenTelemetry's conventions for Connect and gRPC have it."""

from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.target import server_attributes
from generator.runtime.wire import Attributes, Outcome, Wire
from generator.styles.connect.runtime.codes import NAMES


def served(path: str) -> Wire:
    """The rpc at ``/package.Service/Method``, as Connect."""
    return _wire(path, "connectrpc", _connect)


def served_web(path: str) -> Wire:
    """The same as gRPC-Web, which is gRPC to the conventions."""
    return _wire(path, "grpc", _grpc)


def called(path: str, target: str) -> Wire:
    """An rpc of a server at this base URL, for its clients."""
    return _wire(path, "connectrpc", _connect, server_attributes(target))


def _wire(
    path: str,
    system: str,
    outcome: Outcome,
    more: Attributes | None = None,
) -> Wire:
    method = path.removeprefix("/")
    attributes = {"rpc.system.name": system, "rpc.method": method, **(more or {})}
    return Wire(name=method, attributes=attributes, outcome=outcome)


def _connect(_call: Call, error: ServiceError | None) -> Attributes:
    if error is None:
        return {}
    return {"rpc.response.status_code": NAMES[Code(error.code)]}


def _grpc(_call: Call, error: ServiceError | None) -> Attributes:
    status = "OK" if error is None else Code(error.code).name
    return {"rpc.response.status_code": status}
