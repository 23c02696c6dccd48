"""Serves many contracts in one event loop, and calls them: one HTTP server for all of them."""

import contextlib
import itertools
from collections.abc import AsyncIterator, Callable, Iterable
from types import SimpleNamespace
from typing import Any

from generator.model import AuthKind
from generator.runtime.auth.credentials import ApiKey, Basic, Bearer
from generator.runtime.auth.principal import Principal
from generator.styles import registry
from tests.behaviour.hosting import listening
from tests.behaviour.told import ROOT, own
from tests.check.truth.script import Script
from tests.check.truth.sides import Side


class Host:
    """Servers of contracts, and the clients that tests make of them."""

    def __init__(self, base: str) -> None:
        self._base = base
        self.apps: dict[str, Any] = {}
        self._numbers = itertools.count()

    def add(self, app: Any) -> str:
        """Serve an ASGI app below a path of its own; gives its URL."""
        name = f"at-{next(self._numbers)}"
        self.apps[name] = app
        return f"{self._base}/{name}"


@contextlib.asynccontextmanager
async def hosting() -> AsyncIterator[Host]:
    """One server of HTTP for as long as the block runs."""
    apps: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        _, name, rest = scope["path"].split("/", 2)
        raw = scope["raw_path"].split(b"/", 2)[2]
        await apps[name](scope | {"path": f"/{rest}", "raw_path": b"/" + raw}, receive, send)

    async with listening(app) as base:
        host = Host(base)
        host.apps = apps
        yield host


class Served:
    """One side, served in every style; ``script`` is what its service does next."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.script: Script | None = None
        self.targets: dict[str, str] = {}
        self._stop: list[Callable[[], Any]] = []

    async def start(self, host: Host) -> None:
        """Begin to serve."""
        methods = {entry.method: self._method(entry) for entry in self.side.entries.values()}
        service = SimpleNamespace(**methods)
        for style, _ in self.side.bound.bindings:
            module = self.side.load(f"{style.name}.server")
            if style.hosting.kind == "asgi":
                app = module.create_app(service, authenticate=_authenticate)
                self.targets[style.name] = host.add(app)
            else:
                server = module.create_server(service, authenticate=_authenticate)
                self.targets[style.name] = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
                await server.start()
                self._stop.append(lambda server=server: server.stop(grace=0))

    async def stop(self) -> None:
        """Serve no more."""
        for stop in self._stop:
            await stop()

    def _method(self, entry: Any) -> Callable[..., Any]:
        async def answer(**arguments: Any) -> Any:
            return await self._running().answer(entry, arguments)

        async def stream(**arguments: Any) -> AsyncIterator[Any]:
            for item in await self._running().answer(entry, arguments):
                yield item

        return answer if entry.gives is None else stream

    def _running(self) -> Script:
        assert self.script is not None
        return self.script


async def _authenticate(credentials: Any) -> Principal | None:
    """Anybody, with the scopes that stand in the token: ``ann:read,write``."""
    scopes: set[str] = set()
    for one in credentials.values():
        secret = next(
            (getattr(one, n) for n in ("token", "key", "password") if hasattr(one, n)), ""
        )
        scopes |= {scope for scope in secret.partition(":")[2].split(",") if scope}
    return Principal("ann", frozenset(scopes)) if [*credentials.values()] else None


def clients(side: Side, style: str, target: str, shown: Any) -> Iterable[Any]:
    """The clients of a style, one for each way in which it can write."""
    module = side.load(f"{style}.client")
    options = {} if not shown else {"credentials": shown}
    made = getattr(own(style), "clients", None) if _tells(style) else None
    return (
        [module.AsyncClient(target, **options)] if made is None else made(module, target, options)
    )


def _tells(style: str) -> bool:
    return (ROOT / f"tests/{style}/told.py").exists()


def credentials(side: Side, shown: dict[str, str]) -> Any:
    """What a client shows: a token for each scheme."""
    kinds = {AuthKind.API_KEY: ApiKey, AuthKind.BASIC: lambda text: Basic("ann", text)}
    return {name: kinds.get(side.api.auth[name].kind, Bearer)(text) for name, text in shown.items()}


def names() -> tuple[str, ...]:
    """The styles."""
    return tuple(registry.names())
