"""Makes a working service out of a contract alone: its resources in memory or in SQLite."""

from generator.derive.service import derive
from generator.derive.store import MemoryStore, SqliteStore, Store

__all__ = ["MemoryStore", "SqliteStore", "Store", "derive"]
