"""The server's side of HTTP, on ASGI: read a request, write a response, stop with the client."""

import asyncio
import time
import types
from collections.abc import (
    Awaitable,
    Callable,
    Coroutine,
    Iterable,
    Mapping,
    MutableMapping,
)
from typing import Any, TypeVar
from urllib.parse import quote

from ..coroutines import proceed
from ..lifespan import Lifespan
from ..limits import MIN_RATE
from ..shutdown import Shutdown, stopping

T = TypeVar("T")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
RawHeaders = list[tuple[bytes, bytes]]

# A call that is answered sooner is not worth watching its client for.
_GRACE = 0.005
# In the state of a request: its response goes on and on, and has no rate to keep.
STREAMS = "diptych.streams"

# A response to send: its status, its headers (names in lower case) and its body.
Reply = tuple[int, RawHeaders, bytes]


class BodyTooLargeError(Exception):
    """The request's body exceeds the limit: 413."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body is larger than {limit} bytes.")


class BodyTimeoutError(Exception):
    """The request's body takes too long: 408."""

    def __init__(self) -> None:
        super().__init__("The body did not come in time.")


class DisconnectedError(Exception):
    """The client went away: nobody reads an answer."""


def raw_path(scope: Scope) -> str:
    """The path below the place where the app is mounted, still percent-encoded."""
    path: str = scope["path"]
    raw = scope.get("raw_path")
    if raw is None:
        path = quote(path)
    elif len(raw) != len(path):  # what is encoded is longer
        path = raw.decode("latin-1")
    root: str = scope.get("root_path", "")
    if root:
        root = quote(root.rstrip("/"))
        if path == root or path.startswith(f"{root}/"):
            return path[len(root) :]
    return path


_Coroutine = types.CoroutineType


class BodyReader:
    """Reads the bodies of requests, up to a limit.

    timeout: seconds in which a body may stand still, and after which it must have come with
    240 bytes a second on the average; None: as long as it takes.
    """

    def __init__(self, limit: int, timeout: float | None, shutdown: Shutdown) -> None:
        self._limit = limit
        self._digits = len(str(limit))
        self._timeout = timeout
        self._shutdown = shutdown

    def begin(
        self, headers: Mapping[bytes, bytes], receive: Receive
    ) -> bytes | Coroutine[Any, Any, bytes]:
        """A whole body, however it is framed; if not all of it has come, a coroutine that gives it.

        Raises BodyTooLargeError as soon as that is certain, DisconnectedError if it never ends,
        BodyTimeoutError if that takes too long.
        """
        limit = self._limit
        length = headers.get(b"content-length", b"")
        if len(length) >= self._digits and length.isdigit() and int(length) > limit:
            raise BodyTooLargeError(limit)
        # Most bodies are there already: what does not wait needs no timer.
        first = receive()
        if type(first) is not _Coroutine:
            return self._read_on(b"", first, receive)
        try:
            waits_for = first.send(None)
        except StopIteration as done:
            message: Message = done.value
        else:
            return self._read_on(b"", proceed(first, waits_for), receive)
        body: bytes = message.get("body", b"")
        if message.get("more_body", False) and len(body) <= limit:
            return self._read_on(body, None, receive)
        return self._whole(message, body)

    def _whole(self, message: Message, body: bytes) -> bytes:
        if len(body) > self._limit:
            raise BodyTooLargeError(self._limit)
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        return body

    async def _read_on(
        self, body: bytes, first: Awaitable[Message] | None, receive: Receive
    ) -> bytes:
        """The whole body."""
        task = asyncio.current_task()
        assert task is not None
        chunks = bytearray(body)
        begun = time.monotonic()
        self._shutdown.enter(task)
        try:
            while True:
                async with asyncio.timeout(self._time_left(begun, len(chunks))):
                    message = await (first or receive())
                first = None
                chunks += message.get("body", b"")
                if not message.get("more_body", False) or len(chunks) > self._limit:
                    return self._whole(message, bytes(chunks))
        except TimeoutError:
            raise BodyTimeoutError from None
        except asyncio.CancelledError:
            if self._shutdown.over:
                raise self._shutdown.answer() from None
            raise
        finally:
            self._shutdown.leave(task)

    def _time_left(self, begun: float, received: int) -> float | None:
        """Seconds that the next piece may take."""
        if self._timeout is None:
            return None
        until = begun + self._timeout + received / MIN_RATE
        return min(self._timeout, until - time.monotonic())


