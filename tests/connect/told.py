"""What only Connect can tell to the tests of all styles: see CONTRIBUTING.md, "Add a style"."""

import importlib
import json
from collections.abc import Callable
from typing import Any

from generator.kinds import ScalarKind
from tests.behaviour.raw import Answer, app, post

_METHOD = "shop.products.v1.ProductsService/GetProduct"
_SPAN: dict[str, object] = {"rpc.system.name": "connectrpc", "rpc.method": _METHOD}
# The span of a call of GetProduct: its name, the server's attributes, the client's.
SPAN = (_METHOD, _SPAN, _SPAN)
# The attribute of a span that tells how a call failed: for not_found, and for internal.
FAILED: tuple[str, object, object] = ("rpc.response.status_code", "not_found", "internal")
# `call.status` where a stream came to a good end.
GOOD_END: int | None = 200
ASKERS: list[Callable[[ScalarKind], None]] = []


def clients(module: Any, target: str, options: dict[str, Any]) -> list[Any]:
    """A client for each way in which messages are written; module: of the generated clients."""
    others = {"body": "json", "use_get": True}
    return [module.AsyncClient(target, **ways, **options) for ways in ({}, others)]


class Raw:
    """The echo, by POST of protobuf's JSON."""

    is_exact = False

    def __init__(self, echo: Any, service: Any) -> None:
        name = echo.__name__
        self._app = app(echo, "connect", service)
        self._operation = importlib.import_module(f"{name}.operations").ECHO
        table = importlib.import_module(f"{name}.connect.binding").SERVICE
        self._path = table.path(self._operation)
        self._message = table.rpc(self._operation).input_type
        # What may be null, and is repeated, has a message around it that is not in the contract.
        self._wrapped = [
            field.json_name.encode()
            for field in self._message.fields_by_name["value"].message_type.fields
            if field.message_type is not None
            and {inner.name for inner in field.message_type.fields} <= {"entries", "items"}
        ]
        support = f"{name.rpartition('.')[0]}._support"
        self._codec = importlib.import_module(f"{support}.connect.codec").ConnectCodec(
            table, "json"
        )
        self._options = importlib.import_module(f"{support}.call").NO_OPTIONS
        self._response = importlib.import_module(f"{support}.http.message").HttpResponse
        self._errors = importlib.import_module(f"{support}.errors")
        self._plain = importlib.import_module(f"{support}.unions").plain

    async def value(self, value: Any) -> Answer | None:
        try:
            arguments = self._operation.decode({"value": value})
        except self._errors.InvalidArgument:
            if not all(self._is_plain(name, item) for name, item in value.items()):
                return None
            return await self.text(json.dumps({"value": value}).encode())
        try:
            request = self._codec.encode(self._operation, arguments, self._options)
        except self._errors.InvalidArgument:
            return None
        return await self.text(request.body)

    def _is_plain(self, name: str, item: object) -> bool:
        """Whether protobuf's JSON has the same form for it as the contract's, right or wrong."""
        fields = self._message.fields_by_name["value"].message_type.fields
        field = next(field for field in fields if field.json_name == name)
        if name == "anything":
            return True
        if field.is_repeated:
            return False
        match item:
            case bool():
                return bool(field.type == field.TYPE_BOOL)
            case str():
                return bool(field.type == field.TYPE_STRING)
            case int():
                return field.type in (field.TYPE_INT32, field.TYPE_UINT32)
            case float():
                return bool(field.type == field.TYPE_DOUBLE)
        return False

    async def text(self, text: bytes) -> Answer | None:
        if any(b'"%b"' % name in text for name in self._wrapped):
            return None
        status, body = await post(self._app, self._path, text)
        response = self._response(
            status=status,
            headers={"content-type": "application/json"},
            body=json.dumps(body).encode(),
        )
        try:
            found = self._codec.decode(self._operation, response)
        except self._errors.InvalidArgument as error:
            return None, {(one.pointer, one.detail) for one in error.violations}
        return self._plain(found), set()
