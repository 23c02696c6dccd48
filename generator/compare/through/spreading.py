"""Makes calls one after another from one client: how many come to each of two servers."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from generator.compare.through.calls import CallFailed, made
from generator.compare.through.stand import Addresses, Stand
from generator.compare.timing.intermediary import Absent, Share
from generator.compare.timing.plan import Task
from generator.compare.timing.process import ServerProcess
from generator.compare.timing.relay import Relay
from generator.deploy.address import split
from generator.deploy.callers import transport_of
from generator.styles.style import AnyStyle

CALLS = 20
_WHAT = "who gets its calls"
_CACHED = "a cache may keep the answers of all its operations that were called"


def uncached(stand: Stand, tasks: Sequence[Task], style: AnyStyle) -> Iterator[Task]:
    """The operations of a style of which no cache keeps an answer: every call needs a server."""
    for task in tasks:
        if style.name in task.styles and stand.ways[task.operation, style.name].stored is None:
            yield task


async def shares(
    stand: Stand,
    tasks: Sequence[Task],
    servers: Sequence[ServerProcess],
    addresses: Sequence[Addresses],
) -> tuple[Share | Absent, ...]:
    """Calls of one operation for each style: through the proxy, then through a plain relay."""
    found: list[Share | Absent] = []
    async with stand.running(addresses) as proxy:
        for style in stand.trial.styles:
            task = next(uncached(stand, tasks, style), None)
            if task is None:
                called = any(style.name in one.styles for one in tasks)
                reason = _CACHED if called else "none of its operations was called"
                found.append(Absent(what=_WHAT, style=style.name, operation="", reason=reason))
                continue
            transport = transport_of(style)
            relay = Relay(*(split(one[transport])[1] for one in addresses))
            async with (
                relay.open() as port,
                stand.client(style, proxy) as proxied,
                stand.direct(style, port) as direct,
            ):
                try:
                    for client in (proxied, direct):
                        spread = await _spread(stand, client, task, servers)
                        found.append(
                            Share(
                                operation=task.operation,
                                style=style.name,
                                proxied=client is proxied,
                                servers=spread,
                            )
                        )
                except CallFailed as error:
                    reason = f"a call failed: {error}"
                    name = task.operation
                    found.append(
                        Absent(what=_WHAT, style=style.name, operation=name, reason=reason)
                    )
    return tuple(found)


async def _spread(
    stand: Stand, client: Any, task: Task, servers: Sequence[ServerProcess]
) -> tuple[int, ...]:
    """How many of some calls each server had; CallFailed where one fails."""
    error = stand.package.load("_support").ServiceError
    call = partial(getattr(client, task.method), **task.arguments)
    before = [server.counts()[task.method] for server in servers]
    for _ in range(CALLS):
        await made(call, error)
    after = [server.counts()[task.method] for server in servers]
    return tuple(late - early for early, late in zip(before, after, strict=True))
