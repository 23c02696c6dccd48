"""What the generated types are made of: ranges, open enums, secrets, and what to change."""

import enum
from typing import Annotated, Any, ClassVar, Self, TypeAlias, TypeVar, cast

import msgspec

T = TypeVar("T")

# The ranges that protobuf has. msgspec knows no bound as high as that of a uint64 (see `shape`).
Int32: TypeAlias = Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)]
Int64: TypeAlias = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
UInt32: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]
UInt64: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
Float32: TypeAlias = Annotated[
    float, msgspec.Meta(ge=-3.4028234663852886e38, le=3.4028234663852886e38)
]


class OpenEnum(enum.StrEnum):
    """Named strings, to which a newer contract may add.

    A reader keeps a value that it does not know: it compares and travels as the string it is. A
    server refuses it in a request, by the contract's schema.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = value
        unknown._value_ = value
        return unknown


def always(default: T, *, name: str | None = None) -> T:
    """The default of a member that is written even when it has its default.

    Of a struct with ``omit_defaults`` msgspec leaves out every member that is its default. Only
    what is absent, None, may be left out: readers need not know the other defaults. name: of the
    member in JSON.
    """
    factory = default.copy if isinstance(default, list | dict) else lambda: default
    return cast(T, msgspec.field(default_factory=factory, name=name))


class Masked(msgspec.Struct):
    """A record with fields whose values no log and no error text may show."""

    _sensitive: ClassVar[frozenset[str]] = frozenset()

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__rich_repr__())
        return f"{type(self).__name__}({shown})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [
            (name, _MASK if name in self._sensitive else getattr(self, name))
            for name in self.__struct_fields__
            if getattr(self, name) is not msgspec.UNSET
        ]


class PatchBase(msgspec.Struct, repr_omit_defaults=True):
    """What an update changes of a record: UNSET leaves a value as it is, None clears it."""


class _Mask:
    def __repr__(self) -> str:
        return "***"


_MASK = _Mask()
