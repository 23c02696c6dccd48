"""A contract's text in the one layout, with the same meaning and every comment."""

from generator.check.format.text import formatted

__all__ = ["formatted"]
