"""What only MCP can tell to the tests of all styles: see CONTRIBUTING.md, "Add a style"."""

import json
from collections.abc import Callable
from typing import Any

from generator.kinds import ScalarKind
from generator.styles.mcp.schemas import changed, readable
from tests.behaviour.raw import Answer, app, post

_SPAN: dict[str, object] = {
    "mcp.method.name": "tools/call",
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "get_product",
}
# The span of a call of GetProduct: its name, the server's attributes, the client's.
SPAN = ("tools/call get_product", _SPAN, _SPAN)
# The attribute of a span that tells how a call failed: for not_found, and for internal.
FAILED: tuple[str, object, object] = ("error.type", "tool_error", "tool_error")
# `call.status` where a stream came to a good end.
GOOD_END: int | None = None


class Raw:
    """The echo, called as a tool."""

    is_exact = True

    def __init__(self, echo: Any, service: Any) -> None:
        self._app = app(echo, "mcp", service)

    async def value(self, value: Any) -> Answer:
        return await self.text(json.dumps({"value": value}).encode())

    async def text(self, text: bytes) -> Answer:
        params = b'{"name":"echo","arguments":%b}' % text
        call = b'{"jsonrpc":"2.0","method":"tools/call","id":1,"params":%b}' % params
        _, body = await post(self._app, "/mcp", call)
        result = body["result"]
        if not result.get("isError"):
            structured = result["structuredContent"]
            assert json.loads(result["content"][0]["text"]) == structured
            return structured, set()
        told = json.loads(result["content"][0]["text"])
        assert told["code"] == "invalid_argument"
        return None, {(one["pointer"], one["detail"]) for one in told["violations"]}


# Those that validators of JSON Schema in all languages know, and hold alike.
_FORMATS = {"date", "date-time", "email", "hostname", "uri", "uuid"}


def tools_have_formats_that_all_validators_know(kind: ScalarKind) -> None:
    schema = changed(dict(kind.json), readable)
    assert schema.get("format", "date") in _FORMATS
    assert len(schema.get("pattern", "")) < 80, "an agent reads it"


ASKERS: list[Callable[[ScalarKind], None]] = [tools_have_formats_that_all_validators_know]
