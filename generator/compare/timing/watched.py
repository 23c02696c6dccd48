"""Counts the calls of a service, and holds them while it is told to."""

import asyncio
import inspect
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


class WatchedService:
    """``service`` has the methods of another; ``counts``: the calls of each, held ones included.

    Methods that give a stream are not watched.
    """

    def __init__(self, service: Any) -> None:
        self.counts: dict[str, int] = {}
        self._free = asyncio.Event()
        self._free.set()
        methods = {name: self._watched(name, method) for name, method in vars(service).items()}
        self.service = SimpleNamespace(**methods)

    def hold(self) -> None:
        """From now on no call is answered."""
        self._free.clear()

    def release(self) -> None:
        """Answer those that are held, and all that come."""
        self._free.set()

    def _watched(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.isasyncgenfunction(method):
            return method
        self.counts[name] = 0

        async def answer(**arguments: Any) -> Any:
            self.counts[name] += 1
            await self._free.wait()
            return await method(**arguments)

        return answer
