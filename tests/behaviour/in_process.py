"""The echo of each style without a network: a raw value in, the answer or the violations out."""

import importlib
import json
from typing import Any

import msgspec

from tests.behaviour.services.echo import Mirror

Answer = tuple[Any, set[tuple[str, str]]]


class Styles:
    """The echo of each style, without a network."""

    def __init__(self, echo: Any, service: object = None) -> None:
        name = echo.__name__
        service = service or Mirror(echo)
        self._rest = importlib.import_module(f"{name}.rest.server").create_app(service)
        self._jsonrpc = importlib.import_module(f"{name}.jsonrpc.server").create_app(service)
        self._operation = importlib.import_module(f"{name}.operations").ECHO
        support = f"{name.rpartition('.')[0]}._support"
        answers = importlib.import_module(f"{support}.protobuf_rpc.answers")
        call = importlib.import_module(f"{support}.call").Call
        self._failed = answers.Failed
        self._invalid = importlib.import_module(f"{support}.errors").InvalidArgument
        grpc_service = importlib.import_module(f"{name}.grpc.binding").SERVICE
        self._requests = grpc_service.writer(self._operation)
        self._responses = grpc_service.responses(self._operation)
        self._failures = importlib.import_module(f"{support}.protobuf_rpc.failures").Failures(
            grpc_service
        )
        carrier = importlib.import_module(f"{support}.grpc.carrier").CARRIER
        metadata_of = importlib.import_module(f"{support}.grpc.evidence").metadata_of
        self._grpc = answers.Answers(service, grpc_service, carrier).of(
            self._operation, lambda _: call(operation="Echo", style="grpc"), metadata_of
        )

    def message(self) -> Any:
        """An empty request of protobuf's."""
        return self._requests._class()

    async def rest(self, value: Any) -> Answer:
        return await self.rest_text(json.dumps({"value": value}).encode())

    async def rest_text(self, text: bytes) -> Answer:
        status, body = await post(self._rest, "/echo", text)
        if status == 200:
            return body, set()
        assert status == 400, body
        return None, {(one["pointer"], one["detail"]) for one in body["errors"]}

    async def jsonrpc(self, value: Any) -> Answer:
        call = {"jsonrpc": "2.0", "method": "echo", "params": {"value": value}, "id": 1}
        return await self.jsonrpc_text(json.dumps(call).encode())

    async def jsonrpc_text(self, text: bytes) -> Answer:
        _, body = await post(self._jsonrpc, "/jsonrpc", text)
        if "result" in body:
            return body["result"], set()
        assert body["error"]["code"] == -32602
        told = body["error"]["data"]["violations"]
        return None, {(one["pointer"], one["detail"]) for one in told}

    async def grpc(self, value: Any) -> Answer | None:
        """None where protobuf has no form for the value."""
        try:
            arguments = self._operation.decode({"value": value})
        except self._invalid:
            data = self._text(value)
            if data is None:
                return None
        else:
            try:
                data = self._requests.write(arguments).SerializeToString()
            except self._invalid:
                return None
        return await self.grpc_bytes(data)

    async def grpc_bytes(self, data: bytes) -> Answer:
        try:
            answer = await self._grpc(data, None)
        except self._failed as failed:
            error = self._failures.read(
                self._operation, failed.status.code, "", failed.status.SerializeToString()
            )
            return None, {(one.pointer, one.detail) for one in error.violations}
        return msgspec.to_builtins(self._responses.read(answer)), set()

    def _text(self, value: Any) -> bytes | None:
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


async def post(app: Any, path: str, body: bytes) -> tuple[int, Any]:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    await app(scope, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])
