"""Keeps the items of a derived service; here in memory, in ``sqlite`` in a file.

An item is a msgspec struct under a kind (its resource), the keys of its ancestors and its own.
"""

from typing import Protocol

import msgspec

ItemKey = tuple[str | int, ...]


class Store(Protocol):
    """Items by kind and key; a key's last part is the item's own, the rest its parents'."""

    def get(self, kind: str, key: ItemKey) -> msgspec.Struct | None:
        """The item, or None."""

    def put(self, kind: str, key: ItemKey, item: msgspec.Struct) -> None:
        """Keep an item; one that was there is replaced and keeps its place in the order."""

    def delete(self, kind: str, key: ItemKey) -> bool:
        """Forget an item; False if there was none."""

    def items(self, kind: str, parents: ItemKey) -> list[tuple[ItemKey, msgspec.Struct]]:
        """The items below some parents, oldest first."""

    def number(self, kind: str) -> int:
        """A number that was never handed out for this kind: 1, 2, 3, …"""

    def close(self) -> None:
        """Let go of files."""


class MemoryStore:
    """Items that are gone when the process ends."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, ItemKey], dict[ItemKey, msgspec.Struct]] = {}
        self._numbers: dict[str, int] = {}

    def get(self, kind: str, key: ItemKey) -> msgspec.Struct | None:
        """The item, or None."""
        return self._items.get((kind, key[:-1]), {}).get(key)

    def put(self, kind: str, key: ItemKey, item: msgspec.Struct) -> None:
        """Keep an item."""
        self._items.setdefault((kind, key[:-1]), {})[key] = item

    def delete(self, kind: str, key: ItemKey) -> bool:
        """Forget an item."""
        return self._items.get((kind, key[:-1]), {}).pop(key, None) is not None

    def items(self, kind: str, parents: ItemKey) -> list[tuple[ItemKey, msgspec.Struct]]:
        """The items below some parents, oldest first."""
        return list(self._items.get((kind, parents), {}).items())

    def number(self, kind: str) -> int:
        """The next number of this kind."""
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return self._numbers[kind]

    def saved(self) -> "MemoryStore":
        """A copy that later changes do not reach; the items themselves are never changed."""
        copy = MemoryStore()
        copy.load(self)
        return copy

    def load(self, other: "MemoryStore") -> None:
        """Hold what another store holds, and nothing else."""
        self._items = {place: dict(items) for place, items in other._items.items()}
        self._numbers = dict(other._numbers)

    def clear(self) -> None:
        """Forget everything."""
        self._items.clear()
        self._numbers.clear()

    def close(self) -> None:
        """Nothing to release."""
