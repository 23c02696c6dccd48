"""How a client writes and reads the messages of one rpc: in protobuf, or in its JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from generator.formats.protobuf_rpc.runtime.method import Service
from generator.runtime.operation import Operation

if TYPE_CHECKING:
    from generator.formats.protobuf.runtime.items import ItemWriter

# What messages travel in, as Connect calls it.
Encoding = Literal["proto", "json"]
ENCODINGS = ("proto", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """write: keyword arguments → the request, InvalidArgument; read: a response → its value.

    items: makes what writes the messages of a client's stream.
    """

    path: str
    write: Callable[[Mapping[str, Any]], bytes]
    read: Callable[[bytes], Any]
    items: "Callable[[], ItemWriter]"


def in_proto(service: Service, operation: Operation[Any]) -> Messages:
    """Messages as bytes of protobuf."""
    writer = service.writer(operation)

    def write(values: Mapping[str, Any]) -> bytes:
        data: bytes = writer.write(values).SerializeToString(deterministic=True)
        return data

    return Messages(
        path=service.path(operation),
        write=write,
        read=service.responses(operation).read,
        items=lambda: service.item_writer(operation),
    )


def in_json(service: Service, operation: Operation[Any]) -> Messages:
    """Messages as protobuf's JSON."""
    from generator.formats.protojson.runtime.items import JsonItemWriter
    from generator.formats.protojson.runtime.requests import JsonRequestWriter
    from generator.formats.protojson.runtime.responses import JsonResponses

    rpc, method = service.rpc(operation), service.method(operation)
    messages = service.messages
    responses = JsonResponses(
        messages,
        operation.response,
        rpc.output_type,
        result=method.result,
    )
    return Messages(
        path=service.path(operation),
        write=JsonRequestWriter(messages, operation, rpc.input_type).write,
        read=responses.read,
        items=lambda: JsonItemWriter(
            messages,
            operation,
            rpc.input_type,
            field=method.item,
        ),
    )
