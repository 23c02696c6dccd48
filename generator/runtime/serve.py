"""Serves one object in any styles at once, until told to stop.

ASGI styles that share a host and port are mounted side by side in one server.
"""

import asyncio
import contextlib
import functools
import importlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .http.asgi import Mounts

_GRACE = 10  # seconds for the calls under way when a server stops


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """How the server module of a style is run.

    asgi: ``create_app(service)`` is an app that answers at ``mount`` beside others ("": at every
    path that is nobody else's); server: ``create_server(service)`` opens its own port.
    """

    name: str
    title: str
    kind: Literal["asgi", "server"]
    mount: str = ""


class ServeError(Exception):
    """A reason not to serve that its message explains: an address in use, a missing package."""


def run(
    module: str,
    hosts: Sequence[Host],
    service: object,
    addresses: Mapping[str, str | None],
    *,
    announce: Callable[[Mapping[str, str]], None] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; ``module`` is one of the contract's own package.

    announce: is told the target of each style's clients, by its name, once all of them serve.
    """
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_until_told(serving(module, hosts, service, addresses), announce))


@contextlib.asynccontextmanager
async def serving(
    module: str,
    hosts: Sequence[Host],
    service: object,
    addresses: Mapping[str, str | None],
) -> AsyncIterator[dict[str, str]]:
    """Serve while the block runs; gives the target of each style's clients."""
    package = module.rpartition(".")[0]
    targets: dict[str, str] = {}
    async with contextlib.AsyncExitStack() as stack:
        for (address, _), group in _by_address(hosts, addresses).items():
            apps = []
            for host in group:
                make = importlib.import_module(f"{package}.{host.name}.server")
                if host.kind == "asgi":
                    apps.append((host, make.create_app(service)))
                    continue
                server = _started(make.create_server(service), address)
                targets[host.name] = await stack.enter_async_context(server)
            if apps:
                target = await stack.enter_async_context(_http(apps, address))
                targets |= {host.name: target + _below(host, apps) for host, _ in apps}
        yield targets


def _by_address(
    hosts: Sequence[Host],
    addresses: Mapping[str, str | None],
) -> dict[tuple[str, str], list[Host]]:
    groups: dict[tuple[str, str], list[Host]] = {}
    for host in hosts:
        if address := addresses.get(host.name):
            # Port 0 is any free one: what cannot be mounted beside others gets its own.
            alone = host.kind == "server" and split(address)[1] == 0
            groups.setdefault((address, host.name if alone else ""), []).append(host)
    if not groups:
        names = ", ".join(host.name for host in hosts)
        raise ServeError(f"no address to serve at: {names}")
    for (address, _), group in groups.items():
        if len(group) > 1 and {host.kind for host in group} != {"asgi"}:
            titles = " and ".join(host.title for host in group)
            raise ServeError(f"{titles} cannot share {address}: give each its own port")
    return groups


def _below(host: Host, apps: Sequence[tuple[Host, Any]]) -> str:
    return host.mount if len(apps) > 1 else ""


@contextlib.asynccontextmanager
async def _http(apps: Sequence[tuple[Host, Any]], address: str) -> AsyncIterator[str]:
    """uvicorn at an address; its own handling of signals is left out, ours ends it."""
    try:
        import uvicorn
    except ImportError:
        raise ServeError("serving over HTTP needs the package uvicorn") from None
    app = apps[0][1]
    if len(apps) > 1:
        app = Mounts({host.mount: mounted for host, mounted in apps})
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]
    with _listener(address) as listener:
        host, port = listener.getsockname()[:2]
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            while not server.started and not task.done():
                await asyncio.sleep(0.001)
            yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        finally:
            server.should_exit = True
            await task


@contextlib.contextmanager
def _listener(address: str) -> Iterator[socket.socket]:
    host, port = split(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        raise ServeError(f"cannot listen at {address}: {_reason(error)}") from None
    with listener:
        yield listener


@contextlib.asynccontextmanager
async def _started(server: Any, address: str) -> AsyncIterator[str]:
    """A server that opens its own port, such as grpc.aio's."""
    host, port = split(address)
    host = f"[{host}]" if ":" in host else host
    # Two servers on one port would share the calls without a word: find out first.
    with _listener(f"{host}:{port}"):
        pass
    try:
        port = server.add_insecure_port(f"{host}:{port}")
    except RuntimeError:
        raise ServeError(f"cannot listen at {address}") from None
    await server.start()
    try:
        yield f"{host}:{port}"
    finally:
        await server.stop(_GRACE)


def split(address: str) -> tuple[str, int]:
    """``127.0.0.1:8000``, ``[::1]:8000`` or ``:8000`` (every interface)."""
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdecimal():
        raise ServeError(f"not an address: {address!r}; write it as 127.0.0.1:8000")
    return host.removeprefix("[").removesuffix("]") or "0.0.0.0", int(port)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


async def _until_told(
    servers: contextlib.AbstractAsyncContextManager[dict[str, str]],
    announce: Callable[[Mapping[str, str]], None] | None,
) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, told.set)
    async with servers as targets:
        if announce is not None:
            announce(targets)
        await told.wait()


@functools.cache
def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What makes event loops: uvloop where it is installed, else None for asyncio's own."""
    try:
        # No import statement: a type checker would ask for the package, which may be missing.
        uvloop = importlib.import_module("uvloop")
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
