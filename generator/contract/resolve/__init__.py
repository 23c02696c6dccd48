"""From nodes to the neutral model, with all names, defaults and derivations settled."""

from generator.contract.resolve.remainder import remainder
from generator.contract.resolve.resolver import resolve

__all__ = ["remainder", "resolve"]
