"""What stands behind the proxy: two servers of one service, which tell what came to them."""

import contextlib
import importlib
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from generator.deploy.running import free_address
from generator.styles import registry
from tests.auth.callers import authenticate as known
from tests.behaviour.hosting import Host
from tests.deploy.traffic.line import Line


@dataclass(frozen=True, kw_only=True)
class Came:
    """One call as it came to a server."""

    server: int
    operation: str
    style: str
    headers: Mapping[str, str]
    remaining: float | None


@dataclass(kw_only=True)
class Server:
    """One of the two; lines: those to it, by the key of a backend: ``http``, ``grpc``."""

    number: int
    lines: dict[str, Line] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)

    def cut(self) -> None:
        """Let it die: all its connections end."""
        for line in self.lines.values():
            line.cut()


# At which of the two the method of a service is called.
SERVER: ContextVar[Server] = ContextVar("server")


class Pair:
    """Two servers of one contract, and the service that both serve.

    service: the object that they serve from now on; came: all calls, in their order.
    """

    def __init__(
        self, host: Host, package: str, authenticate: Callable[..., Any] | None = None
    ) -> None:
        self.host = host
        self.package = package
        self.service: Any = None
        self.came: list[Came] = []
        self.servers = [Server(number=number) for number in range(2)]
        self._authenticate = authenticate or known
        self._stack = contextlib.AsyncExitStack()

    @property
    def operations(self) -> tuple[Any, ...]:
        found: tuple[Any, ...] = importlib.import_module(f"{self.package}.operations").OPERATIONS
        return found

    def spread(self, operation: str | None = None) -> list[int]:
        """How many calls each of the servers has had."""
        numbers = [one.server for one in self.came if operation in (None, one.operation)]
        return [numbers.count(server.number) for server in self.servers]

    def at(self, kind: str) -> list[str]:
        """The addresses of the servers of a transport."""
        return [server.lines[kind].address for server in self.servers if kind in server.lines]

    async def open(self) -> None:
        """Serve, and listen on all lines."""
        support = f"{self.package.rpartition('.')[0]}._support"
        serving = importlib.import_module(f"{support}.serve").serving
        settings = importlib.import_module(f"{support}.settings").Settings
        module = f"{self.package}.serving"
        hosts = importlib.import_module(module).HOSTS
        for server in self.servers:
            running = serving(
                module,
                hosts,
                self._served(server),
                _addresses(hosts),
                settings(health=True, trust_client_cert=True, compress=True, grace=0),
                authenticate=self._authenticate,
                hooks=[self._hook(server)],
            )
            server.targets = await self._stack.enter_async_context(running)
            for name, target in server.targets.items():
                port = int(target.split("/")[2 if "://" in target else 0].rpartition(":")[2])
                kind = "http" if registry.style(name).hosting.kind == "asgi" else "grpc"
                if kind not in server.lines:
                    line = server.lines[kind] = Line(port)
                    self._stack.push_async_callback(line.close)
                    await line.listen()

    async def close(self) -> None:
        await self._stack.aclose()

    def _hook(self, server: Server) -> Any:
        async def saw(call: Any, proceed: Callable[[], Awaitable[Any]]) -> Any:
            self.came.append(
                Came(
                    server=server.number,
                    operation=call.operation,
                    style=call.style,
                    headers=dict(call.headers),
                    remaining=call.remaining(),
                )
            )
            return await proceed()

        return saw

    def _served(self, server: Server) -> object:
        """A service that calls whatever the service is at that time."""
        methods = {one.method: self._method(one, server) for one in self.operations}
        return type("Served", (), methods)()

    def _method(self, operation: Any, server: Server) -> Any:
        def called(given: dict[str, Any]) -> Any:
            SERVER.set(server)
            return getattr(self.service, operation.method)(**given)

        if operation.gives is not None:

            async def items(_: object, **given: Any) -> AsyncIterator[Any]:
                async with contextlib.aclosing(called(given)) as found:
                    async for item in found:
                        yield item

            return items

        async def result(_: object, **given: Any) -> Any:
            found = called(given)
            return await found if inspect.isawaitable(found) else found

        return result


def _addresses(hosts: Any) -> dict[str, str]:
    """Free ports; all styles over HTTP share one."""
    shared = free_address()
    return {host.name: shared if host.kind == "asgi" else "127.0.0.1:0" for host in hosts}
