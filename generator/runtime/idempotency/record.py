"""Writes what became of a call, so that it can be given again: a result, or a declared error."""

import secrets
from collections.abc import Callable
from functools import cached_property
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from ..codes import Code
from ..errors import ServiceError, Violation
from ..operation import Operation
from ..unions import encode, reader

# What says that the same call may go well in a while is no answer to keep.
_PASSING = frozenset(
    {
        Code.CANCELLED,
        Code.DEADLINE_EXCEEDED,
        Code.INTERNAL,
        Code.RESOURCE_EXHAUSTED,
        Code.UNAVAILABLE,
        Code.UNKNOWN,
    }
)


class Failure(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A declared error."""

    name: str
    code: str
    message: str = ""
    fields: Any = None
    violations: tuple[Violation, ...] = ()


class Record(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a store keeps of a call: the digest of its input, who runs it, and what it came to."""

    input: str
    token: str
    result: msgspec.Raw | UnsetType = UNSET
    failure: Failure | None = None

    @property
    def runs(self) -> bool:
        """Whether it came to nothing yet."""
        return self.result is UNSET and self.failure is None


class Records:
    """The records of one operation."""

    def __init__(self, op: Operation[Any]) -> None:
        self._op = op

    def begin(self, digest: str) -> Record:
        """The record of a call that begins; no other is the same."""
        return Record(input=digest, token=secrets.token_hex(8))

    def with_result(self, record: Record, result: Any) -> Record | None:
        """The record with a result; None for one that JSON cannot hold."""
        try:
            content = msgspec.Raw(encode(result))
        except (TypeError, ValueError, RecursionError):
            return None
        return msgspec.structs.replace(record, result=content)

    def with_error(self, record: Record, error: ServiceError) -> Record | None:
        """The record with an error; None for one that is no answer to keep."""
        if type(error) not in self._op.errors or error.code in _PASSING:
            return None
        if error.retry_after is not None:
            return None
        failure = Failure(
            name=type(error).__name__,
            code=error.code.value,
            message=error.message,
            fields=error._data(),
            violations=error.violations,
        )
        return msgspec.structs.replace(record, failure=failure)

    def answer(self, record: Record) -> Any:
        """The result of a call that has ended; raises its error.

        msgspec.ValidationError for what does not fit the contract as it is now.
        """
        failure = record.failure
        if failure is None:
            assert isinstance(record.result, msgspec.Raw)
            return self._read(record.result)
        declared = self._op.error(failure.name)
        if declared is None:
            raise msgspec.ValidationError(f"{failure.name} is not declared")
        error = declared._revive(failure.message, failure.fields)
        error.code = Code(failure.code)
        error.violations = failure.violations
        raise error

    @cached_property
    def _read(self) -> Callable[[bytes | msgspec.Raw], Any]:
        return reader(self._op.response)


write: Callable[[Record], bytes] = msgspec.json.Encoder().encode
read: Callable[[bytes], Record] = msgspec.json.Decoder(Record).decode
