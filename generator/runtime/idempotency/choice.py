"""Which store a server has: its own, the one of its service in memory, or none."""

import threading
import weakref
from typing import Final

from .memory import MemoryStore
from .store import IdempotencyStore


class _InMemory:
    """What stands for the memory store of the service."""

    def __repr__(self) -> str:
        return "IN_MEMORY"


IN_MEMORY: Final = _InMemory()

# A store, the one in memory that all servers of a service object in a process share, or none: then
# the header reaches the service, and nothing else.
StoreChoice = IdempotencyStore | _InMemory | None


def store_of(service: object, choice: StoreChoice | str) -> IdempotencyStore | None:
    """The store of a server; TypeError for what is none."""
    if isinstance(choice, _InMemory):
        return _memory_of(service)
    if isinstance(choice, str):
        text = f"such as RedisStore({choice!r}), or None"
        raise TypeError(f"idempotency= takes a store, {text}")
    return choice


def named_store(text: str) -> StoreChoice:
    """``memory``, ``none`` or ``redis://host:6379/0``; ValueError for anything else."""
    if text == "none":
        return None
    if text == "memory":
        return IN_MEMORY
    if text.startswith(("redis://", "rediss://", "unix://")):
        from .redis import RedisStore

        return RedisStore(text)
    known = "memory, none or redis://host:6379/0"
    raise ValueError(f"a store of idempotency keys is {known}")


def check_workers(choice: StoreChoice, workers: int) -> None:
    """ValueError for a store that several processes cannot share."""
    if workers > 1 and isinstance(choice, _InMemory | MemoryStore):
        text = f"{workers} workers cannot share idempotency keys kept in memory"
        raise ValueError(f"{text}: name a store, redis://host:6379/0, or none")


class _ServiceStore(MemoryStore):
    """The store of one service object, which it keeps alive: no other can get its id meanwhile."""

    def __init__(self, service: object) -> None:
        super().__init__()
        self._service = service


def _memory_of(service: object) -> IdempotencyStore:
    with _MUTEX:
        store = _KNOWN.get(id(service))
        if store is None:
            store = _KNOWN[id(service)] = _ServiceStore(service)
        return store


_MUTEX = threading.Lock()
_KNOWN: weakref.WeakValueDictionary[int, _ServiceStore] = weakref.WeakValueDictionary()
