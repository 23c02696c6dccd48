"""What is common to every style: options and context of a call, errors, and values left out.

The names are imported when they are first asked for, so that a program pays for what it uses.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgspec import UNSET, UnsetType

    from .call import Call, CallOptions, current_call
    from .codes import Code
    from .errors import (
        InvalidArgument,
        NotModified,
        PreconditionFailed,
        PreconditionRequired,
        ServiceError,
        Violation,
    )
    from .order import ordered, parse_order_by
    from .patch import Whole, merge

__all__ = [
    "UNSET",
    "Call",
    "CallOptions",
    "Code",
    "InvalidArgument",
    "NotModified",
    "PreconditionFailed",
    "PreconditionRequired",
    "ServiceError",
    "UnsetType",
    "Violation",
    "Whole",
    "current_call",
    "merge",
    "ordered",
    "parse_order_by",
]

_HOME = {
    "UNSET": "msgspec",
    "UnsetType": "msgspec",
    "Call": ".call",
    "CallOptions": ".call",
    "current_call": ".call",
    "Code": ".codes",
    "InvalidArgument": ".errors",
    "NotModified": ".errors",
    "PreconditionFailed": ".errors",
    "PreconditionRequired": ".errors",
    "ServiceError": ".errors",
    "Violation": ".errors",
    "ordered": ".order",
    "parse_order_by": ".order",
    "Whole": ".patch",
    "merge": ".patch",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(_HOME[name], __name__), name)
    globals()[name] = value
    return value
