"""How a method is named in traces, as OpenTelemetry's conventions have it for other RPC."""

from generator.runtime.call import Call
from generator.runtime.errors import ServiceError
from generator.runtime.http.target import server_attributes
from generator.runtime.rpc_codes import NUMBERS
from generator.runtime.wire import Attributes, Wire


def served(name: str) -> Wire:
    """A method on a server."""
    return Wire(name=name, attributes=_attributes(name), outcome=_answered)


def called(name: str, target: str) -> Wire:
    """A method of a server at this base URL, for its clients."""
    attributes = {**_attributes(name), **server_attributes(target)}
    return Wire(name=name, attributes=attributes, outcome=_got)


def _attributes(name: str) -> Attributes:
    return {"rpc.system.name": "xmlrpc", "rpc.method": name}


def _answered(_call: Call, error: ServiceError | None) -> Attributes:
    if error is None:
        return {}
    return {"rpc.response.status_code": str(NUMBERS[error.code])}


def _got(call: Call, error: ServiceError | None) -> Attributes:
    # What HTTP says, or nobody, is no fault.
    return _answered(call, error) if call.status == 200 else {}
