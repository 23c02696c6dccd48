"""Which store a server has: its own, the one of its service in memory, or none."""

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from .store import IdempotencyStore


class _InMemory:
    """What stands for the memory store of the service."""

    def __repr__(self) -> str:
        return "IN_MEMORY"


IN_MEMORY: Final = _InMemory()

# A store, the one in memory that all servers of a service object in a process share, or none: then
# the header reaches the service, and nothing else.
StoreChoice: TypeAlias = "IdempotencyStore | _InMemory | None"


def store_of(service: object, choice: "StoreChoice | str") -> "IdempotencyStore | None":
    """The store of a server; TypeError for what is none."""
    if isinstance(choice, _InMemory):
        from .of_service import memory_of

        return memory_of(service)
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
    from .memory import MemoryStore

    if workers > 1 and isinstance(choice, _InMemory | MemoryStore):
        text = f"{workers} workers cannot share idempotency keys kept in memory"
        raise ValueError(f"{text}: name a store, redis://host:6379/0, or none")
