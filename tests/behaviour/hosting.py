"""Turns a service object into servers on the loopback, and their addresses into clients."""

import asyncio
import contextlib
import importlib
import socket
import threading
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

import uvicorn

from generator.runtime.auth.authenticate import UNCHECKED
from generator.styles import registry

T = TypeVar("T")

OBJECT = "object"


@dataclass(frozen=True)
class Way:
    """How a test reaches a service: the object itself, or a client of one style."""

    style: str
    client: str

    def __str__(self) -> str:
        return self.style if self.style == OBJECT else f"{self.style}-{self.client}"


def in_protobuf(way: Way) -> bool:
    """Whether the messages of a style are protobuf's: what that has no form for has none there."""
    formats = () if way.style == OBJECT else registry.style(way.style).formats
    return any(one.name == "protobuf" for one in formats)


REMOTE = [Way(style, client) for style in registry.names() for client in ("sync", "async")]
WAYS = [Way(OBJECT, "async"), *REMOTE]


class Host:
    """An event loop in a thread of its own: servers and clients of the tests live there."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="host")
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T], *, within: float = 60) -> T:
        """Run to the end, from the thread of the test."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(within)
        except TimeoutError:
            future.cancel()
            raise

    def debug(self, on: bool) -> None:
        """Let asyncio log all that it does, or no more."""
        self._loop.slow_callback_duration = 0 if on else 0.1
        self._loop.call_soon_threadsafe(self._loop.set_debug, on)

    def close(self) -> None:
        """Stop the loop; what a test left behind is ended with it."""
        self.run(_end_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _end_all() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()


def target_at(style: str, address: str) -> str:
    """The target of a style's clients for ``host:port``."""
    return f"http://{address}" if registry.style(style).hosting.kind == "asgi" else address


@contextlib.asynccontextmanager
async def served(
    package: str, style: str, service: object, *, port: int = 0, **options: object
) -> AsyncIterator[str]:
    """Serve an object in a style for as long as the block runs; gives the client's target.

    Nobody is asked who calls, unless the options say so.
    """
    options.setdefault("authenticate", UNCHECKED)
    module = importlib.import_module(f"{package}.{style}.server")
    if registry.style(style).hosting.kind == "asgi":
        async with listening(module.create_app(service, **options), port=port) as target:
            yield target
    else:
        server = module.create_server(service, **options)
        port = server.add_insecure_port(f"127.0.0.1:{port}")
        await server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            await server.stop(grace=1)


@contextlib.asynccontextmanager
async def listening(app: Any, *, port: int = 0) -> AsyncIterator[str]:
    """Serve an ASGI app for as long as the block runs; gives its base URL."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", port)) as listener:
        task = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0.001)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


@contextlib.asynccontextmanager
async def connected(package: str, way: Way, target: str, **options: object) -> AsyncIterator[Any]:
    """A client of this way's style; closed at the end."""
    module = importlib.import_module(f"{package}.{way.style}.client")
    if way.client == "async":
        async with module.AsyncClient(target, **options) as client:
            yield client
    else:
        client = await asyncio.to_thread(module.Client, target, **options)
        try:
            yield client
        finally:
            await asyncio.to_thread(client.close)


@contextlib.asynccontextmanager
async def reached(
    package: str, way: Way, service: object, **always: object
) -> AsyncIterator["Caller"]:
    """A service, reached this way; its methods can be awaited whatever stands behind them.

    always: what a client gets with every call; the object itself has no such parameters.
    """
    if way.style == OBJECT:
        yield Caller(service)
        return
    async with (
        served(package, way.style, service) as target,
        connected(package, way, target) as client,
    ):
        yield Caller(client, **always)


@dataclass(frozen=True)
class Outcome:
    """What came of one call: a value, or an error as a caller sees it."""

    method: str
    value: object = None
    error: type[BaseException] | None = None
    detail: object = None


class Caller:
    """Lets sync and async methods be awaited alike, and keeps the outcome of every call."""

    def __init__(self, target: Any, **always: Any) -> None:
        self.target = target
        self.always = always
        self.outcomes: list[Outcome] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.target, name)

        async def call(**arguments: Any) -> Any:
            try:
                value = await _awaited(method, {**self.always, **arguments})
            except Exception as error:
                detail = (str(error), getattr(error, "__dict__", None))
                self.outcomes.append(Outcome(name, error=type(error), detail=detail))
                raise
            self.outcomes.append(Outcome(name, value=value))
            return value

        return call


async def _awaited(method: Any, arguments: dict[str, Any]) -> Any:
    if asyncio.iscoroutinefunction(method):
        return await method(**arguments)
    return await asyncio.to_thread(method, **arguments)
