"""Serves one client on standard input and output, whatever the protocol of the lines is."""

import abc
import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

from .auth.authenticate import Unchecked
from .auth.known import KnownCaller
from .auth.principal import Principal
from .call import Call
from .guard import Guard
from .hook import Hook
from .http.headers import HeaderMap
from .lifespan import entered
from .operation import Operation
from .shutdown import Shutdown
from .stdio import Channel, LineTooLong, taken
from .stdio_settings import StdioSettings


def guard_of(
    principal: Principal | Unchecked | None,
    hooks: Sequence[Hook],
    operation: Operation[Any],
) -> Guard | None:
    """What stands before an operation where nobody sends credentials.

    ValueError if the contract wants some and ``principal`` is None.
    """
    judge = KnownCaller.of(operation, principal)
    return Guard(operation, judge, hooks) if judge is not None or hooks else None


def headers_of(texts: Mapping[str, Any]) -> HeaderMap:
    """What HTTP's headers would say: members that are texts which a header could have."""
    return {
        name.lower().encode(): text.encode()
        for name, text in texts.items()
        if type(text) is str and (name + text).isascii() and (name + text).isprintable()
    }


class StdioSession(abc.ABC):
    """The calls of one client, side by side, until its messages end."""

    def __init__(
        self,
        channel: Channel,
        settings: StdioSettings,
        shutdown: Shutdown,
    ) -> None:
        self._channel = channel
        self._settings = settings
        self._shutdown = shutdown
        self._tasks: set[asyncio.Task[None]] = set()
        # Those without an answer yet.
        self._running: dict[Hashable, asyncio.Task[None]] = {}

    @abc.abstractmethod
    async def take(self, line: bytes | LineTooLong) -> bytes | None:
        """Begin what a line asks for; gives what is to be answered at once."""
        ...

    @property
    def full(self) -> bool:
        """Whether as many calls run as may."""
        return len(self._tasks) >= self._settings.max_calls

    def runs(self, key: Hashable) -> bool:
        """Whether a call of this key has no answer yet."""
        return key in self._running

    def begin(
        self,
        key: Hashable,
        work: Coroutine[Any, Any, bytes | None],
        made: Sequence[Call],
    ) -> None:
        """Run what gives the line that answers; ``made``: the calls that are answered then."""
        task = asyncio.create_task(self._answer(key, work, made))
        self._running[key] = task
        self._tasks.add(task)
        # One that is cancelled at once never begins.
        task.add_done_callback(partial(self._over, key, work))

    def cancel(self, key: Hashable) -> None:
        """End a call that nobody waits for any more, if it runs."""
        task = self._running.get(key)
        if task is not None:
            task.cancel()

    async def run(self) -> None:
        """Answer all messages; what still runs at their end has ``grace`` seconds more."""
        reading = asyncio.create_task(self._read())
        stopping = asyncio.create_task(self._settings.stop.wait())
        try:
            await asyncio.wait([reading, stopping], return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                reading.result()
            reading.cancel()
            await self._end()
        except OSError:
            pass  # nobody reads the answers any more
        finally:
            reading.cancel()
            stopping.cancel()
            for task in self._tasks:
                task.cancel()
            await self._wait(1)

    async def _read(self) -> None:
        async for line in self._channel.lines():
            answer = await self.take(line)
            if answer is not None:
                await self._channel.send(answer)

    async def _end(self) -> None:
        await self._wait(self._settings.grace)
        self._shutdown.end()
        await self._wait(1)

    async def _wait(self, seconds: float) -> None:
        """Wait for what still runs."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    def _over(
        self,
        key: Hashable,
        work: Coroutine[Any, Any, Any],
        task: "asyncio.Task[None]",
    ) -> None:
        work.close()
        self._tasks.discard(task)
        self._answered(key, task)

    def _answered(self, key: Hashable, task: object) -> None:
        """Another call may have the key from now on."""
        if self._running.get(key) is task:
            del self._running[key]

    async def _answer(
        self,
        key: Hashable,
        work: Coroutine[Any, Any, bytes | None],
        made: Sequence[Call],
    ) -> None:
        try:
            answer = await work
            self._answered(key, asyncio.current_task())
            if answer is not None:
                # Who reads no more ends the input, too.
                with contextlib.suppress(OSError):
                    await self._channel.send(answer)
        finally:
            for call in made:
                if call.callbacks is not None:
                    call.answered()


async def serve_session(
    service: object,
    settings: StdioSettings,
    make: Callable[[Channel], StdioSession],
) -> None:
    """Serve until standard input ends; ``make`` gives what answers the lines of a channel."""
    async with entered(service):
        with taken() as (source, target):
            channel = Channel(source, target, settings.max_body_size)
            try:
                await make(channel).run()
            finally:
                channel.close()
