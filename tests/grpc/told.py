"""What only gRPC can tell to the tests of all styles: see CONTRIBUTING.md, "Add a style"."""

import importlib
from collections.abc import Callable
from typing import Any

import msgspec

from generator.kinds import ScalarKind
from tests.behaviour.raw import Answer

_METHOD = "shop.products.v1.ProductsService/GetProduct"
_SPAN: dict[str, object] = {
    "rpc.system.name": "grpc",
    "rpc.method": _METHOD,
    "rpc.response.status_code": "OK",
}
# The span of a call of GetProduct: its name, the server's attributes, the client's.
SPAN = (_METHOD, _SPAN, _SPAN)
# The attribute of a span that tells how a call failed: for not_found, and for internal.
FAILED: tuple[str, object, object] = ("rpc.response.status_code", "NOT_FOUND", "INTERNAL")
# `call.status` where a stream came to a good end.
GOOD_END: int | None = 0
ASKERS: list[Callable[[ScalarKind], None]] = []


class Raw:
    """The echo, in messages."""

    is_exact = False

    def __init__(self, echo: Any, service: Any) -> None:
        name = echo.__name__
        self._operation = importlib.import_module(f"{name}.operations").ECHO
        support = f"{name.rpartition('.')[0]}._support"
        answers = importlib.import_module(f"{support}.protobuf_rpc.answers")
        call = importlib.import_module(f"{support}.call").Call
        self._failed = answers.Failed
        self._invalid = importlib.import_module(f"{support}.errors").InvalidArgument
        table = importlib.import_module(f"{name}.grpc.binding").SERVICE
        self._requests = table.writer(self._operation)
        self._responses = table.responses(self._operation)
        failures = importlib.import_module(f"{support}.protobuf_rpc.failures")
        self._failures = failures.Failures(table)
        carrier = importlib.import_module(f"{support}.grpc.carrier").CARRIER
        metadata_of = importlib.import_module(f"{support}.grpc.evidence").metadata_of
        self._answer = answers.Answers(service, table, carrier).of(
            self._operation, lambda _: call(operation="Echo", style="grpc"), metadata_of
        )

    def message(self) -> Any:
        """An empty request."""
        return self._requests._class()

    async def value(self, value: Any) -> Answer | None:
        try:
            arguments = self._operation.decode({"value": value})
        except self._invalid:
            data = self._data(value)
            if data is None:
                return None
        else:
            try:
                data = self._requests.write(arguments).SerializeToString()
            except self._invalid:
                return None
        return await self.data(data)

    async def text(self, text: bytes) -> None:
        """A message is no JSON."""
        del text

    async def data(self, data: bytes) -> Answer:
        try:
            answer = await self._answer(data, None)
        except self._failed as failed:
            error = self._failures.read(
                self._operation, failed.status.code, "", failed.status.SerializeToString()
            )
            return None, {(one.pointer, one.detail) for one in error.violations}
        return msgspec.to_builtins(self._responses.read(answer)), set()

    def _data(self, value: Any) -> bytes | None:
        """The message that holds a text or a number as it stands, be it right or wrong."""
        message = self.message()
        if "anything" in message.value.DESCRIPTOR.fields_by_name:  # and then it has to be there
            message.value.anything.null_value = 0
        for name, item in value.items():
            field = next(f for f in message.value.DESCRIPTOR.fields if f.json_name == name)
            if name == "anything":
                continue
            if field.type == field.TYPE_ENUM:
                return None
            if item is None or field.type == field.TYPE_MESSAGE or field.is_repeated:
                return None
            if isinstance(item, float) and field.type != field.TYPE_DOUBLE:
                return None
            if item == "" or isinstance(item, bool) != (field.type == field.TYPE_BOOL):
                return None
            try:
                setattr(message.value, field.name, item)
            except (TypeError, ValueError):
                return None
        return bytes(message.SerializeToString())
