"""One call over HTTP that passes a guard: its request is read when the guard has let it pass."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import msgspec

from ..auth.evidence import Evidence
from ..call import Call
from ..coroutines import proceed
from ..dispatch import Begun, begun
from ..guard import Guard
from ..shutdown import Shutdown, stopping
from .asgi import DisconnectedError, Receive, Watch

# Reads a request and begins its call: the value if that never waits, else Begun.
Work = Callable[[], Awaitable[Any]]


# One for every request: a msgspec Struct is made in a fifth of the time.
class Passage(msgspec.Struct):
    """The way of one call behind its guard.

    watch, gone: over the client, and whether it went away before there was one.
    """

    receive: Receive
    shutdown: Shutdown
    watch: Watch | None = None
    gone: bool = False

    async def result(
        self,
        guard: Guard,
        call: Call,
        evidence: Evidence | None,
        work: Work,
    ) -> Any:
        """What the call comes to.

        DisconnectedError where the client goes away; `unavailable` where the server ends first.
        """
        task = None
        try:
            result = begun(guard.run(call, evidence, partial(self._done, work)))
            # A call that never waits needs no watch over the end of the server.
            if type(result) is Begun:
                task = asyncio.current_task()
                assert task is not None
                self.shutdown.enter(task)
                result = await proceed(*result)
        except asyncio.CancelledError:
            if self._has_left():
                raise DisconnectedError from None
            if self.shutdown.over:
                raise self.shutdown.answer() from None
            raise
        finally:
            if self.watch is not None:
                self.watch.stop()
            if task is not None:
                self.shutdown.leave(task)
        return result

    def _has_left(self) -> bool:
        """Whether the client went away."""
        return self.gone or (self.watch is not None and self.watch.fired)

    async def _done(self, work: Work) -> Any:
        """Read the request, and call the method."""
        try:
            if self.shutdown.over:
                raise stopping()
            result = await work()
            # A call that never waits needs no watch over its client.
            if type(result) is Begun:
                if self.watch is None:
                    task = asyncio.current_task()
                    assert task is not None
                    self.watch = Watch(self.receive, self.shutdown, task)
                result = await proceed(*result)
        except DisconnectedError:
            # To hooks, that is a call that is cancelled, as it is in every style.
            self.gone = True
            raise asyncio.CancelledError from None
        except asyncio.CancelledError:
            if self.shutdown.over and not self._has_left():
                raise self.shutdown.answer() from None
            raise
        return result
