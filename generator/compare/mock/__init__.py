"""Makes a working service out of a contract alone: its resources in memory or in SQLite."""

from generator.compare.mock.generated import Generated
from generator.compare.mock.seed import seed
from generator.compare.mock.service import Derived
from generator.compare.mock.store import MemoryStore, Store

__all__ = ["Derived", "Generated", "MemoryStore", "Store", "seed"]
