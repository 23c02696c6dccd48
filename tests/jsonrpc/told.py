"""What only JSON-RPC can tell to the tests of all styles: see CONTRIBUTING.md, "Add a style"."""

import json
from collections.abc import Callable
from typing import Any

from generator.kinds import ScalarKind
from generator.styles.jsonrpc.schemas import draft7
from tests.behaviour.raw import Answer, app, post

DRAFT_7_FORMATS = {"date", "date-time", "email", "hostname", "uri", "uuid"}

_SPAN: dict[str, object] = {
    "rpc.system.name": "jsonrpc",
    "rpc.method": "getProduct",
    "jsonrpc.protocol.version": "2.0",
}
# The span of a call of GetProduct: its name, the server's attributes, the client's.
SPAN = ("getProduct", _SPAN, _SPAN)
# The attribute of a span that tells how a call failed: for not_found, and for internal.
FAILED: tuple[str, object, object] = ("rpc.response.status_code", "5", "-32603")
# `call.status` where a stream came to a good end.
GOOD_END: int | None = None


class Raw:
    """The echo, called by name."""

    is_exact = True

    def __init__(self, echo: Any, service: Any) -> None:
        self._app = app(echo, "jsonrpc", service)

    async def value(self, value: Any) -> Answer:
        return await self.text(json.dumps({"value": value}).encode())

    async def text(self, text: bytes) -> Answer:
        call = b'{"jsonrpc":"2.0","method":"echo","id":1,"params":%b}' % text
        _, body = await post(self._app, "/jsonrpc", call)
        if "result" in body:
            return body["result"], set()
        assert body["error"]["code"] == -32602
        told = body["error"]["data"]["violations"]
        return None, {(one["pointer"], one["detail"]) for one in told}


def openrpc_has_formats_of_draft_7_only(kind: ScalarKind) -> None:
    schema = draft7(dict(kind.json))
    assert schema.get("format", "date") in DRAFT_7_FORMATS
    assert schema.get("format") or schema.get("x-format") == kind.json.get("format")


ASKERS: list[Callable[[ScalarKind], None]] = [openrpc_has_formats_of_draft_7_only]
