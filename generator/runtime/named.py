"""Finds what ``module:object`` names on a command line."""

import importlib
import inspect
import sys
from collections.abc import Callable
from pathlib import Path

from .flags import hint
from .hosts import ServeError


def made(path: str) -> object:
    """The object that ``module:object`` names; a class or function makes it, without arguments."""
    value = found(path)
    if inspect.isclass(value) or inspect.isfunction(value):
        _refuse_what_cannot_be_called(path, value)
        return value()
    return value


def found(path: str) -> object:
    """What ``module:object`` names, as it is; raises ServeError."""
    module_name, colon, name = path.partition(":")
    if not colon or not module_name or not name:
        raise ServeError(f"not of the form module:object: {path!r}")
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)
    try:
        value: object = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise
        raise ServeError(f"there is no module {error.name!r}") from None
    for part in name.split("."):
        if not hasattr(value, part):
            raise ServeError(f"{module_name!r} has no {part!r}{hint(part, dir(value))}")
        value = getattr(value, part)
    return value


def _refuse_what_cannot_be_called(path: str, make: Callable[..., object]) -> None:
    if inspect.iscoroutinefunction(make):
        raise ServeError(f"{path!r} is async; name an object, or what makes one")
    try:
        inspect.signature(make).bind()
    except TypeError as error:
        text = f"{path!r} cannot be called without arguments: {error}"
        raise ServeError(text) from None
    except ValueError:
        pass  # a class in C that does not tell its parameters
