"""What holds a service until a test lets it go on: no outcome hangs on how fast the machine is."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=Exception)

# Seconds for what has to happen: nobody waits so long, unless it does not.
PATIENCE = 40
# Seconds for a deadline that has to pass while something is held, each for who came not far enough
# with the one before.
DEADLINES = (0.1, 0.4, 1.6, 6.4, 25.6)


async def until(condition: Callable[[], object]) -> None:
    """Until a condition holds, which something else brings about."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.005)


async def when_not(error: type[Exception], call: Callable[[], Awaitable[T]]) -> T:
    """What a call gives as soon as it does not end with this error any more."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with contextlib.suppress(error):
                return await call()
            await asyncio.sleep(0.005)


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
            await asyncio.sleep(0.005)

    def passed_by_thread(self) -> None:
        """Go through, as a thread."""
        self._open.wait(PATIENCE)
