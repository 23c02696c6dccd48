"""The server's side of HTTP, on ASGI: read a request, write a response, stop when nobody waits."""

import asyncio
import types
from collections.abc import (
    Awaitable,
    Callable,
    Coroutine,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
)
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from .message import fold

T = TypeVar("T")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
RawHeaders = list[tuple[bytes, bytes]]

# A call that is answered sooner is not worth watching its client for.
_GRACE = 0.005


class Reply(NamedTuple):
    """A response to send: names of headers are lower case."""

    status: int
    headers: RawHeaders
    body: bytes = b""


class BodyTooLargeError(Exception):
    """The request's body exceeds the limit: 413."""


class DisconnectedError(Exception):
    """The client went away: nobody reads an answer."""


class Headers(Mapping[str, str]):
    """The request's headers by lower-case name, decoded when somebody first looks.

    Repeated ones are joined by a comma, as RFC 9110 §5.2 has it.
    """

    __slots__ = ("_decoded", "_raw")

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._raw = raw
        self._decoded: dict[str, str] | None = None

    @property
    def _all(self) -> dict[str, str]:
        if self._decoded is None:
            pairs = ((k.decode("latin-1"), v.decode("latin-1")) for k, v in self._raw)
            self._decoded = fold(pairs)
        return self._decoded

    def __getitem__(self, name: str) -> str:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def header_map(scope: Scope) -> dict[str, str]:
    """The same, decoded at once: for a server that asks for most of them anyway."""
    raw = scope["headers"]
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in raw}
    return headers if len(headers) == len(raw) else dict(Headers(raw))


def raw_path(scope: Scope) -> str:
    """The path below the place where the app is mounted, still percent-encoded."""
    raw = scope.get("raw_path")
    path: str = quote(scope["path"]) if raw is None else raw.decode("latin-1")
    root: str = scope.get("root_path", "")
    if root:
        root = quote(root.rstrip("/"))
        if path == root or path.startswith(f"{root}/"):
            return path[len(root) :]
    return path


async def read_body(headers: Mapping[str, str], receive: Receive, limit: int) -> bytes:
    """The request's whole body, however it is framed.

    Raises BodyTooLargeError as soon as that is certain, DisconnectedError if it never ends.
    """
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise BodyTooLargeError
    return await read_chunks(receive, limit)


async def read_chunks(receive: Receive, limit: int) -> bytes:
    """``read_body`` for who has looked at Content-Length."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        body: bytes = message.get("body", b"")
        size += len(body)
        if size > limit:
            raise BodyTooLargeError
        if not message.get("more_body", False):
            break
        chunks.append(body)
    if not chunks:
        return body
    chunks.append(body)
    return b"".join(chunks)


async def respond(
    send: Send,
    status: int,
    headers: RawHeaders,
    body: bytes = b"",
    *,
    head: bool = False,
) -> None:
    """Send a whole response; to a HEAD request, all of it but the body.

    The caller's list of headers is completed with Content-Length.
    """
    if status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})


async def lifespan(receive: Receive, send: Send) -> None:
    """Answer the lifespan protocol: there is nothing to start, nothing to stop."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def while_connected(work: Coroutine[Any, Any, T], receive: Receive) -> T:
    """Await ``work``, and cancel it when the client goes away (DisconnectedError).

    Costs nothing for work that never waits, and a timer for work that soon ends: only then is
    a task of its own worth its price. The request's body must have been read.
    """
    try:
        waits_for = work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    return await resume(work, waits_for, receive)


@types.coroutine
def resume(
    work: Coroutine[Any, Any, T],
    waits_for: Any,
    receive: Receive,
) -> Generator[Any, Any, T]:
    """``while_connected`` for work that has begun, and waits now: ``yield from``, watched."""
    watch = _Watch(receive)
    try:
        while True:
            try:
                sent = yield waits_for
            except GeneratorExit:
                work.close()
                raise
            except BaseException as thrown:  # noqa: BLE001
                waits_for = work.throw(thrown)
            else:
                waits_for = work.send(sent)
    except StopIteration as done:
        result: T = done.value
        return result
    except asyncio.CancelledError:
        if watch.fired:
            raise DisconnectedError from None
        raise
    finally:
        watch.stop()


class _Watch:
    """Cancels the current task when the client of its request disconnects."""

    def __init__(self, receive: Receive) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._receive = receive
        self._watcher: asyncio.Task[None] | None = None
        self._timer = task.get_loop().call_later(_GRACE, self._start)
        self.fired = False

    def _start(self) -> None:
        self._watcher = self._task.get_loop().create_task(self._wait())

    async def _wait(self) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                break
            if not message.get("more_body", False):
                await asyncio.sleep(_GRACE)
        self.fired = True
        self._task.cancel()

    def stop(self) -> None:
        """Stop watching; forget a cancellation that was ours."""
        self._timer.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        if self.fired:
            self._task.uncancel()


class Mounts:
    """Several apps on one port, each below its own path ("" takes the rest)."""

    def __init__(self, apps: Mapping[str, App]) -> None:
        longest_first = sorted(apps.items(), key=lambda item: -len(item[0]))
        self._apps = [(prefix.rstrip("/"), app) for prefix, app in longest_first]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the app that is mounted above its path."""
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
            return
        path = raw_path(scope)
        for prefix, app in self._apps:
            if not prefix or path == prefix or path.startswith(f"{prefix}/"):
                root = scope.get("root_path", "").rstrip("/")
                await app({**scope, "root_path": root + prefix}, receive, send)
                return
        if scope["type"] == "http":
            headers = [(b"content-type", b"text/plain")]
            await respond(send, 404, headers, b"Not Found")
