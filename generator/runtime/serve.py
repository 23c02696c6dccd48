"""Serves one object in any styles at once, until told to stop.

ASGI styles that share a host and port are mounted side by side in one server.
"""

import asyncio
import contextlib
import functools
import importlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from .auth.authenticate import Authenticate
from .hooks import Hook
from .hosts import SETTINGS, Host, ServeError, Settings
from .lifespan import LifespanError, entered
from .listeners import Bound, bound
from .missing_package import missing
from .signals import Signals, end_process
from .threads import set_threads
from .tls import TlsError

__all__ = [
    "ServeError",
    "Settings",
    "Subject",
    "loop_factory",
    "run",
    "run_made",
    "serving",
]

Announce = Callable[[Mapping[str, str]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is served, and what stands before it.

    check: is told the service when it has been entered; raises ServeError.
    """

    service: object
    authenticate: Authenticate | None = None
    hooks: Sequence[Hook] = ()
    check: Callable[[object], None] | None = None


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
    authenticate: Authenticate | None = None,
    hooks: Sequence[Hook] = (),
    announce: Announce | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; ``module`` is one of the contract's own package.

    announce: is told the target of each style's clients, by its name, once all of them serve.
    """
    subject = Subject(service=service, authenticate=authenticate, hooks=hooks)
    run_made(module, hosts, lambda: subject, addresses, settings, announce=announce)


def run_made(
    module: str,
    hosts: Sequence[Host],
    make: Callable[[], Subject],
    addresses: Mapping[str, str | None],
    settings: Settings = SETTINGS,
    *,
    announce: Announce | None = None,
    ends_process: bool = False,
) -> None:
    """As ``run``; each worker makes what it serves by itself.

    ends_process: end the process even if threads or tasks of the service do not end.
    """
    several = settings.workers > 1
    with bound(hosts, addresses, shared=several) as places:
        if not several:
            _work(module, places, make, settings, announce, ends_process=ends_process)
            return
        from .workers import Workers

        def work(announce: Announce) -> None:
            _work(module, places, make, settings, announce, ends_process=True)

        listeners = [place.listener for place in places if place.listener is not None]
        Workers(work, settings, listeners).run(announce)


def _work(
    module: str,
    places: Sequence[Bound],
    make: Callable[[], Subject],
    settings: Settings,
    announce: Announce | None,
    *,
    ends_process: bool,
) -> None:
    """Serve in this process until it is told to stop."""

    async def serve_until_stopped() -> None:
        with Signals() as signals:
            async with _serving(
                module, places, make(), settings, at_once=signals.at_once
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
    authenticate: Authenticate | None = None,
    hooks: Sequence[Hook] = (),
    at_once: asyncio.Event | None = None,
) -> AsyncIterator[dict[str, str]]:
    """Serve in this process while the block runs; gives the target of each style's clients.

    at_once: ends the grace when it is set.
    """
    subject = Subject(service=service, authenticate=authenticate, hooks=hooks)
    with bound(hosts, addresses) as places:
        async with _serving(
            module,
            places,
            subject,
            settings,
            at_once=at_once,
        ) as targets:
            yield targets


@contextlib.asynccontextmanager
async def _serving(
    module: str,
    places: Sequence[Bound],
    subject: Subject,
    settings: Settings,
    *,
    at_once: asyncio.Event | None,
) -> AsyncIterator[dict[str, str]]:
    set_threads(settings.threads)
    async with contextlib.AsyncExitStack() as stack:
        try:
            service = await stack.enter_async_context(entered(subject.service))
            if subject.check is not None:
                subject.check(service)
            subject = replace(subject, service=service)
            servers: list[_Server] = []
            stack.push_async_callback(
                _stop,
                servers,
                settings.grace,
                at_once or asyncio.Event(),
            )
            targets: dict[str, str] = {}
            for place in places:
                server, at = _server(module, place, subject, settings)
                targets |= at
                await server.start()
                servers.append(server)
            yield targets
        except (LifespanError, TlsError) as error:
            raise ServeError(str(error)) from error


def _server(
    module: str,
    place: Bound,
    subject: Subject,
    settings: Settings,
) -> tuple[_Server, dict[str, str]]:
    package = module.rpartition(".")[0]
    limits = settings.limits
    more: dict[str, Any] = {
        "authenticate": subject.authenticate,
        "hooks": subject.hooks,
        "max_timeout": settings.max_timeout,
    }
    names = [host.name for host in place.hosts]
    found = (importlib.import_module(f"{package}.{name}.server") for name in names)
    modules = dict(zip(names, found, strict=True))
    if place.listener is not None:
        more["body_timeout"] = limits.body_timeout
        apps = {
            host.name: modules[host.name].create_app(subject.service, **more)
            for host in place.hosts
        }
        return _http(place, apps, settings), place.targets(
            encrypted=settings.tls is not None, mounts=settings.mounts
        )
    (host,) = place.hosts
    server = modules[host.name].create_server(subject.service, limits=limits, **more)
    target = _listen(server, place.address, settings)
    return server, {host.name: target}


def _listen(server: Any, address: str, settings: Settings) -> str:
    """Give its port to a server that opens it itself, such as grpc.aio's."""
    try:
        port = server.listen(address, settings.tls)
    except RuntimeError:
        raise ServeError(f"cannot listen at {address}") from None
    return f"{address.rpartition(':')[0]}:{port}"


def _http(place: Bound, apps: Mapping[str, Any], settings: Settings) -> _Server:
    try:
        from .http.asgi import Mounts
        from .http.hosting import HttpServer
    except ModuleNotFoundError as error:
        raise missing(error) from None
    app = next(iter(apps.values()))
    if len(apps) > 1:
        mounts = {host.name: place.mount(host, settings.mounts) for host in place.hosts}
        app = Mounts({mounts[name]: mounted for name, mounted in apps.items()})
    assert place.listener is not None
    return HttpServer(
        app,
        [*apps.values()],
        place.listener,
        settings.limits,
        settings.tls,
    )


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
