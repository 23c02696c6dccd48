"""From files to nodes: YAML in which every key and value knows its place, and imports."""

from generator.contract.source.imports import Source, load
from generator.contract.source.parse import parse
from generator.contract.source.text import SourceText

__all__ = ["Source", "SourceText", "load", "parse"]
