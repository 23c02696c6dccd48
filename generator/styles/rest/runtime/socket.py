"""Serves an operation that streams both ways: a WebSocket, with an envelope in each frame."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.asgi import DisconnectedError, Receive, Reply, Scope, Send
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.streaming import ndjson
from generator.runtime.http.streaming.peer import Socket
from generator.runtime.http.streaming.respond import TURN
from generator.runtime.streams.outgoing import close_all
from generator.runtime.unions import encode, quick
from generator.styles.rest.runtime.problem import Refused
from generator.styles.rest.runtime.stream_endpoint import StreamEndpoint

_DENIAL = "websocket.http.response"


async def serve_socket(
    endpoint: StreamEndpoint,
    values: Sequence[str],
    scope: Scope,
    headers: HeaderMap,
    call: Call,
    receive: Receive,
    send: Send,
) -> None:
    """Serve one WebSocket to its end; raises ServiceError for what refuses it before it is one.

    What is wrong with the inputs of its URL is told over it: a browser shows its program nothing
    of a handshake that failed.
    """
    items: AsyncIterator[Any] | None = None
    is_open = False

    async def accept() -> None:
        nonlocal is_open
        if not is_open:
            is_open = True
            await _send(send, {"type": "websocket.accept"})
            client.start()

    async def work() -> Any:
        nonlocal items
        await accept()
        assert endpoint.items is not None
        raw = endpoint.read(values, scope["query_string"], headers, b"")
        items = await endpoint.open(raw, call, endpoint.items.frames(client))
        return items

    answered = None
    try:
        with Socket(receive) as client:
            try:
                answered = await endpoint.guarded(call, headers, scope, work)
                await accept()
                await _send_all(send, answered, client)
            except DisconnectedError:
                raise
            except Exception as error:
                if not is_open:
                    raise
                if client.over:
                    raise DisconnectedError from None
                client.stop()
                code = error.code if isinstance(error, ServiceError) else Code.INTERNAL
                await _text(send, ndjson.error(endpoint.reply(error)[2]))
                await _close(send, 4000 + code.number, code.value)
            else:
                client.stop()
                await _text(send, ndjson.END)
                await _close(send, 1000, "")
    finally:
        await close_all(answered, items)


async def _send_all(send: Send, items: AsyncIterator[Any], client: Socket) -> None:
    turn = monotonic()
    async for item in items:
        try:
            data = quick(item)
        except TypeError:
            data = encode(item)
        if client.gone:
            raise DisconnectedError
        frame = b'{"item":%b}' % data
        try:
            await send({"type": "websocket.send", "text": frame.decode()})
        except OSError:
            raise DisconnectedError from None
        if monotonic() - turn > TURN:
            await asyncio.sleep(0)
            turn = monotonic()


async def _text(send: Send, frame: bytes) -> None:
    await _send(send, {"type": "websocket.send", "text": frame.decode()})


async def _close(send: Send, code: int, reason: str) -> None:
    await _send(send, {"type": "websocket.close", "code": code, "reason": reason})


async def _send(send: Send, message: dict[str, Any]) -> None:
    try:
        await send(message)
    except OSError:  # the client is gone (ASGI 2.4)
        raise DisconnectedError from None


def check_origin(headers: HeaderMap, allowed: Sequence[str]) -> None:
    """Refuse pages of other origins (403): a browser sends its cookies with their handshakes too.

    Only browsers send an origin, and no page can send another one (RFC 6455 §10.2).
    """
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin or "*" in allowed or origin in allowed:
        return
    # What the scheme is on this side of a proxy says nothing.
    page = _name(origin)
    if page and page == _name(f"//{headers.get(b'host', b'').decode('latin-1')}"):
        return
    text = f"Pages of {origin} may not open WebSockets here."
    raise Refused(text, status=403, code=Code.PERMISSION_DENIED)


def _name(url: str) -> str:
    """A host with its port, if it is not that of HTTP or HTTPS; "" for what is no URL."""
    try:
        netloc = urlsplit(url).netloc
    except ValueError:  # a bracket that is not closed
        return ""
    return netloc.lower().removesuffix(":443").removesuffix(":80")


async def deny(scope: Scope, send: Send, reply: Reply) -> None:
    """Answer a handshake with an ordinary response, or just refuse it where that cannot be."""
    status, headers, body = reply
    if _DENIAL not in (scope.get("extensions") or {}):
        await _send(send, {"type": "websocket.close"})
        return
    headers = [*headers, (b"content-length", b"%d" % len(body))]
    await _send(
        send,
        {"type": f"{_DENIAL}.start", "status": status, "headers": headers},
    )
    await _send(send, {"type": f"{_DENIAL}.body", "body": body})
