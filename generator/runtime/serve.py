"""Serves one object in any styles at once, until told to stop.

ASGI styles that share a host and port are mounted side by side in one server.
"""

import asyncio
import contextlib
import functools
import importlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from .hosts import SETTINGS, Host, Settings
from .http.asgi import Mounts
from .limits import Limits
from .missing_package import missing
from .signals import Signals, end_process
from .threads import set_threads


class ServeError(Exception):
    """A reason not to serve that its message explains: an address in use, a missing package."""


class _Server(Protocol):
    async def start(self) -> None: ...

    async def stop(self, grace: float) -> None: ...


def run(
    module: str,
    hosts: Sequence[Host],
    service: object,
    addresses: Mapping[str, str | None],
    settings: Settings = SETTINGS,
    *,
    announce: Callable[[Mapping[str, str]], None] | None = None,
    ends_process: bool = False,
) -> None:
    """Serve until SIGINT or SIGTERM; ``module`` is one of the contract's own package.

    announce: is told the target of each style's clients, by its name, once all of them serve.
    ends_process: end the process even if threads or tasks of the service do not end.
    """

    async def serve_until_stopped() -> None:
        with Signals() as signals:
            async with serving(
                module, hosts, service, addresses, settings, at_once=signals.at_once
            ) as targets:
                if announce is not None:
                    announce(targets)
                await signals.stop.wait()
            if ends_process:
                end_process(0)

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(serve_until_stopped())


@contextlib.asynccontextmanager
async def serving(
    module: str,
    hosts: Sequence[Host],
    service: object,
    addresses: Mapping[str, str | None],
    settings: Settings = SETTINGS,
    *,
    at_once: asyncio.Event | None = None,
) -> AsyncIterator[dict[str, str]]:
    """Serve while the block runs; gives the target of each style's clients.

    at_once: ends the grace when it is set.
    """
    package = module.rpartition(".")[0]
    limits = settings.limits
    set_threads(settings.threads)
    targets: dict[str, str] = {}
    servers: list[_Server] = []
    with contextlib.ExitStack() as listeners:
        try:
            for (address, _), group in _by_address(hosts, addresses).items():
                apps = []
                for host in group:
                    make = importlib.import_module(f"{package}.{host.name}.server")
                    more: dict[str, Any] = {"max_timeout": settings.max_timeout}
                    if host.kind == "asgi":
                        more["body_timeout"] = limits.body_timeout
                        apps.append((host, make.create_app(service, **more)))
                        continue
                    server = make.create_server(service, limits=limits, **more)
                    targets[host.name] = _bind(server, address)
                    await server.start()
                    servers.append(server)
                if apps:
                    listener = listeners.enter_context(_listener(address))
                    server = _http(apps, listener, limits)
                    await server.start()
                    servers.append(server)
                    target = _url(listener)
                    for host, _ in apps:
                        targets[host.name] = target + _below(host, apps)
            yield targets
        finally:
            await _stop(servers, settings.grace, at_once or asyncio.Event())


async def _stop(
    servers: Sequence[_Server],
    grace: float,
    at_once: asyncio.Event,
) -> None:
    """Stop all servers side by side; those that are told to end at once have no grace."""

    async def hurry() -> None:
        await at_once.wait()
        await asyncio.gather(*(server.stop(0) for server in servers))

    hurrying = asyncio.create_task(hurry())
    try:
        await asyncio.gather(*(server.stop(grace) for server in servers))
    finally:
        if not at_once.is_set():
            hurrying.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await hurrying


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


def _http(
    apps: Sequence[tuple[Host, Any]],
    listener: socket.socket,
    limits: Limits,
) -> _Server:
    try:
        from .http.hosting import HttpServer
    except ModuleNotFoundError as error:
        raise missing(error) from None
    app = apps[0][1]
    if len(apps) > 1:
        app = Mounts({host.mount: mounted for host, mounted in apps})
    return HttpServer(app, [mounted for _, mounted in apps], listener, limits)


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


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


def _bind(server: Any, address: str) -> str:
    """Give its port to a server that opens it itself, such as grpc.aio's."""
    host, port = split(address)
    host = f"[{host}]" if ":" in host else host
    # Two servers on one port would share the calls without a word: find out first.
    with _listener(f"{host}:{port}"):
        pass
    try:
        port = server.add_insecure_port(f"{host}:{port}")
    except RuntimeError:
        raise ServeError(f"cannot listen at {address}") from None
    return f"{host}:{port}"


def split(address: str) -> tuple[str, int]:
    """``127.0.0.1:8000``, ``[::1]:8000`` or ``:8000`` (every interface)."""
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdecimal():
        raise ServeError(f"not an address: {address!r}; write it as 127.0.0.1:8000")
    return host.removeprefix("[").removesuffix("]") or "0.0.0.0", int(port)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


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
