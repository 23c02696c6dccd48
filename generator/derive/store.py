"""Keeps the items of a derived service: in memory, or in one SQLite file.

An item is a msgspec struct under a kind (its resource), the keys of its ancestors and its own.
"""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import msgspec

Key = tuple[str | int, ...]


class Store(Protocol):
    """Items by kind and key; a key's last part is the item's own, the rest its parents'."""

    def get(self, kind: str, key: Key) -> msgspec.Struct | None:
        """The item, or None."""

    def put(self, kind: str, key: Key, item: msgspec.Struct) -> None:
        """Keep an item; one that was there is replaced and keeps its place in the order."""

    def delete(self, kind: str, key: Key) -> bool:
        """Forget an item; False if there was none."""

    def items(self, kind: str, parents: Key) -> list[tuple[Key, msgspec.Struct]]:
        """The items below some parents, oldest first."""

    def number(self, kind: str) -> int:
        """A number that was never handed out for this kind: 1, 2, 3, …"""

    def close(self) -> None:
        """Let go of files."""


class MemoryStore:
    """Items that are gone when the process ends."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, Key], dict[Key, msgspec.Struct]] = {}
        self._numbers: dict[str, int] = {}

    def get(self, kind: str, key: Key) -> msgspec.Struct | None:
        """The item, or None."""
        return self._items.get((kind, key[:-1]), {}).get(key)

    def put(self, kind: str, key: Key, item: msgspec.Struct) -> None:
        """Keep an item."""
        self._items.setdefault((kind, key[:-1]), {})[key] = item

    def delete(self, kind: str, key: Key) -> bool:
        """Forget an item."""
        return self._items.get((kind, key[:-1]), {}).pop(key, None) is not None

    def items(self, kind: str, parents: Key) -> list[tuple[Key, msgspec.Struct]]:
        """The items below some parents, oldest first."""
        return list(self._items.get((kind, parents), {}).items())

    def number(self, kind: str) -> int:
        """The next number of this kind."""
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return self._numbers[kind]

    def clear(self) -> None:
        """Forget everything."""
        self._items.clear()
        self._numbers.clear()

    def close(self) -> None:
        """Nothing to let go of."""


_TABLES = """
CREATE TABLE IF NOT EXISTS item (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL, parents TEXT NOT NULL, key TEXT NOT NULL, document TEXT NOT NULL,
  UNIQUE (kind, parents, key)
);
CREATE TABLE IF NOT EXISTS number (kind TEXT PRIMARY KEY, last INTEGER NOT NULL);
"""


class SqliteStore:
    """Items as JSON documents in an SQLite file, there again after a restart.

    types: the struct of each kind. Raises sqlite3.DatabaseError for a file that is none.
    """

    def __init__(self, path: Path, types: Mapping[str, type[msgspec.Struct]]) -> None:
        self._types = types
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.executescript(_TABLES)

    def get(self, kind: str, key: Key) -> msgspec.Struct | None:
        """The item, or None."""
        row = self._database.execute(
            "SELECT document FROM item WHERE kind = ? AND parents = ? AND key = ?",
            (kind, _text(key[:-1]), _text(key)),
        ).fetchone()
        return None if row is None else self._item(kind, row[0])

    def put(self, kind: str, key: Key, item: msgspec.Struct) -> None:
        """Keep an item."""
        self._database.execute(
            "INSERT INTO item (kind, parents, key, document) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET document = excluded.document",
            (kind, _text(key[:-1]), _text(key), msgspec.json.encode(item).decode()),
        )

    def delete(self, kind: str, key: Key) -> bool:
        """Forget an item."""
        done = self._database.execute(
            "DELETE FROM item WHERE kind = ? AND parents = ? AND key = ?",
            (kind, _text(key[:-1]), _text(key)),
        )
        return done.rowcount > 0

    def items(self, kind: str, parents: Key) -> list[tuple[Key, msgspec.Struct]]:
        """The items below some parents, oldest first."""
        rows = self._database.execute(
            "SELECT key, document FROM item WHERE kind = ? AND parents = ? ORDER BY place",
            (kind, _text(parents)),
        )
        return [(tuple(msgspec.json.decode(key)), self._item(kind, text)) for key, text in rows]

    def number(self, kind: str) -> int:
        """The next number of this kind."""
        row = self._database.execute(
            "INSERT INTO number (kind, last) VALUES (?, 1) "
            "ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
            (kind,),
        ).fetchone()
        return int(row[0])

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _item(self, kind: str, document: str) -> msgspec.Struct:
        return msgspec.json.decode(document, type=self._types[kind])


def _text(key: Key) -> str:
    text: Any = msgspec.json.encode(key)
    return str(text, "utf-8")
