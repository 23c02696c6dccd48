"""Writes down what a caller would call: the methods of a client stop where they would send.

So a call that is to go into a batch has the types of any other.
"""

import inspect
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, Generic, TypeVar

from msgspec import UNSET

from generator.runtime.call import CallOptions
from generator.runtime.errors import ServiceError
from generator.runtime.operation import Operation

T = TypeVar("T")
C = TypeVar("C")


class Reply(Generic[T]):
    """What one call of a batch comes to, once the batch has been sent."""

    def __init__(self, operation: Operation[T]) -> None:
        self._operation = operation
        self._value: Any = UNSET
        self._error: ServiceError | None = None

    def result(self) -> T:
        """What came back; raises ServiceError, and what the operation declares.

        RuntimeError before the batch has been sent.
        """
        if self._error is not None:
            raise self._error
        if self._value is UNSET:
            text = "has no answer yet: leave the batch's `with` block first"
            raise RuntimeError(f"{self._operation.name} {text}")
        value: T = self._value
        return value


class Recorded(BaseException):
    """Stops a method of a client where it would send."""

    def __init__(self, operation: Operation[Any], values: Mapping[str, Any]) -> None:
        super().__init__(operation.name)
        self.operation = operation
        self.values = values


def stand_in(client: C) -> C:
    """A copy of a client that sends nothing."""
    made = copy(client)
    vars(made).update(_call=_record, _send=_refuse, _stream=_refuse)
    return made


def recorded(client: C, call: Callable[[C], Any]) -> Recorded:
    """What a function calls of a stand-in; TypeError if that is nothing that fits into a batch."""
    try:
        result = call(client)
        if inspect.iscoroutine(result):
            try:
                result.send(None)
            finally:
                result.close()
    except Recorded as made:
        return made
    raise TypeError("a batch takes one call: lambda client: client.method(…)")


def _record(
    operation: Operation[Any],
    values: Mapping[str, Any],
    options: CallOptions | None,
) -> None:
    if options is not None:
        raise ValueError("a batch has one set of options: client.batch(options=…)")
    raise Recorded(operation, values)


def _refuse(operation: Operation[Any], *_: object) -> None:
    raise TypeError(f"{operation.name} streams, and a batch has no place for a stream")
