"""From nodes to the neutral model, with all names, defaults and derivations settled."""

from generator.resolve.remainder import remainder
from generator.resolve.resolver import resolve

__all__ = ["remainder", "resolve"]
