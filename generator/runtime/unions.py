"""Keeps the items of unions that a newer contract knows and this one does not.

A reader tries what is quick first: only where that fails, it looks for variants that it does not
know. A writer meets one only if a service hands on what it got from a newer one.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Self

import msgspec
from msgspec import inspect as types

from .long_stack import prepared, type_info
from .shared import shared

_MARK = "\0members"
_ANY = types.AnyType()


@shared
class Members(Mapping[str, Any]):
    """The members of an unknown variant as they came, its tag among them; read-only.

    It is not a type that msgspec writes by itself, so that none travels as something else.
    """

    def __init__(self, members: Mapping[str, Any]) -> None:
        self._members = dict(members)

    def __getitem__(self, name: str) -> Any:
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __repr__(self) -> str:
        """The names alone: nobody knows which of the values are sensitive."""
        return f"<{', '.join(self._members)}>"


class _Unknown(NamedTuple):
    tag: str | None
    members: Members
    number: int | None = None


@shared
class Unknown(_Unknown):
    """An item of a union whose variant is newer than this contract; only responses have it.

    tag, members: of JSON; from protobuf comes None, no members, and the number of the field
    that holds the variant. A service may return what it got by JSON, and it is sent on by JSON
    with the same members; sent on by or from gRPC it is an `internal` error. As an input it is
    refused.
    """

    __slots__ = ()

    def __new__(
        cls,
        tag: str | None,
        members: Mapping[str, Any],
        number: int | None = None,
    ) -> Self:
        """From the members of a JSON object, its tag among them."""
        return _Unknown.__new__(cls, tag, Members(members), number)


def is_open(info: types.Type) -> bool:
    """Whether a type is a union that may have an unknown variant."""
    return isinstance(info, types.UnionType) and any(map(is_unknown, info.types))


def is_unknown(info: types.Type) -> bool:
    """Whether a type is `Unknown` itself."""
    return isinstance(info, types.NamedTupleType) and info.cls is Unknown


def reader(type_: Any) -> Callable[[bytes | msgspec.Raw], Any]:
    """What reads JSON as a type; raises msgspec's DecodeError for what is not one."""
    decode = msgspec.json.Decoder(prepared(type_)).decode

    def read(data: bytes | msgspec.Raw) -> Any:
        try:
            return decode(data)
        except msgspec.ValidationError:
            return convert(msgspec.json.decode(data), type_)

    return read


def convert(data: Any, type_: Any) -> Any:
    """Plain JSON data → a value of a type, with what is unknown in it."""
    try:
        return msgspec.convert(data, prepared(type_))
    except msgspec.ValidationError:
        opened = _opened(data, type_info(type_))
        return msgspec.convert(opened, type_, dec_hook=_members)


# What ``encode`` raises for a value that JSON cannot carry.
UNPRINTABLE = (
    msgspec.MsgspecError,
    TypeError,
    ValueError,
    OverflowError,
    RecursionError,
)


def encode(value: Any) -> bytes:
    """A value as JSON; an unknown variant has the members that it came with."""
    try:
        return quick(value)
    except TypeError:  # nothing else knows how to write Members
        return quick(plain(value))


def plain(value: Any, *, kept: tuple[type, ...] = ()) -> Any:
    """A value as plain JSON data; ``kept`` are types that stay what they are."""
    found: list[Members] = []

    def marked(unwritable: Any) -> Any:
        if not isinstance(unwritable, Members):
            raise TypeError(f"{type(unwritable).__name__} is not a value of JSON")
        found.append(unwritable)
        return {_MARK: dict(unwritable)}

    data = msgspec.to_builtins(value, builtin_types=kept, enc_hook=marked)
    return _restored(data) if found else data


# The same, but TypeError for an unknown variant: `encode` writes that.
quick = msgspec.json.Encoder().encode


def _members(kind: type, data: Any) -> Any:
    if kind is not Members:
        raise TypeError(f"{kind.__name__} is not a type of a contract")
    return Members(data)


def _opened(value: Any, info: types.Type) -> Any:
    """The same data, with unknown variants in the form that msgspec reads as `Unknown`."""
    kinds = info.types if isinstance(info, types.UnionType) else (info,)
    if isinstance(value, list):
        lists = [kind for kind in kinds if isinstance(kind, types.ListType)]
        return [_opened(v, lists[0].item_type) for v in value] if lists else value
    if not isinstance(value, dict):
        return value
    tag: Any = None
    for kind in kinds:
        if isinstance(kind, types.DictType):
            of = kind.value_type
            return {name: _opened(item, of) for name, item in value.items()}
        if isinstance(kind, types.StructType):
            tag = None if kind.tag_field is None else value.get(kind.tag_field)
            if tag == kind.tag or (tag is None and kind is info):
                members = {field.encode_name: field.type for field in kind.fields}
                return {n: _opened(v, members.get(n, _ANY)) for n, v in value.items()}
    return (tag, value) if is_open(info) and isinstance(tag, str) else value


def _restored(data: Any) -> Any:
    match data:
        case dict():
            return {name: _restored(item) for name, item in data.items()}
        case (None, {"\0members": _}, int(number)):
            raise TypeError(f"JSON has no form for the variant of field {number}")
        case (_, {"\0members": members}, _):
            return members
        case list() | tuple():
            return [_restored(item) for item in data]
        case _:
            return data
