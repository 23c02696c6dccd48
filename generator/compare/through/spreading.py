"""Makes calls one after another from one client: how many come to each of two servers."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from generator.compare.through.calls import CallFailed, made
from generator.compare.through.stand import Addresses, Stand, transport_of
from generator.compare.timing.intermediary import Share
from generator.compare.timing.plan import Task
from generator.compare.timing.process import ServerProcess
from generator.compare.timing.relay import Relay
from generator.styles.style import AnyStyle

CALLS = 20


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
) -> tuple[Share, ...]:
    """Calls of one operation for each style: through the proxy, then through a plain relay."""
    found = []
    async with stand.running(addresses) as proxy:
        for style in stand.trial.styles:
            task = next(uncached(stand, tasks, style), None)
            if task is None:
                continue
            async with stand.client(style, proxy) as client:
                found.append(await _spread(stand, client, task, style, servers, proxied=True))
            transport = transport_of(style)
            relay = Relay(*(int(one[transport].rpartition(":")[2]) for one in addresses))
            async with relay.open() as port, stand.direct(style, port) as client:
                found.append(await _spread(stand, client, task, style, servers, proxied=False))
    return tuple(one for one in found if one is not None)


async def _spread(
    stand: Stand,
    client: Any,
    task: Task,
    style: AnyStyle,
    servers: Sequence[ServerProcess],
    *,
    proxied: bool,
) -> Share | None:
    error = stand.package.load("_support").ServiceError
    call = partial(getattr(client, task.method), **task.arguments)
    before = [server.counts()[task.method] for server in servers]
    try:
        for _ in range(CALLS):
            await made(call, error)
    except CallFailed:
        return None
    after = [server.counts()[task.method] for server in servers]
    return Share(
        operation=task.operation,
        style=style.name,
        proxied=proxied,
        servers=tuple(late - early for early, late in zip(before, after, strict=True)),
    )
