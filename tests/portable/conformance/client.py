"""The client that the Connect conformance suite tests: ``client.py DESCRIPTORS (sync|async)``.

It reads ClientCompatRequests from its input, makes each call with a client of this project, and
answers with what came of it.
"""

import asyncio
import contextlib
import json
import os
import ssl
import struct
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from google.protobuf.message import DecodeError

from generator.formats.protobuf_rpc.runtime.failures import Failures
from generator.formats.protobuf_rpc.runtime.method import Service
from generator.runtime.call import CallOptions
from generator.runtime.codes import Code
from generator.runtime.errors import InvalidArgument, ServiceError
from generator.styles.connect.runtime import codec, received_errors
from generator.styles.connect.runtime.client import AsyncConnectClient, SyncConnectClient
from generator.styles.connect.runtime.messages import Messages
from tests.portable.conformance.echo import PACKAGE
from tests.portable.conformance.table import METHODS, Codec, SuiteMessages

OPERATIONS = {method.name: method.operation for method in METHODS}
AT_A_TIME = 8


@dataclass(kw_only=True)
class Seen:
    """What came of a call besides its messages."""

    headers: dict[str, str] = field(default_factory=dict)
    trailers: dict[str, list[str]] = field(default_factory=dict)
    details: list[Any] = field(default_factory=list)
    payloads: list[Any] = field(default_factory=list)
    sent: int = 0


SEEN: ContextVar[Seen] = ContextVar("SEEN")


class SuiteCodec(codec.ConnectCodec):
    """Keeps the headers of each answer."""

    def decode(self, operation: Any, response: Any, request: Any = None) -> Any:
        """What it always does."""
        _keep(response.headers)
        return super().decode(operation, response, request)

    def failure(self, operation: Any, response: Any) -> ServiceError:
        """What it always does."""
        _keep(response.headers)
        return super().failure(operation, response)

    def check_stream(self, headers: Any) -> None:
        """What it always does."""
        _keep(headers)
        super().check_stream(headers)

    def end(self, operation: Any, data: bytes) -> ServiceError | None:
        """Keep the trailers, too."""
        with contextlib.suppress(ValueError, AttributeError):
            SEEN.get().trailers |= json.loads(data).get("metadata", {})
        return super().end(operation, data)


def _keep(headers: Any) -> None:
    seen = SEEN.get()
    for name, value in headers.items():
        if name.startswith("trailer-"):
            seen.trailers[name.removeprefix("trailer-")] = [value]
        else:
            seen.headers[name] = value


class SuiteFailures(Failures):
    """Keeps the details of each error."""

    def read(self, operation: Any, code: int, text: str, details: bytes) -> ServiceError:
        """What it always does."""
        SEEN.get().details = [*self._status.FromString(details).details]
        return super().read(operation, code, text, details)


class Items:
    """Writes the messages of a client's stream."""

    has_others = False
    chunks = False

    def __init__(self, written: Codec) -> None:
        self._written = written

    def write(self, item: Any, _at: int) -> bytes:
        """A message, as it is."""
        return self._written.write(item)


def in_encoding(json: bool) -> Any:
    """What makes the codec of an operation over messages of the suite."""

    def made(service: Service, operation: Any) -> Messages:
        rpc, messages = service.rpc(operation), service.messages
        pool = messages.pool
        takes = Codec(messages.cls(rpc.input_type.full_name), pool, json)
        gives = Codec(messages.cls(rpc.output_type.full_name), pool, json)
        items: Any = partial(Items, takes)
        return Messages(
            path=service.path(operation),
            write=lambda values: takes.write(values["message"]) if values else b"",
            read=reading(gives),
            items=items,
        )

    return made


def reading(codec: Codec) -> Any:
    """What reads a response: DecodeError for what is none, as a generated client's."""

    def read(data: bytes) -> Any:
        try:
            return codec.read(data)
        except InvalidArgument as error:
            raise DecodeError(error.violations[0].detail) from error

    return read


class Cancelled(Exception):
    """The client was told to cancel the call."""


