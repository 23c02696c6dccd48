"""Reads requests, on a server: whatever is wrong stays, or a Flaw stands for it, for the judge."""

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from msgspec import inspect

from generator.formats.protobuf.runtime.functions import ABSENT
from generator.formats.protobuf.runtime.scalars import Scalar
from generator.formats.protobuf.runtime.shapes import OneOf
from generator.formats.protobuf.runtime.well_known import Known
from generator.formats.protojson.runtime import scalars
from generator.formats.protojson.runtime.read import (
    Branches,
    Convert,
    Names,
    Reading,
    Rules,
    zero,
)
from generator.runtime.validation.violations import Flaw

_TWICE = "is given more than once"
_UNKNOWN = "is not a field of the message"


def _tidy(data: dict[str, Any], names: Names, nulls: frozenset[str]) -> None:
    """JSON names, and null as absent; what is unknown is for the judge."""
    for name in [*data]:
        known = names.get(name)
        if known is None:
            continue
        if data[name] is None and known not in nulls:
            del data[name]
        elif name != known:
            item = data.pop(name)
            data[known] = Flaw(_TWICE) if known in data else item


def _no_object(data: Any) -> Any:
    return data if isinstance(data, Flaw) else Flaw("must be an object")


def _more(_data: dict[str, Any], name: str) -> Any:
    return Flaw(f"must have no other member than '{name}'")


def _variant(data: dict[str, Any], branches: Branches, _tag: str) -> Any:
    """Nothing that the schema would take for a variant, unless there is exactly one."""
    there = [(name, item) for name, item in data.items() if item is not None]
    if not there:
        return {}
    name, item = there[0]
    if len(there) > 1 or name not in branches:
        known = dict.fromkeys(name for name, _ in branches.values())
        return Flaw(f"must have exactly one of: {', '.join(known)}")
    known_as, read = branches[name]
    return read({known_as: item})


class Given(Reading):
    """The functions of requests."""

    rules = Rules(
        number=scalars.number,
        tidy=_tidy,
        no_object=_no_object,
        more=_more,
        variant=_variant,
    )

    def scalar(self, shape: Scalar | Known, field: FieldDescriptor) -> Convert | None:
        """Contract names of enums; "" for one that there is not."""
        return scalars.given(shape, field)

    def tag(self, info: inspect.StructType) -> Iterator[str]:
        """No message has it."""
        name, flaw = f"{info.tag_field!r}", self.bind(Flaw(_UNKNOWN))
        yield f"data[{name}] = {flaw} if {name} in data else {info.tag!r}"

    def absent(self, member: OneOf, declared: inspect.Field | None) -> Any:
        """Zero is a value of a scalar without presence, if it can be one."""
        del declared
        shape = member.shape
        if not isinstance(shape, Scalar) or member.presence or member.nullable:
            return ABSENT
        return ABSENT if shape.empty or shape.unspecified else zero(member)
