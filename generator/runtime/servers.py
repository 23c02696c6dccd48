"""The servers of one process: made for a service that has been entered, started, and stopped."""

import asyncio
import contextlib
import importlib
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from .auth.authenticate import UNCHECKED
from .hook import Hook
from .hosts import STDIO, ServeError
from .lifespan import LifespanError, entered
from .listeners import Bound
from .missing_package import missing
from .settings import Settings
from .threads import set_threads
from .tls import TlsError

# Options of every app that stand in the settings.
_FRONT = ("cors", "compress", "request_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is served, and what stands before it.

    principal: who calls on standard input, where nobody sends credentials.
    check: is told the service when it has been entered; raises ServeError.
    """

    service: object
    authenticate: Any = None
    hooks: Sequence[Hook] = ()
    principal: Any = None
    check: Callable[[object], None] | None = None


class _Server(Protocol):
    async def start(self) -> None: ...

    async def stop(self, grace: float) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Servers that serve; targets: of each style's clients, by its name.

    ended: is set when one of them has ended by itself, such as with the input of stdio.
    """

    targets: Mapping[str, str]
    ended: asyncio.Event
    _servers: Sequence[Any]
    _stopping: asyncio.Event

    async def drain(self, seconds: float, at_once: asyncio.Event) -> None:
        """Go on serving for a while, but tell whoever asks for the health to look elsewhere."""
        self._stopping.set()
        if seconds <= 0:
            return
        for server in self._servers:
            if hasattr(server, "drain"):
                await server.drain()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await at_once.wait()
        kept = [server for server in self._servers if hasattr(server, "part")]
        await asyncio.gather(*(server.part(at_once) for server in kept))


@contextlib.asynccontextmanager
async def running(
    module: str,
    places: Sequence[Bound],
    subject: Subject,
    settings: Settings,
    *,
    at_once: asyncio.Event | None,
) -> AsyncIterator[Running]:
    """Serve while the block runs; raises ServeError. ``at_once`` ends the grace when it is set."""
    set_threads(settings.threads)
    package = module.rpartition(".")[0]
    try:
        async with contextlib.AsyncExitStack() as stack:
            service = await stack.enter_async_context(entered(subject.service))
            if subject.check is not None:
                subject.check(service)
            _refuse_without_certificates(package, subject, settings)
            make = _Making(
                package=package,
                service=service,
                subject=subject,
                settings=settings,
                on_stdio=any(place.address == STDIO for place in places),
            )
            hurry = at_once or asyncio.Event()
            stack.push_async_callback(_stop, make.servers, settings.grace, hurry)
            targets: dict[str, str] = {}
            for place in places:
                server, at = make.server(place)
                targets |= at
                await _started(server)
                make.servers.append(server)
            yield Running(
                targets=targets,
                ended=make.ended,
                _servers=make.servers,
                _stopping=make.stopping,
            )
    except (LifespanError, TlsError) as error:
        raise ServeError(str(error)) from error


def _refuse_without_certificates(
    package: str,
    subject: Subject,
    settings: Settings,
) -> None:
    """ServeError where only clients with a certificate may call, and nobody can show one."""
    told = settings.trust_client_cert or (settings.tls and settings.tls.client_ca)
    if told or subject.authenticate is UNCHECKED:
        return
    for operation in importlib.import_module(f"{package}.operations").OPERATIONS:
        kinds = [[need.scheme.kind for need in needs] for needs in operation.auth]
        if kinds and all("mutual_tls" in alternative for alternative in kinds):
            raise ServeError(
                f"nobody could call {operation.name}, which needs a client certificate: "
                "give tls with client_ca (--tls-client-ca), or trust_client_cert "
                "(--trust-client-cert) behind a proxy",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Making:
    package: str
    service: object
    subject: Subject
    settings: Settings
    on_stdio: bool
    servers: list[_Server] = field(default_factory=list)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def server(self, place: Bound) -> tuple[_Server, Mapping[str, str]]:
        """The server of one address, and its targets."""
        settings = self.settings
        more: dict[str, Any] = {
            "hooks": self.hooks(),
            "max_timeout": settings.max_timeout,
            "idempotency": settings.idempotency,
        }
        if place.address == STDIO:
            return self._stdio(place.hosts[0].name, more), {place.hosts[0].name: STDIO}
        more["authenticate"] = self.subject.authenticate
        if settings.trust_client_cert:
            more["trust_client_cert"] = True
        names = [host.name for host in place.hosts]
        modules = {name: self._module(name) for name in names}
        if place.listener is not None:
            more["body_timeout"] = settings.limits.body_timeout
            front = {name: getattr(settings, name) for name in _FRONT}
            more |= {name: value for name, value in front.items() if value}
            apps = {}
            for host in place.hosts:
                if settings.public_url is not None:
                    base = settings.public_url.rstrip("/")
                    more["public_url"] = base + place.mount(host, settings.mounts)
                make = modules[host.name].create_app
                apps[host.name] = _made(make, self.service, more)
            encrypted = settings.tls is not None
            targets = place.targets(encrypted=encrypted, mounts=settings.mounts)
            return self._http(place, apps), targets
        (name,) = names
        more["limits"] = settings.limits
        server = _made(modules[name].create_server, self.service, more)
        return server, {name: _listen(server, place.address, settings)}

    def _stdio(self, name: str, options: Mapping[str, Any]) -> _Server:
        from .stdio_server import StdioServer

        serve = partial(
            self._module(name).serve_stdio,
            self.service,
            principal=self.subject.principal,
            grace=self.settings.grace,
            **options,
        )
        return StdioServer(lambda stop: serve(stop=stop), self.service, self.ended)

    def hooks(self) -> Sequence[Hook]:
        """Those that were given, behind the access log."""
        if not self.settings.access_log:
            return self.subject.hooks
        from .access import access_log

        log = access_log(sys.stderr if self.on_stdio else sys.stdout)
        return (log, *self.subject.hooks)

    def _module(self, name: str) -> Any:
        return importlib.import_module(f"{self.package}.{name}.server")

    def _http(self, place: Bound, apps: Mapping[str, Any]) -> _Server:
        try:
            from .http.hosting import HttpServer
            from .http.port import app_of
        except ModuleNotFoundError as error:
            raise missing(error) from None
        settings = self.settings

        def is_ready() -> bool:
            return not self.stopping.is_set()

        app = app_of(self.package, place, apps, settings, is_ready)
        assert place.listener is not None
        mounted = [*apps.values()]
        return HttpServer(app, mounted, place.listener, settings.limits, settings.tls)


async def _started(server: _Server) -> None:
    """ServeError where a server refuses what it is given."""
    try:
        await server.start()
    except (TypeError, ValueError) as error:
        raise ServeError(str(error)) from error


def _made(make: Callable[..., Any], service: object, options: Mapping[str, Any]) -> Any:
    """ServeError where what is given does not fit the contract, such as nobody who is asked."""
    try:
        return make(service, **options)
    except ValueError as error:
        raise ServeError(str(error)) from error


def _listen(server: Any, address: str, settings: Settings) -> str:
    """Give its port to a server that opens it itself, such as grpc.aio's."""
    try:
        port = server.listen(address, settings.tls)
    except RuntimeError:
        raise ServeError(f"cannot listen at {address}") from None
    return f"{address.rpartition(':')[0]}:{port}"


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
