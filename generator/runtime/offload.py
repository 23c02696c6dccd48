"""Does what takes long with a large input in a thread, so that other calls go on meanwhile."""

import asyncio
import functools
import gc
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@functools.cache
def _threads() -> ThreadPoolExecutor:
    """Two, apart from those of the service's methods: large inputs wait for each other."""
    return ThreadPoolExecutor(2, thread_name_prefix="judge")


async def offload(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a thread."""
    results: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        with _UNCOLLECTED:
            try:
                results.append(function(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001
                errors.append(error)

    # A future that kept them would be kept, with the whole input, by the error's own traceback.
    await asyncio.get_running_loop().run_in_executor(_threads(), work)
    if errors:
        raise errors.pop()
    return results.pop()


class _Uncollected:
    """While one of its blocks runs, nobody looks for garbage.

    With millions of new objects the collector would look at all of them again and again, which
    takes several times as long as to make them, and all other threads stand still meanwhile.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks = 0
        self._was_enabled = False

    def __enter__(self) -> None:
        with self._lock:
            if self._blocks == 0:
                self._was_enabled = gc.isenabled()
                gc.disable()
            self._blocks += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._blocks -= 1
            if self._blocks == 0 and self._was_enabled:
                gc.enable()


_UNCOLLECTED = _Uncollected()
