"""Serves one style on standard input and output, as one of the servers of a process."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from .lifespan import has_been_entered

# Seconds in which what has no grace left is to end.
_LAST = 1.0


class StdioServer:
    """Runs what a style's ``serve_stdio`` gives, until its input ends.

    serve: is given an event that ends the input; ended: is set when it has ended by itself.
    """

    def __init__(
        self,
        serve: Callable[[asyncio.Event], Coroutine[Any, Any, None]],
        service: object,
        ended: asyncio.Event,
    ) -> None:
        self._stop = asyncio.Event()
        self._work = serve(self._stop)
        self._service = service
        self._ended = ended
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Serve from now on; what it refuses from the first, such as a principal, is raised."""
        self._task = asyncio.create_task(self._run())
        await asyncio.sleep(0)
        if self._task.done():
            self._task.result()

    async def _run(self) -> None:
        has_been_entered(self._service)
        try:
            await self._work
        finally:
            self._ended.set()

    async def stop(self, grace: float) -> None:
        """Read no more, and give the calls that run ``grace`` seconds; then end them."""
        assert self._task is not None
        self._stop.set()
        if grace <= 0:
            self._task.cancel()
        done, _ = await asyncio.wait([self._task], timeout=grace + _LAST)
        if not done:
            self._task.cancel()
            await asyncio.wait([self._task], timeout=_LAST)
