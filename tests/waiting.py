"""What holds a service until a test lets it go on: no outcome hangs on how fast the machine is."""

import asyncio
import contextlib
import os
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=Exception)

# Seconds for what has to happen: nobody waits so long, unless it does not, as with a mutant.
PATIENCE = float(os.environ.get("PATIENCE", "40"))
# Looks in them, at least: who counts looks is not misled by a machine that stood still for a while.
_PAUSE = 0.005
_LOOKS = range(int(PATIENCE / _PAUSE))
_NEVER = "it never came to this"
# Seconds for a deadline that has to pass while something is held, each for who came not far enough
# with the one before.
DEADLINES = (0.1, 0.4, 1.6, 6.4, 25.6)


async def until(condition: Callable[[], object]) -> None:
    """Until a condition holds, which something else brings about."""
    for _ in _LOOKS:
        if condition():
            return
        await asyncio.sleep(_PAUSE)
    raise AssertionError(_NEVER)


def until_by_thread(condition: Callable[[], object]) -> None:
    """Until a condition holds, as a thread."""
    for _ in _LOOKS:
        if condition():
            return
        time.sleep(_PAUSE)
    raise AssertionError(_NEVER)


async def when_not(error: type[Exception], call: Callable[[], Awaitable[T]]) -> T:
    """What a call gives as soon as it does not end with this error any more."""
    for _ in _LOOKS:
        with contextlib.suppress(error):
            return await call()
        await asyncio.sleep(_PAUSE)
    raise AssertionError(_NEVER)


async def given_up(
    call: Callable[[float], Awaitable[object]], error: type[E], begun: Callable[[], object]
) -> E:
    """How a call ended whose deadline passed while the service that had begun it was held.

    call: makes it, with so many seconds for its deadline. Who is more patient comes to the service
    on a slower machine, too.
    """
    for seconds in DEADLINES:
        try:
            found = await call(seconds)
        except error as ended:
            if begun():
                return ended
        else:
            raise AssertionError(f"the service was not held: {found}")
    raise AssertionError("no call came to the service")


def given_up_by_thread(
    call: Callable[[float], object], error: type[E], begun: Callable[[], object]
) -> E:
    """`given_up` for a call that holds its thread."""

    async def aside(seconds: float) -> object:
        return await asyncio.to_thread(call, seconds)

    return asyncio.run(given_up(aside, error, begun))


class Gate:
    """Lets everybody through; while it is shut, they wait before it."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._open.set()

    @contextlib.contextmanager
    def shut(self) -> Iterator[None]:
        """Nobody goes through before the block ends, or calls `open`."""
        self._open.clear()
        try:
            yield
        finally:
            self.open()

    def open(self) -> None:
        self._open.set()

    async def passed(self) -> None:
        """Go through, as a coroutine."""
        while not self._open.is_set():
            await asyncio.sleep(_PAUSE)

    def passed_by_thread(self) -> None:
        """Go through, as a thread."""
        self._open.wait(PATIENCE)
