"""What serves the operations of styles whose calls are one message each, in and out."""

import asyncio
from collections.abc import Callable
from typing import Any

from .coroutines import proceed
from .dispatch import Begun, Target
from .idempotency.store import IdempotencyStore
from .operation import Operation
from .shutdown import Shutdown
from .streams.whole import WholeTarget


def target_of(
    service: object,
    operation: Operation[Any],
    shutdown: Shutdown,
    *,
    max_timeout: float | None,
    max_size: int,
    store: IdempotencyStore | None,
) -> Target | WholeTarget:
    """What serves an operation: a file is a value, and a stream of items `unimplemented`.

    max_size: bytes that a file may have which comes back.
    """
    both = operation.takes, operation.gives
    streams = [stream for stream in both if stream is not None]
    if not streams or not all(stream.chunks for stream in streams):
        return Target(service, operation, max_timeout, store)
    return WholeTarget(service, operation, max_timeout, max_size, shutdown)


async def waited(begin: Callable[[], Any], shutdown: Shutdown) -> Any:
    """What a call gives that has passed its guard: `unavailable` where the server's end ends it."""
    try:
        result = begin()
        return await proceed(*result) if type(result) is Begun else result
    except asyncio.CancelledError:
        if shutdown.over:
            raise shutdown.answer() from None
        raise
