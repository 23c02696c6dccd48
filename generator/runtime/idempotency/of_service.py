"""The store in memory of a service object, which all its servers in a process share."""

import threading
import weakref

from .memory import MemoryStore
from .store import IdempotencyStore


class _ServiceStore(MemoryStore):
    """The store of one service object, which it keeps alive: no other can get its id meanwhile."""

    def __init__(self, service: object) -> None:
        super().__init__()
        self._service = service


def memory_of(service: object) -> IdempotencyStore:
    """The store of a service: one for as long as somebody has it."""
    with _MUTEX:
        store = _KNOWN.get(id(service))
        if store is None:
            store = _KNOWN[id(service)] = _ServiceStore(service)
        return store


_MUTEX = threading.Lock()
_KNOWN: weakref.WeakValueDictionary[int, _ServiceStore] = weakref.WeakValueDictionary()
