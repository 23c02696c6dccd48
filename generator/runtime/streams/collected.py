"""Serves what answers with a stream of items as a call like any other: one list, up to a limit."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import msgspec

from ..auth.evidence import Evidence
from ..call import Call
from ..codes import Code
from ..errors import ServiceError
from ..guard import Guard
from ..operation import Operation
from ..shutdown import Shutdown
from ..unions import encode
from .outgoing import close_all
from .target import StreamTarget
from .whole import split

Tell = Callable[[int], Awaitable[None]]


class CollectedTarget:
    """Stands in for a `Target` where a message is one piece, as in JSON.

    max_items, max_size: how many items a list may have, and how many bytes in JSON.
    """

    def __init__(
        self,
        service: object,
        op: Operation[Any],
        shutdown: Shutdown,
        *,
        max_timeout: float | None,
        max_items: int,
        max_size: int,
    ) -> None:
        self._op = op
        self._target = StreamTarget(service, op, max_timeout)
        self._shutdown = shutdown
        self._max_items = max_items
        self._max_size = max_size

    async def serve(
        self,
        raw: Mapping[str, Any],
        call: Call,
        guard: Guard | None,
        evidence: Evidence | None,
        tell: Tell | None = None,
    ) -> list[msgspec.Raw]:
        """Serve one call: all items, each as its JSON; `resource_exhausted` if they are too many.

        tell: is awaited with the number of items whenever there is another.
        """
        items: AsyncIterator[Any] | None = None

        async def work() -> Any:
            nonlocal items
            given, content = split(self._op, raw)
            items = await self._target.open(given, call, content, self._shutdown)
            return items

        answered: Any = None
        try:
            opened = work() if guard is None else guard.run(call, evidence, work)
            answered = await opened
            return await self._collected(answered, tell)
        finally:
            await close_all(answered, items)

    async def _collected(
        self,
        items: AsyncIterator[Any],
        tell: Tell | None,
    ) -> list[msgspec.Raw]:
        found: list[msgspec.Raw] = []
        size = 0
        async for item in items:
            data = encode(item)
            size += len(data)
            found.append(msgspec.Raw(data))
            if len(found) > self._max_items:
                raise _too_many(f"{self._max_items} items")
            if size > self._max_size:
                raise _too_many(f"{self._max_size} bytes")
            if tell is not None:
                await tell(len(found))
        return found


def _too_many(limit: str) -> ServiceError:
    text = f"The answer has more than {limit}."
    return ServiceError(text, code=Code.RESOURCE_EXHAUSTED)