def messages_of(method: str, reply: Reply) -> tuple[Message, Message]:
    """The two messages that send a whole response; to a HEAD request, all of it but the body.

    Its list of headers is completed with Content-Length.
    """
    status, headers, body = reply
    if status != 204 and status != 304:
        headers.append((b"content-length", b"%d" % len(body)))
    start = {"type": "http.response.start", "status": status, "headers": headers}
    body = b"" if method == "HEAD" else body
    return start, {"type": "http.response.body", "body": body}


async def respond(method: str, send: Send, reply: Reply) -> None:
    """Send a whole response."""
    start, content = messages_of(method, reply)
    await send(start)
    await send(content)


async def resume(
    work: Coroutine[Any, Any, T],
    waits_for: Any,
    receive: Receive,
    shutdown: Shutdown,
) -> T:
    """Await work that has begun, and cancel it when the client goes away (DisconnectedError).

    ``waits_for`` is what its first ``send`` gave: work that never waits needs no watch. One that
    soon ends costs a timer, not a task. The request's body must have been read.
    When the server's grace is over, it ends as `unavailable`.
    """
    if shutdown.over:
        work.close()
        raise stopping()
    task = asyncio.current_task()
    assert task is not None
    watch = Watch(receive, shutdown, task)
    try:
        return await proceed(work, waits_for)
    except asyncio.CancelledError:
        if watch.fired:
            raise DisconnectedError from None
        if shutdown.over:
            raise shutdown.answer() from None
        raise
    finally:
        watch.stop()


class Watch:
    """Cancels a task when the client of its request disconnects."""

    def __init__(
        self,
        receive: Receive,
        shutdown: Shutdown,
        task: "asyncio.Task[Any]",
    ) -> None:
        shutdown.enter(task)
        self._shutdown = shutdown
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
        self._shutdown.leave(self._task)
        self._timer.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        if self.fired:
            self._task.uncancel()


def prefix_of(app: Any) -> str:
    """The only path, and what is below, that an app answers at; "": all of them."""
    return getattr(app, "prefix", "")


class Mounts:
    """Several apps on one port, each below its own path ("" takes the rest).

    An app with a ``prefix`` answers only below that path of its mount, and gets the whole path.
    """

    def __init__(self, apps: Mapping[str, App] | Iterable[tuple[str, App]]) -> None:
        pairs: Any = apps.items() if isinstance(apps, Mapping) else apps
        places = [(mount.rstrip("/"), app) for mount, app in pairs]
        routes = [(mount + prefix_of(app), mount, app) for mount, app in places]
        self._others: tuple[App, str] = (_nowhere, "")
        self._inner: dict[str, tuple[App, str]] = {}
        for place, mount, app in sorted(routes, key=lambda route: -len(route[0])):
            if place:
                self._inner.setdefault(place, (app, mount))
            else:
                self._others = app, mount
        self._places = tuple(self._inner)
        spans = [getattr(app, "lifespan", None) for _, app in places]
        known = [one for one in spans if isinstance(one, Lifespan)]
        self.lifespan = Lifespan(*(kept for one in known for kept in one.services))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the app that is mounted above its path."""
        if scope["type"] == "lifespan":
            await self.lifespan(receive, send)
            return
        path, root = scope["path"], scope.get("root_path", "")
        # What is mounted below another app, or encoded, is for a closer look.
        if root or len(scope.get("raw_path") or b"") != len(path):
            path = raw_path(scope)
        app, mount = self._others
        if path.startswith(self._places):
            app, mount = self._inner.get(path) or self._inside(path)
        if mount:  # whoever stands around sees it, too, as Starlette has it
            scope["root_path"] = root.rstrip("/") + mount if root else mount
        await app(scope, receive, send)

    def _inside(self, path: str) -> tuple[App, str]:
        inner = self._inner.items()
        above = (app for place, app in inner if path.startswith(f"{place}/"))
        return next(above, self._others)


async def _nowhere(scope: Scope, _: Receive, send: Send) -> None:
    if scope["type"] == "http":
        text = (b"content-type", b"text/plain")
        await respond(scope["method"], send, (404, [text], b"Not Found"))
