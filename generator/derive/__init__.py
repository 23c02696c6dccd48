"""Makes a working service out of a contract alone: its resources in memory or in SQLite."""

from generator.derive.seed import seed
from generator.derive.service import Derived, Generated
from generator.derive.store import MemoryStore, Store

__all__ = ["Derived", "Generated", "MemoryStore", "Store", "seed"]
