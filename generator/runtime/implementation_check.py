"""What an implementation of a service lacks, and what of it does not fit."""

import inspect
import logging
import weakref
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from .implementation import method_of
from .operation import Operation

logger = logging.getLogger(__name__)

_warned: weakref.WeakSet[Any] = weakref.WeakSet()


def warn_if_incomplete(service: object, operations: Iterable[Operation[Any]]) -> None:
    """Log, once for each service, what is missing in it and which methods take other parameters.

    It is served all the same: a service may be tried before it is complete. TypeError for a class:
    what is served is an object.
    """
    if isinstance(service, type):
        raise TypeError(f"{service.__qualname__} is a class: serve an object of it")
    try:
        if service in _warned:
            return
        _warned.add(service)
    except TypeError:  # no weak references, or no hash
        pass
    for text in misfits(service, operations):
        logger.warning("%s: %s", type(service).__name__, text)


def misfits(
    service: object,
    operations: Iterable[Operation[Any]],
) -> Iterator[str]:
    """``not implemented: AddBook`` and the like, one line for each kind or method."""
    offered = [*operations]
    missing = [op.name for op in offered if not callable(method_of(service, op.method))]
    if missing:
        yield f"not implemented: {', '.join(missing)}"
    for operation in offered:
        method = method_of(service, operation.method)
        if callable(method):
            yield from _misfits(operation, method)


def _misfits(operation: Operation[Any], method: Any) -> Iterator[str]:
    try:
        parameters = inspect.signature(method).parameters.values()
    except (TypeError, ValueError):  # one in C, which does not tell
        return
    named = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    takes = {p.name for p in parameters if p.kind in named}
    takes_any = any(p.kind is p.VAR_KEYWORD for p in parameters)
    given = [field.name for field in msgspec.structs.fields(operation.request)]
    if operation.takes is not None:
        given.append(operation.takes.parameter)
    refused = [] if takes_any else [name for name in given if name not in takes]
    needed = [
        p.name
        for p in parameters
        if p.default is p.empty and p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)
        if p.kind is p.POSITIONAL_ONLY or p.name not in given
    ]
    if refused:
        yield f"{operation.name}: the method does not take {', '.join(refused)}"
    if needed:
        yield f"{operation.name}: the method needs {', '.join(needed)}, which no call gives"
