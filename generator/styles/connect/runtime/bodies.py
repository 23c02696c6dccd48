"""How the messages of an operation are written: protobuf itself, or protobuf's JSON."""

from typing import Any

import msgspec
from google.protobuf.descriptor import Descriptor

from generator.formats.protobuf_rpc.runtime.method import Body, Service
from generator.formats.protojson.runtime.items import JsonItemReader
from generator.formats.protojson.runtime.requests import JsonRequestReader
from generator.formats.protojson.runtime.responses import JsonResponses
from generator.runtime.operation import Operation


def bodies(service: Service, operation: Operation[Any]) -> dict[str, Body]:
    """The bodies of an operation by the names that media types have for them."""
    return {"proto": service.body(operation), "json": _json(service, operation)}


def _json(service: Service, operation: Operation[Any]) -> Body:
    messages, rpc = service.messages, service.rpc(operation)
    method = service.method(operation)
    items = None
    if operation.takes is not None:
        items = JsonItemReader(messages, operation, rpc.input_type, field=method.item)
    responses = JsonResponses(
        messages,
        operation.response,
        rpc.output_type,
        result=method.result,
    )

    def again(data: bytes) -> Any:
        try:
            return _Seen(rpc.input_type, msgspec.json.decode(data))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None

    return Body(
        read=JsonRequestReader(messages, operation, rpc.input_type).read,
        write=responses.write,
        items=items,
        again=again,
    )


class _Seen:
    """A message as it stands in JSON, for who looks which branches of its unions are there."""

    def __init__(self, message: Descriptor, data: object) -> None:
        self._message = message
        self._data = data if isinstance(data, dict) else {}

    def __getattr__(self, name: str) -> Any:
        field = self._message.fields_by_name.get(name)
        if field is None or field.message_type is None:
            return None
        inner, value = field.message_type, self._value(field)
        if inner.GetOptions().map_entry:
            entry = inner.fields_by_name["value"].message_type
            if entry is None or not isinstance(value, dict):
                return {}
            return {key: _Seen(entry, each) for key, each in value.items()}
        if isinstance(value, list):
            return [_Seen(inner, each) for each in value]
        return _Seen(inner, value)

    def _which(self, name: str) -> str | None:
        fields = self._message.oneofs_by_name[name].fields
        return next((f.name for f in fields if self._value(f) is not None), None)

    WhichOneof = _which  # as messages have it

    def _value(self, field: Any) -> Any:
        return self._data.get(field.json_name, self._data.get(field.name))
