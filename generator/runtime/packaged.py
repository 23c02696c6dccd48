"""Reads what lies beside a module of the generated code."""

from collections.abc import Callable
from importlib.resources import files


def beside(module: str, name: str) -> Callable[[], bytes]:
    """Reads a file that lies in the same package as a module."""
    return files(module.rpartition(".")[0]).joinpath(name).read_bytes
