"""The styles side by side: the same calls, as each style really writes them."""

from generator.compare.readme import readme

__all__ = ["readme"]
