"""Reads responses, in a client: what is unknown is kept where it is a value, or passed over."""

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
from generator.runtime.shape import has_value


def _tidy(data: dict[str, Any], names: Names, nulls: frozenset[str]) -> None:
    for name in [*data]:
        known = names.get(name)
        if known is None or (data[name] is None and known not in nulls):
            del data[name]
        elif name != known:
            data[known] = data.pop(name)


def _no_object(_data: Any) -> Any:
    raise ValueError("the response is not what the contract says")


def _more(data: dict[str, Any], name: str) -> Any:
    return data.get(name)


def _variant(data: dict[str, Any], branches: Branches, tag: str) -> Any:
    """A branch that this program does not know has the members that came."""
    there = [(name, item) for name, item in data.items() if item is not None]
    for name, item in there:
        if name in branches:
            known_as, read = branches[name]
            return read({known_as: item})
    for name, item in there:
        return {**(item if isinstance(item, dict) else {}), tag: name}
    raise ValueError("a union without a variant")


class Told(Reading):
    """The functions of responses."""

    rules = Rules(
        number=scalars.any_number,
        tidy=_tidy,
        no_object=_no_object,
        more=_more,
        variant=_variant,
    )

    def scalar(self, shape: Scalar | Known, field: FieldDescriptor) -> Convert | None:
        """Contract names of enums; the text of one that is unknown."""
        return scalars.told(shape, field)

    def tag(self, info: inspect.StructType) -> Iterator[str]:
        """Whatever the message may say."""
        yield f"data[{info.tag_field!r}] = {info.tag!r}"

    def absent(self, member: OneOf, declared: inspect.Field | None) -> Any:
        """Zero, too, where a server may be older than `optional`, and sends none.

        What may be None is None, whatever its default is: null has no form of its own.
        """
        shape = member.shape
        required = declared is not None and declared.required
        if isinstance(shape, Known) and shape.null:
            or_none = declared is not None and declared.default is None
            return None if required or or_none else ABSENT
        if member.nullable:
            or_other = declared is not None and (required or has_value(declared))
            return None if or_other else ABSENT
        if not isinstance(shape, Scalar):
            return ABSENT
        if shape.unspecified:
            return ABSENT if member.presence else "0"
        if shape.empty or (member.presence and not required):
            return ABSENT
        return zero(member)
