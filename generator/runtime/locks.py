"""Runs the writes of one resource one after another, whatever style and event loop they come by.

A lock lives as long as somebody holds it or waits for it. It is held until the method that it is
for has really ended: a `def` method goes on in its thread when its caller has gone.
"""

import asyncio
import threading
import weakref
from collections import deque
from collections.abc import Hashable
from contextvars import ContextVar

from .shared import one, shared

_Waiter = asyncio.Future["Hold"]


@shared
class ResourceLocks:
    """The locks of one service object; every server of the object in a process shares them."""

    def __init__(self, service: object) -> None:
        self.service = service
        self._waiting: dict[Hashable, deque[_Waiter]] = {}
        self._mutex = threading.Lock()

    @classmethod
    def of(cls, service: object) -> "ResourceLocks":
        """The locks of a service, the same for all who ask while one of them keeps them."""
        with _MUTEX:
            locks = _KNOWN.get(id(service))
            if locks is None:
                locks = _KNOWN[id(service)] = cls(service)
            return locks

    def __len__(self) -> int:
        """How many resources are locked."""
        return len(self._waiting)

    async def acquire(self, resource: Hashable) -> "Hold":
        """Wait for one's turn, in the order of coming; release what comes back.

        A call that comes out of one that holds the lock does not wait for itself: it shares it.
        """
        for held in HELD.get():
            if held.shared_by(self, resource):
                return held
        with self._mutex:
            waiting = self._waiting.get(resource)
            if waiting is None:
                self._waiting[resource] = deque()
                return Hold(self, resource)
            turn: _Waiter = asyncio.get_running_loop().create_future()
            waiting.append(turn)
        try:
            return await turn
        except BaseException:
            self._leave(resource, turn)
            raise

    def _leave(self, resource: Hashable, turn: _Waiter) -> None:
        """Give up waiting; what has been handed over at the same moment goes to the next."""
        with self._mutex:
            waiting = self._waiting.get(resource)
            if waiting is not None and turn in waiting:
                waiting.remove(turn)
                return
        if turn.done() and not turn.cancelled():
            turn.result().release()

    def hand_over(self, resource: Hashable) -> None:
        """Let the next one in; without one the lock is gone. May be called from any thread."""
        with self._mutex:
            waiting = self._waiting[resource]
            if not waiting:
                del self._waiting[resource]
                return
            turn = waiting.popleft()
        hold = Hold(self, resource)
        try:
            turn.get_loop().call_soon_threadsafe(_give, turn, hold)
        except RuntimeError:  # its event loop is closed
            hold.release()


def _give(turn: _Waiter, hold: "Hold") -> None:
    if turn.done():  # it was cancelled, and has found itself no longer in the queue
        hold.release()
    else:
        turn.set_result(hold)


class Hold:
    """The lock of one resource, held by one call and by what comes out of it."""

    __slots__ = ("_locks", "_resource", "_users")

    def __init__(self, locks: ResourceLocks, resource: Hashable) -> None:
        self._locks = locks
        self._resource = resource
        self._users = 1

    def shared_by(self, locks: ResourceLocks, resource: Hashable) -> bool:
        """Hold it once more, if it is this one and still held."""
        return self._locks is locks and self._resource == resource and self.share()

    def share(self) -> bool:
        """Hold it once more: it is released when all have released it; False if it was already."""
        with _USERS:
            if self._users == 0:
                return False
            self._users += 1
            return True

    def release(self) -> None:
        """Hold it once less. May be called from any thread."""
        with _USERS:
            self._users -= 1
            if self._users:
                return
        self._locks.hand_over(self._resource)


_MUTEX, _USERS = threading.Lock(), threading.Lock()
# By id: services need not be hashable. Whoever uses the locks keeps their service alive, so that no
# other object can get its id meanwhile.
_KNOWN: weakref.WeakValueDictionary[int, ResourceLocks] = weakref.WeakValueDictionary()
# What the current call holds; a method in a thread, and tasks that it starts, know it too.
HELD: ContextVar[tuple[Hold, ...]] = one("HELD", ContextVar("held", default=()))
