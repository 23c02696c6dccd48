"""The server that the Connect conformance suite tests: ``server.py DESCRIPTORS``.

It reads a ServerCompatRequest from its input, and answers with the place where it listens.
"""

import asyncio
import contextlib
import os
import signal
import socket
import struct
import sys
import tempfile
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs

from generator.formats.protobuf_rpc.runtime.failures import Failures
from generator.formats.protobuf_rpc.runtime.method import Body, Service
from generator.runtime.http.hosting import HttpServer
from generator.runtime.limits import Limits
from generator.runtime.tls import Tls
from generator.styles.connect.runtime import server
from generator.styles.connect.runtime.protocols import Connect, Pairs, Web
from tests.portable.conformance.echo import PACKAGE, AskedError, Echo, Told
from tests.portable.conformance.table import (
    METHODS,
    Codec,
    ItemReader,
    RequestReader,
    SuiteMessages,
)

# What the call that is being served has to tell besides messages.
TOLD: ContextVar[Told] = ContextVar("TOLD")


def bodies(table: Service, operation: Any) -> dict[str, Body]:
    """How messages of the suite are read and written, by the names of media types."""
    return {name: body(table, operation, json=name == "json") for name in ("proto", "json")}


def body(table: Service, operation: Any, *, json: bool) -> Body:
    """The same in one of them."""
    rpc, pool = table.rpc(operation), table.messages.pool
    takes = table.messages.cls(rpc.input_type.full_name)
    gives = table.messages.cls(rpc.output_type.full_name)
    items: Any = ItemReader(takes, pool, json)
    return Body(
        read=RequestReader(takes, pool, json).read,
        write=Codec(gives, pool, json).write,
        items=items if operation.takes is not None else None,
        again=lambda _: None,
    )


class SuiteFailures(Failures):
    """Writes the errors that requests ask for, as they ask for them."""

    def write(self, operation: Any, error: Any, *asked: Any) -> Any:
        """An error of the suite with its own details, another as ever."""
        if not isinstance(error, AskedError):
            return super().write(operation, error, *asked)
        status = self._status(code=error.code.number, message=error.message)
        status.details.extend(error.details)
        return status


class App(server.ConnectApp):
    """Adds to answers what requests ask for besides messages: headers, trailers."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        is_get = scope["type"] == "http" and scope["method"] == "GET"
        told = Told(parse_qs(scope["query_string"].decode(), True) if is_get else None)
        start: Any = None

        async def send_with_headers(message: Any) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message  # until the method has had its say
                return
            if start is not None:
                headers = [*start["headers"], *encoded(told.headers)]
                kind = dict(headers).get(b"content-type", b"")
                if not kind.startswith((b"application/connect+", b"application/grpc-web")):
                    headers += [(b"trailer-" + name, v) for name, v in encoded(told.trailers)]
                await send({**start, "headers": headers})
                start = None
            await send(message)

        TOLD.set(told)
        await super().__call__(scope, receive, send_with_headers)


def encoded(pairs: Any) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in pairs]


@contextlib.contextmanager
def patched() -> Iterator[None]:
    """Let messages, errors and the ends of streams be what the suite asks for."""

    def end(cls: Any) -> Any:
        own = cls.end

        def ended(self: Any, status: Any, trailers: Pairs, *more: Any) -> bytes:
            asked = [*trailers, *encoded(TOLD.get().trailers)]
            data: bytes = own(self, status, asked, *more)
            return data

        return ended

    with (
        patch.object(server, "bodies", bodies),
        patch.object(server, "Failures", SuiteFailures),
        patch.object(Connect, "end", end(Connect)),
        patch.object(Web, "end", end(Web)),
    ):
        yield


def tls_of(asked: Any, folder: Path) -> Tls | None:
    """The certificate that the suite brings, as files."""
    if not asked.use_tls:
        return None
    parts = {"cert": asked.server_creds.cert, "key": asked.server_creds.key}
    if asked.client_tls_cert:
        parts["ca"] = asked.client_tls_cert
    paths = {name: folder / f"{name}.pem" for name in parts}
    for name, path in paths.items():
        path.write_bytes(parts[name])
    return Tls(cert=paths["cert"], key=paths["key"], client_ca=paths.get("ca"))


async def serve(messages: SuiteMessages, asked: Any, tls: Tls | None) -> None:
    """Serve until SIGTERM comes."""
    table = Service(f"{PACKAGE}.ConformanceService", *METHODS, messages=messages)
    echo = Echo(messages.own, lambda _: TOLD.get())
    limit = asked.message_receive_limit or 10 * 1024 * 1024
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    with patched(), socket.create_server(("127.0.0.1", 0)) as listener:
        app = App(echo, table, max_body_size=limit, compress=True)
        http = HttpServer(app, [app], listener, Limits(), tls)
        await http.start()
        port = listener.getsockname()[1]
        answer = messages.own("ServerCompatResponse")(host="127.0.0.1", port=port)
        if tls is not None:
            answer.pem_cert = asked.server_creds.cert
        data = answer.SerializeToString()
        os.write(1, struct.pack(">I", len(data)) + data)
        await ended.wait()
        await http.stop(0)


def main() -> None:
    """Run the program."""
    messages = SuiteMessages(Path(sys.argv[1]))
    [size] = struct.unpack(">I", sys.stdin.buffer.read(4))
    asked = messages.own("ServerCompatRequest").FromString(sys.stdin.buffer.read(size))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(serve(messages, asked, tls_of(asked, Path(folder))))


if __name__ == "__main__":
    main()
