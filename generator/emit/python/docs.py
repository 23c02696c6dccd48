"""Turns what a contract says of an operation into the docstring of its methods."""

from generator.emit.python.code import DocText, doc
from generator.model import Operation


def method_doc(operation: Operation) -> DocText:
    """What it does, what it raises, and what to use instead."""
    parts = [operation.description or f"{operation.name.title}."]
    if operation.deprecated is not None:
        use = operation.deprecated.use
        parts.append("Deprecated." if use is None else f"Deprecated: use {use}.")
    if operation.errors:
        parts.append(f"Raises {', '.join(operation.errors)}.")
    return doc("\n\n".join(parts), indent=8)
