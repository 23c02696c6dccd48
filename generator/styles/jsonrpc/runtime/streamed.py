"""One method that answers with a stream of items, whatever brings them to the caller."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from generator.runtime.auth.evidence import Evidence
from generator.runtime.call import Call
from generator.runtime.guard import Guard
from generator.runtime.shutdown import Shutdown, stopping
from generator.runtime.streams.outgoing import close_all
from generator.runtime.streams.target import StreamTarget
from generator.runtime.streams.whole import split
from generator.styles.jsonrpc.runtime.messages import Request
from generator.styles.jsonrpc.runtime.method import Method, by_name
from generator.styles.jsonrpc.runtime.wire import served


class Streamed:
    """A method, and what serves it."""

    def __init__(
        self,
        service: object,
        method: Method,
        max_timeout: float | None,
        shutdown: Shutdown,
        guard: Guard | None,
    ) -> None:
        self.method = method
        self.target = StreamTarget(service, method.operation, max_timeout)
        self.shutdown = shutdown
        self.guard = guard
        self.wire = served(method.name)


class Items:
    """The items of one call, to be closed whether they have been opened or not."""

    def __init__(self, streamed: Streamed) -> None:
        self._streamed = streamed
        self._answered: Any = None
        self._items: AsyncIterator[Any] | None = None

    async def open(
        self,
        message: Request,
        call: Call,
        evidence: Evidence,
        passed: Callable[[], None] | None = None,
    ) -> AsyncIterator[Any]:
        """What the service answers; ``passed``: is called once nothing else is to be asked."""
        streamed = self._streamed

        async def work() -> Any:
            if streamed.shutdown.over:
                raise stopping()
            params = by_name(streamed.method, message.params)
            given, content = split(streamed.method.operation, params)
            if passed is not None:
                passed()
            opened = streamed.target.open(given, call, content, streamed.shutdown)
            self._items = await opened
            return self._items

        if streamed.guard is None:
            self._answered = await work()
        else:
            self._answered = await streamed.guard.run(call, evidence, work)
        items: AsyncIterator[Any] = self._answered
        return items

    async def close(self) -> None:
        """Nothing more is wanted."""
        await close_all(self._answered, self._items)


def structured(item: bytes) -> bytes:
    """An item as parameters, which are an object or an array: of one, if it is no object."""
    return item if item.startswith(b"{") else b"[%b]" % item
