"""What the comparison shows of gRPC: the emitted table asked in memory, grpcurl, calls again."""

import json
import shlex
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

from google.protobuf.descriptor import Descriptor
from google.protobuf.json_format import MessageToDict
from google.protobuf.text_format import MessageToString

from generator.runtime.codes import Code
from generator.styles.shown.protocol import Answer, Responder
from generator.styles.shown.replay import Drive, Replay, ReplayError, Seen, Stretch, awaited
from generator.styles.style import Importer

_ANY = "google.protobuf.Value"  # any JSON value
_AS_IT_IS = "".join(map(chr, range(0x20, 0x7F))).replace("%", "")  # in grpc-message
_NAMES = {code.number: code.upper() for code in Code}


class _Asked:
    """A request, and what its answer has in its trailers besides the status."""

    def __init__(self, request: Any) -> None:
        self.request = request
        self.trailers: tuple[tuple[str, str], ...] = ()

    def tag(self, etag: str) -> None:
        self.trailers = (("etag", etag),)


def responder(load: Importer, service: object, authenticate: Any) -> Responder:
    """The emitted table around a service: requests of the codec in, answers out."""
    table = load("grpc.binding").SERVICE
    answers_module = load("_support.protobuf_rpc.answers")
    call = load("_support.call").Call
    headers_of = load("_support.grpc.metadata").from_metadata
    carrier = load("_support.grpc.carrier").CARRIER
    answers = answers_module.Answers(service, table, carrier, authenticate=authenticate)
    metadata_of = load("_support.grpc.evidence").metadata_of
    operations = {table.path(operation): operation for operation in table.operations}
    rpcs = table.messages.pool.FindServiceByName(table.name).methods_by_name
    prepared: dict[str, Any] = {}

    def read(asked: _Asked) -> Any:
        return call(
            operation=operations[asked.request.path].name,
            style="grpc",
            headers=headers_of(asked.request.metadata),
        )

    async def streamed(request: Any) -> Answer:
        operation = operations[request.path]
        called = read(_Asked(request))
        given = request.messages if operation.takes is not None else (request.message,)
        waiting = [m.SerializeToString(deterministic=True) for m in reversed(given)]
        sent: list[bytes] = []

        async def receive() -> bytes | None:
            return waiting.pop() if waiting else None

        async def send(data: bytes) -> None:
            sent.append(data)

        evidence = metadata_of(None, called)
        try:
            last = await answers.streams(operation).answer(called, evidence, receive, send)
        except answers_module.Failed as failed:
            return _failure(failed.status, table.messages.pool)
        return success(request, sent if operation.gives is not None else [last])

    def success(
        request: Any, bodies: Sequence[bytes], trailers: tuple[tuple[str, str], ...] = ()
    ) -> Answer:
        message = table.messages.cls(rpcs[request.path.rpartition("/")[2]].output_type.full_name)
        texts = [MessageToString(message.FromString(each), as_utf8=True) for each in bodies]
        return _success(b"".join(bodies), "\n".join(texts), trailers)

    async def answer(request: Any) -> Answer:
        path, asked = request.path, _Asked(request)
        if operations[path].streaming:
            return await streamed(request)
        if path not in prepared:
            prepared[path] = answers.of(operations[path], read, metadata_of, tag=_Asked.tag)
        try:
            data = request.message.SerializeToString(deterministic=True)
            body: bytes = await prepared[path](data, asked)
        except answers_module.Failed as failed:
            return _failure(failed.status, table.messages.pool)
        return success(request, [body], asked.trailers)

    return answer


def command(target: str, request: Any) -> str:
    """A call with grpcurl, which learns the messages from the server's reflection."""
    messages = getattr(request, "messages", None) or (request.message,)
    values = [_steady(MessageToDict(each), each.DESCRIPTOR) for each in messages]
    parts = ["grpcurl", "-plaintext"]
    for name, value in request.metadata:
        if isinstance(value, str):
            parts += ["-H", shlex.quote(f"{name}: {value}")]
    data = " ".join(json.dumps(each, ensure_ascii=False) for each in values)
    parts += ["-d", shlex.quote(data)]
    return " ".join([*parts, target, request.path[1:]])


def _steady(data: Any, message: Descriptor | None) -> Any:
    """JSON of a message with the keys of maps sorted; protobuf gives them in random order."""
    if message is None:
        return data
    if message.full_name == _ANY:
        return json.loads(json.dumps(data, sort_keys=True))
    match data:
        case list():
            return [_steady(item, message) for item in data]
        case dict() if message.GetOptions().map_entry:
            entry = message.fields_by_name["value"].message_type
            return {key: _steady(data[key], entry) for key in sorted(data)}
        case dict():
            types = {field.json_name: field.message_type for field in message.fields}
            return {name: _steady(item, types[name]) for name, item in data.items()}
        case _:
            return data


def _success(body: bytes, text: str, trailers: tuple[tuple[str, str], ...]) -> Answer:
    return Answer(
        status="OK (0)",
        start="HTTP/2 200",
        headers=(("content-type", "application/grpc"), ("grpc-status", "0"), *trailers),
        body=body,
        text=text,
        ok=True,
    )


def _failure(status: Any, pool: Any) -> Answer:
    """A status as it lies in the trailers; its text form opens the details."""
    details = b64encode(status.SerializeToString()).decode().rstrip("=")
    return Answer(
        status=f"{_NAMES[status.code]} ({status.code})",
        start="HTTP/2 200",
        headers=(
            ("content-type", "application/grpc"),
            ("grpc-status", str(status.code)),
            ("grpc-message", quote(status.message, safe=_AS_IT_IS)),
            ("grpc-status-details-bin", details),
        ),
        body=b"",
        text=MessageToString(status, as_utf8=True, descriptor_pool=pool),
        ok=False,
    )


@asynccontextmanager
async def same_message(target: str, seen: Seen, in_flight: int) -> AsyncIterator[Drive]:
    """One channel; HTTP/2's headers are state of their connection, so grpcio has to write them."""
    import grpc.aio

    message = seen.request.message.SerializeToString(deterministic=True)
    metadata = seen.request.metadata
    # Without it, a channel shares the connection of any other to the same server.
    options = [("grpc.use_local_subchannel_pool", 1)]
    async with grpc.aio.insecure_channel(target, options) as channel:
        method: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(
            seen.request.path
        )

        async def call() -> None:
            try:
                await method(message, metadata=metadata)
            except grpc.aio.AioRpcError as error:
                raise ReplayError(f"{error.code().name}: {error.details()}") from None

        async def drive(seconds: float, least: int) -> Stretch:
            return await awaited(call, in_flight=in_flight, seconds=seconds, least=least)

        await call()
        yield drive


class GrpcShown:
    """The methods of the ``Shown`` protocol."""

    def responder(self, load: Importer, service: object, authenticate: Any) -> Responder:
        """The emitted table, asked in memory."""
        return responder(load, service, authenticate)

    def command(self, target: str, request: Any) -> str:
        """A call with grpcurl."""
        return command(target, request)

    def replay(self, target: str, seen: Seen, in_flight: int) -> Replay:
        """The same message again, over a bare channel."""
        return same_message(target, seen, in_flight)


SHOWN = GrpcShown()
