"""Text in URLs and headers as a format: what the rest of the program may ask of it."""

from generator.formats.format import CodeOnly

TEXT = CodeOnly(name="text", runtime="generator.formats.text.runtime")

__all__ = ["TEXT"]
