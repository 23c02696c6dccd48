"""A method as a server has it: what serves it, and what stands before it."""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

from generator.runtime.coroutines import proceed
from generator.runtime.dispatch import Begun, Target
from generator.runtime.guard import Guard
from generator.runtime.idempotency.store import IdempotencyStore
from generator.runtime.operation import Operation
from generator.runtime.shutdown import Shutdown
from generator.runtime.streams.whole import WholeTarget
from generator.runtime.wire import Wire
from generator.styles.jsonrpc.runtime.method import Method
from generator.styles.jsonrpc.runtime.settings import JsonRpcSettings


class Served(NamedTuple):
    """A method, and what serves it."""

    method: Method
    target: Target | WholeTarget
    guard: Guard | None
    wire: Wire


async def waited(begin: Callable[[], Any], shutdown: Shutdown) -> Any:
    """What a call gives that has passed its guard: `unavailable` where the server's end ends it."""
    try:
        result = begin()
        return await proceed(*result) if type(result) is Begun else result
    except asyncio.CancelledError:
        if shutdown.over:
            raise shutdown.answer() from None
        raise


def target_of(
    service: object,
    operation: Operation[Any],
    settings: JsonRpcSettings,
    shutdown: Shutdown,
    store: IdempotencyStore | None,
) -> Target | WholeTarget:
    """What serves an operation: a file is a value, and a stream of a client's `unimplemented`."""
    takes, timeout = operation.takes, settings.max_timeout
    if not operation.streaming or (takes is not None and not takes.chunks):
        return Target(service, operation, timeout, store)
    return WholeTarget(service, operation, timeout, settings.max_body_size, shutdown)
