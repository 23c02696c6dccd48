"""XML as a format: what the rest of the program may ask of it."""

from generator.formats.format import CodeOnly
from generator.formats.text import TEXT

XML = CodeOnly(name="xml", runtime="generator.formats.xml.runtime", formats=(TEXT,))

__all__ = ["XML"]