class Caller:
    """Makes the calls that the suite asks for."""

    def __init__(self, messages: SuiteMessages, kind: str) -> None:
        self._messages = messages
        self._service = Service(f"{PACKAGE}.ConformanceService", *METHODS, messages=messages)
        self._is_sync = kind == "sync"

    async def made(self, asked: Any) -> Any:
        """The ClientCompatResponse of a request."""
        answer = self._messages.own("ClientCompatResponse")(test_name=asked.test_name)
        seen = Seen()
        SEEN.set(seen)
        error: Any = None
        try:
            if self._is_sync:
                await asyncio.to_thread(self._call_sync, asked, seen)
            else:
                await self._call_async(asked, seen)
        except (Cancelled, asyncio.CancelledError):
            error = ServiceError("", code=Code.CANCELLED)
        except ServiceError as failed:
            error = failed
        except Exception as failed:  # noqa: BLE001
            answer.error.message = f"{type(failed).__name__}: {failed}"
            return answer
        self._fill(answer.response, asked, seen, error)
        return answer

    def _fill(self, response: Any, asked: Any, seen: Seen, error: ServiceError | None) -> None:
        for name, value in seen.headers.items():
            response.response_headers.add(name=name, value=[value])
        for name, values in seen.trailers.items():
            response.response_trailers.add(name=name, value=values)
        for message in seen.payloads:
            if message.DESCRIPTOR.fields_by_name.get("payload"):
                response.payloads.add().CopyFrom(message.payload)
        if error is not None:
            response.error.code = Code(error.code).number
            response.error.message = error.message
            response.error.details.extend(seen.details)
            if OPERATIONS[asked.method].takes is not None:
                response.num_unsent_requests = len(asked.request_messages) - seen.sent

    def _arguments(self, asked: Any) -> tuple[Any, dict[str, Any], CallOptions, list[Any]]:
        operation = OPERATIONS[asked.method]
        rpc = self._service.rpc(operation)
        cls = self._messages.cls(rpc.input_type.full_name)
        given = [cls.FromString(one.value) for one in asked.request_messages]
        headers = {one.name: ", ".join(one.value) for one in asked.request_headers}
        timeout = asked.timeout_ms / 1000 if asked.HasField("timeout_ms") else None
        options = CallOptions(headers=headers, timeout=timeout)
        values = {} if operation.takes is not None else {"message": given[0]}
        return operation, values, options, given

    def _options(self, asked: Any, folder: Path) -> dict[str, Any]:
        options: dict[str, Any] = {
            "body": "json" if asked.codec == 2 else "proto",
            "use_get": asked.use_get_http_method,
        }
        if asked.message_receive_limit:
            options["max_response_size"] = asked.message_receive_limit
        if asked.server_tls_cert:
            context = ssl.create_default_context(cadata=asked.server_tls_cert.decode())
            if asked.HasField("client_tls_creds"):
                for name in ("cert", "key"):
                    (folder / name).write_bytes(getattr(asked.client_tls_creds, name))
                context.load_cert_chain(folder / "cert", folder / "key")
            options["ssl_context"] = context
        return options

    def _target(self, asked: Any) -> str:
        scheme = "https" if asked.server_tls_cert else "http"
        return f"{scheme}://{asked.host}:{asked.port}"

    async def _call_async(self, asked: Any, seen: Seen) -> None:
        operation, values, options, given = self._arguments(asked)

        async def sending() -> AsyncIterator[Any]:
            for message in given:
                await asyncio.sleep(asked.request_delay_ms / 1000)
                yield message
                seen.sent += 1
            if asked.cancel.HasField("before_close_send"):
                work.cancel()
                await asyncio.Event().wait()

        async def call(client: Any) -> None:
            if operation.gives is not None:
                limit = asked.cancel.after_num_responses
                async with contextlib.aclosing(client._stream(operation, values, options)) as items:
                    async for item in items:
                        seen.payloads.append(item)
                        if limit and len(seen.payloads) == limit:
                            raise Cancelled
            elif operation.takes is not None:
                seen.payloads.append(await client._send(operation, values, options, sending()))
            else:
                seen.payloads.append(await client._call(operation, values, options))

        with tempfile.TemporaryDirectory() as folder:
            made = self._options(asked, Path(folder))
            async with self._client(AsyncConnectClient)(self._target(asked), **made) as client:
                work = asyncio.create_task(call(client))
                if asked.cancel.HasField("after_close_send_ms"):
                    delay = asked.cancel.after_close_send_ms + len(given) * asked.request_delay_ms
                    asyncio.get_running_loop().call_later(delay / 1000, work.cancel)
                await work

    def _call_sync(self, asked: Any, seen: Seen) -> None:
        operation, values, options, given = self._arguments(asked)

        def sending() -> Iterator[Any]:
            for message in given:
                time.sleep(asked.request_delay_ms / 1000)
                yield message
                seen.sent += 1

        with tempfile.TemporaryDirectory() as folder:
            made = self._options(asked, Path(folder))
            with self._client(SyncConnectClient)(self._target(asked), **made) as client:
                if operation.gives is not None:
                    limit = asked.cancel.after_num_responses
                    with contextlib.closing(client._stream(operation, values, options)) as items:
                        for item in items:
                            seen.payloads.append(item)
                            if limit and len(seen.payloads) == limit:
                                raise Cancelled
                elif operation.takes is not None:
                    seen.payloads.append(client._send(operation, values, options, sending()))
                else:
                    seen.payloads.append(client._call(operation, values, options))

    def _client(self, base: Any) -> Any:
        return type("SuiteClient", (base,), {"_service": self._service})


@contextlib.contextmanager
def patched() -> Iterator[None]:
    """Let codecs be those of the suite's messages, and keep what the suite asks about."""
    from generator.styles.connect.runtime import client

    with (
        patch.object(codec, "in_proto", in_encoding(json=False)),
        patch.object(codec, "in_json", in_encoding(json=True)),
        patch.object(client, "ConnectCodec", SuiteCodec),
        patch.object(received_errors, "Failures", SuiteFailures),
    ):
        yield


async def main() -> None:
    """Run the program."""
    messages = SuiteMessages(Path(sys.argv[1]))
    caller = Caller(messages, sys.argv[2])
    cls = messages.own("ClientCompatRequest")
    free = asyncio.Semaphore(AT_A_TIME)

    async def answer(data: bytes) -> None:
        try:
            made = await caller.made(cls.FromString(data))
            written = made.SerializeToString()
            os.write(1, struct.pack(">I", len(written)) + written)
        finally:
            free.release()

    read = sys.stdin.buffer.read
    async with asyncio.TaskGroup() as group:
        while head := await asyncio.to_thread(read, 4):
            data = await asyncio.to_thread(read, struct.unpack(">I", head)[0])
            await free.acquire()
            group.create_task(answer(data))


if __name__ == "__main__":
    with patched():
        asyncio.run(main())
