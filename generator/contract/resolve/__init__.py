"""From nodes to the neutral model, with all names, defaults and derivations settled."""

from generator.contract.resolve.chain import resolve

__all__ = ["resolve"]
