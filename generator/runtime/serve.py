"""Serves one object in any styles at once, until told to stop.

ASGI styles that share a host and port are mounted side by side in one server.
"""

import asyncio
import contextlib
import functools
import importlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from .auth.authenticate import Authenticate
from .hook import Hook
from .hosts import STDIO, Host, ServeError
from .idempotency.choice import check_workers
from .listeners import Bound, bound
from .servers import Subject, running
from .settings import SETTINGS, Settings
from .signals import Signals, end_process

__all__ = ["ServeError", "Settings", "loop_factory", "run", "run_made", "serving"]

Announce = Callable[[Mapping[str, str]], None]


def run(
    module: str,
    hosts: Sequence[Host],
    service: object,
    addresses: Mapping[str, str | None],
    settings: Settings = SETTINGS,
    *,
    authenticate: Authenticate | None = None,
    hooks: Sequence[Hook] = (),
    principal: object = None,
    announce: Announce | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; ``module`` is one of the contract's own package.

    principal: who calls where a style is served on standard input, the end of which ends all.
    announce: is told the target of each style's clients, by its name, once all of them serve.
    """
    subject = Subject(
        service=service,
        authenticate=authenticate,
        hooks=hooks,
        principal=principal,
    )
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
    if several and STDIO in addresses.values():
        text = "stdio is read by one process: leave workers out, or serve over HTTP"
        raise ServeError(text)
    if several:
        _check_keys(module, settings)
    with bound(hosts, addresses, shared=several) as places:
        if not several:
            _work(module, places, make, settings, announce, ends_process=ends_process)
            return
        from .workers import Workers

        def work(announce: Announce) -> None:
            _work(module, places, make, settings, announce, ends_process=True)

        listeners = [place.listener for place in places if place.listener is not None]
        Workers(work, settings, listeners).run(announce)


def _check_keys(module: str, settings: Settings) -> None:
    """ServeError for idempotency keys that several processes cannot share."""
    table = importlib.import_module(f"{module.rpartition('.')[0]}.operations")
    if any(operation.keyed for operation in table.OPERATIONS):
        try:
            check_workers(settings.idempotency, settings.workers)
        except ValueError as error:
            raise ServeError(str(error)) from None


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
    on_stdio = any(place.address == STDIO for place in places)

    async def serve_until_stopped() -> None:
        with Signals() as signals:
            at_once = signals.at_once
            subject = make()
            async with running(
                module,
                places,
                subject,
                settings,
                at_once=at_once,
            ) as servers:
                if announce is not None:
                    announce(servers.targets)
                await _either(signals.stop, servers.ended)
                if not servers.ended.is_set():
                    await servers.drain(settings.drain, at_once)
            if ends_process:
                end_process(0)

    with contextlib.ExitStack() as stack:
        if on_stdio:  # before the service is made, which may print
            from .stdio import taken

            stack.enter_context(taken())
        runner = stack.enter_context(asyncio.Runner(loop_factory=loop_factory()))
        runner.run(serve_until_stopped())


async def _either(*events: asyncio.Event) -> None:
    """Wait until one of them is set."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


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
) -> AsyncIterator[dict[str, str]]:
    """Serve in this process while the block runs; gives the target of each style's clients."""
    subject = Subject(service=service, authenticate=authenticate, hooks=hooks)
    with bound(hosts, addresses) as places:
        async with running(module, places, subject, settings, at_once=None) as servers:
            yield dict(servers.targets)


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
