"""Keeps the items of a derived service in one SQLite file, there again after a restart."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from generator.compare.mock.store import ItemKey

# So that a file of somebody else's is not taken for one of ours ("dipt" in ASCII).
_APPLICATION = 0x64697074

_TABLES = """
CREATE TABLE item (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL, parents TEXT NOT NULL, key TEXT NOT NULL, document TEXT NOT NULL,
  UNIQUE (kind, parents, key)
);
CREATE TABLE number (kind TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE contract (package TEXT NOT NULL);
"""


class StoreError(Exception):
    """A file that cannot be used, and why."""


class SqliteStore:
    """Items as JSON documents in a file; ``is_new`` tells whether it was made just now.

    package: of the contract; types: the struct of each kind. Raises StoreError.
    """

    def __init__(self, path: Path, package: str, types: Mapping[str, type[msgspec.Struct]]) -> None:
        self._types = types
        self._path = path
        with self._explained():
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            try:
                self.is_new = self._is_new()
                self._prepare(package)
                self._check()
            except BaseException:
                self._database.close()
                raise

    def get(self, kind: str, key: ItemKey) -> msgspec.Struct | None:
        """The item, or None."""
        row = self._database.execute(
            "SELECT document FROM item WHERE kind = ? AND parents = ? AND key = ?",
            (kind, _text(key[:-1]), _text(key)),
        ).fetchone()
        return None if row is None else self._item(kind, row[0])

    def put(self, kind: str, key: ItemKey, item: msgspec.Struct) -> None:
        """Keep an item; one that was there is replaced and keeps its place in the order."""
        self._database.execute(
            "INSERT INTO item (kind, parents, key, document) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET document = excluded.document",
            (kind, _text(key[:-1]), _text(key), msgspec.json.encode(item).decode()),
        )

    def delete(self, kind: str, key: ItemKey) -> bool:
        """Forget an item; False if there was none."""
        done = self._database.execute(
            "DELETE FROM item WHERE kind = ? AND parents = ? AND key = ?",
            (kind, _text(key[:-1]), _text(key)),
        )
        return done.rowcount > 0

    def items(self, kind: str, parents: ItemKey) -> list[tuple[ItemKey, msgspec.Struct]]:
        """The items below some parents, oldest first."""
        rows = self._database.execute(
            "SELECT key, document FROM item WHERE kind = ? AND parents = ? ORDER BY place",
            (kind, _text(parents)),
        )
        return [(tuple(msgspec.json.decode(key)), self._item(kind, text)) for key, text in rows]

    def number(self, kind: str) -> int:
        """A number that was never handed out for this kind: 1, 2, 3, …"""
        row = self._database.execute(
            "INSERT INTO number (kind, last) VALUES (?, 1) "
            "ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
            (kind,),
        ).fetchone()
        return int(row[0])

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _is_new(self) -> bool:
        tables = self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        (application,) = self._database.execute("PRAGMA application_id").fetchone()
        if tables and application != _APPLICATION:
            raise StoreError(f"{self._path} is the database of another program")
        return not tables

    def _prepare(self, package: str) -> None:
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        if self.is_new:
            with self._transaction():
                for statement in _TABLES.strip().split(";\n"):
                    self._database.execute(statement)
                self._database.execute("INSERT INTO contract VALUES (?)", (package,))
                self._database.execute(f"PRAGMA application_id={_APPLICATION}")
        with self._transaction():
            pass  # a file that may only be read is refused now, and not in the midst of a call
        (owner,) = self._database.execute("SELECT package FROM contract").fetchone()
        if owner != package:
            raise StoreError(f"{self._path} keeps the data of {owner}, not of {package}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def _check(self) -> None:
        """Read everything once: the contract may have changed since it was written."""
        rows = self._database.execute("SELECT kind, key, document FROM item ORDER BY place")
        for kind, key, document in rows:
            if kind not in self._types:
                raise StoreError(f"{self._path} keeps a {kind}, which the contract has no more")
            try:
                self._item(kind, document)
            except msgspec.DecodeError as error:
                raise StoreError(
                    f"{self._path} keeps a {kind} {key} that the contract does not allow: {error}"
                ) from None

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self._path} cannot be used: {error}") from None

    def _item(self, kind: str, document: str) -> msgspec.Struct:
        return msgspec.json.decode(document, type=self._types[kind])


def _text(key: ItemKey) -> str:
    text: Any = msgspec.json.encode(key)
    return str(text, "utf-8")
