"""How a tool is named in traces, as OpenTelemetry's conventions for MCP have it."""

from generator.runtime.auth.refusal import Refusal
from generator.runtime.call import Call
from generator.runtime.errors import ServiceError
from generator.runtime.http.target import server_attributes
from generator.runtime.rpc_wire import numbered, received
from generator.runtime.wire import Attributes, Wire
from generator.styles.mcp.runtime.versions import CALL


def served(name: str) -> Wire:
    """A tool on a server."""
    return Wire(name=f"{CALL} {name}", attributes=_attributes(name), outcome=_answered)


def called(name: str, target: str) -> Wire:
    """A tool of a server at this base URL ("": of a process), for its clients."""
    attributes = {**_attributes(name), **(server_attributes(target) if target else {})}
    return Wire(name=f"{CALL} {name}", attributes=attributes, outcome=_received)


def _attributes(name: str) -> Attributes:
    return {
        "mcp.method.name": CALL,
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": name,
    }


def _answered(call: Call, error: ServiceError | None) -> Attributes:
    if error is None:
        return {}
    if isinstance(error, Refusal):
        return numbered(call, error)
    return {"error.type": "tool_error"}


_received = received(_answered)
