"""Does what takes long with a large input in a thread, so that other calls go on meanwhile."""

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Bytes of a request; what is smaller is judged in a few milliseconds.
LARGE = 128 * 1024


@functools.cache
def _threads() -> ThreadPoolExecutor:
    """Two, apart from those of the service's methods: large inputs wait for each other."""
    return ThreadPoolExecutor(2, thread_name_prefix="judge")


async def aside(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a thread."""
    work = functools.partial(function, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_threads(), work)
