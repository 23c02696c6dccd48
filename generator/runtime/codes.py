"""The canonical error codes, with the names and numbers of google.rpc.Code.

How a code travels is each style's own table, beside that style.
"""

import enum

from .shared import shared


@shared
class Code(enum.StrEnum):
    """Why a call failed, whichever style carried it."""

    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    INVALID_ARGUMENT = "invalid_argument"
    DEADLINE_EXCEEDED = "deadline_exceeded"
    NOT_FOUND = "not_found"
    ALREADY_EXISTS = "already_exists"
    PERMISSION_DENIED = "permission_denied"
    RESOURCE_EXHAUSTED = "resource_exhausted"
    FAILED_PRECONDITION = "failed_precondition"
    ABORTED = "aborted"
    OUT_OF_RANGE = "out_of_range"
    UNIMPLEMENTED = "unimplemented"
    INTERNAL = "internal"
    UNAVAILABLE = "unavailable"
    DATA_LOSS = "data_loss"
    UNAUTHENTICATED = "unauthenticated"

    @property
    def number(self) -> int:
        """The number in google.rpc.Code: cancelled is 1, unauthenticated 16."""
        return _NUMBERS[self]


_NUMBERS = {code: number for number, code in enumerate(Code, start=1)}
