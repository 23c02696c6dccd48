"""Kinds of value: one file each, which says all that anybody asks of it."""

from generator.kinds import any as _any
from generator.kinds import bytes as _bytes
from generator.kinds import date as _date
from generator.kinds import int32 as _int32
from generator.kinds import string as _string
from generator.kinds import timestamp as _timestamp
from generator.kinds.kind import (
    CallExpression,
    Carrier,
    ContainerKind,
    Order,
    ProtoType,
    PythonType,
    ScalarKind,
)
from generator.kinds.misfit import Misfit
from generator.kinds.registry import (
    container_named,
    container_of,
    containers,
    kind_of,
    known_elsewhere,
    registered,
    scalar_named,
    scalar_names,
    scalars,
    with_format,
)

# Those that the language itself has a use for: page tokens are texts, page sizes numbers, …
ANY = _any.KIND
BYTES = _bytes.KIND
DATE = _date.KIND
INT32 = _int32.KIND
STRING = _string.KIND
TIMESTAMP = _timestamp.KIND

__all__ = [
    "ANY",
    "BYTES",
    "DATE",
    "INT32",
    "STRING",
    "TIMESTAMP",
    "CallExpression",
    "Carrier",
    "ContainerKind",
    "Misfit",
    "Order",
    "ProtoType",
    "PythonType",
    "ScalarKind",
    "container_named",
    "container_of",
    "containers",
    "kind_of",
    "known_elsewhere",
    "registered",
    "scalar_named",
    "scalar_names",
    "scalars",
    "with_format",
]
