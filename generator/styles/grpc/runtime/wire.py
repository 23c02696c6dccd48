"""How an rpc is named in traces, as OpenTelemetry's conventions for gRPC have it."""

from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.wire import Attributes, Wire


def wire_of(path: str, target: str = "") -> Wire:
    """The rpc at ``/package.Service/Method``; target: where clients find its server."""
    method = path.removeprefix("/")
    attributes: dict[str, str | int] = {
        "rpc.system.name": "grpc",
        "rpc.method": method,
    }
    host, colon, port = target.rpartition("/")[2].rpartition(":")
    if colon and port.isdecimal():
        attributes["server.address"] = host.removeprefix("[").removesuffix("]")
        attributes["server.port"] = int(port)
    elif target:
        attributes["server.address"] = target
    return Wire(name=method, attributes=attributes, outcome=_outcome)


def _outcome(_call: Call, error: ServiceError | None) -> Attributes:
    status = "OK" if error is None else Code(error.code).name
    return {"rpc.response.status_code": status}
