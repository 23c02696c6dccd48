"""From files to nodes: YAML in which every key and value knows its place, and imports."""

from generator.source.imports import Source, load
from generator.source.parse import parse
from generator.source.text import Text

__all__ = ["Source", "Text", "load", "parse"]
