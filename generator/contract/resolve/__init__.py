"""From nodes to the neutral model, with all names, defaults and derivations settled."""

from generator.contract.resolve.chain import resolve
from generator.contract.resolve.remainder import remainder

__all__ = ["remainder", "resolve"]
