"""How a method is named in traces, as OpenTelemetry's conventions have it for other RPC."""

from generator.runtime.http.target import server_attributes
from generator.runtime.rpc_wire import numbered, received
from generator.runtime.wire import Attributes, Wire

_RECEIVED = received(numbered)


def served(name: str) -> Wire:
    """A method on a server."""
    return Wire(name=name, attributes=_attributes(name), outcome=numbered)


def called(name: str, target: str) -> Wire:
    """A method of a server at this base URL, for its clients."""
    attributes = {**_attributes(name), **server_attributes(target)}
    return Wire(name=name, attributes=attributes, outcome=_RECEIVED)


def _attributes(name: str) -> Attributes:
    return {"rpc.system.name": "xmlrpc", "rpc.method": name}
