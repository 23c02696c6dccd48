"""Turns the places that a service names in its own violations into those that a caller knows.

A service writes a pointer with the names of its own parameters and fields (`/home/postal_code`),
the wire has JSON's (`/home/postalCode`). What names nothing stays as it is.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import inspect as types

from .errors import Violation
from .long_stack import type_info
from .shape import without_none


def on_the_wire(
    request: type[msgspec.Struct],
    violations: Iterable[Violation],
) -> tuple[Violation, ...]:
    """The violations of an operation's input, each at the place of its JSON member."""
    info = type_info(request)
    placed = ((_pointer(one.pointer, info), one.detail) for one in violations)
    return tuple(Violation(place, detail) for place, detail in placed)


def _pointer(pointer: str, info: types.Type) -> str:
    if not pointer:
        return ""
    steps = pointer.removeprefix("/").split("/")
    return "".join(f"/{step}" for step in _steps(steps, [info]))


def _steps(steps: Sequence[str], kinds: Sequence[types.Type]) -> Iterator[str]:
    for step in steps:
        members = [found for kind in kinds if (found := _member(step, kind))]
        name, info = members[0] if members else (step, types.AnyType())
        kinds = without_none(info)[0]
        yield name


def _member(step: str, kind: types.Type) -> tuple[str, types.Type] | None:
    """The JSON name of what a step leads to, and its type."""
    match kind:
        case types.StructType(fields=fields):
            for field in fields:
                if step in (field.name, field.encode_name):
                    return field.encode_name, field.type
            return None
        case types.ListType(item_type=item) | types.DictType(value_type=item):
            return step, item
        case _:
            return None
