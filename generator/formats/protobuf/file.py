"""What a contract is in protobuf: the one value that the .proto and all who write it read."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Literal

Idempotency = Literal["NO_SIDE_EFFECTS", "IDEMPOTENT"]
Label = Literal["", "optional", "repeated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtoField:
    """A field of a message; ``type`` as the .proto spells it: ``map<string, Money>``.

    json_name is None where protobuf would choose the same one.
    """

    name: str
    type: str
    number: int
    label: Label = ""
    json_name: str | None = None
    deprecated: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message. With ``oneof`` (its name) all fields are the branches of that oneof."""

    name: str
    fields: tuple[ProtoField, ...]
    oneof: str | None = None
    reserved_numbers: tuple[int, ...] = ()
    reserved_names: tuple[str, ...] = ()
    deprecated: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtoEnumValue:
    """A value of an enum; ``json`` is what the contract calls it, None for the zero."""

    name: str
    number: int
    json: str | None
    deprecated: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtoEnum:
    """An enum; its zero, ``…_UNSPECIFIED``, stands first."""

    name: str
    values: tuple[ProtoEnumValue, ...]
    reserved_numbers: tuple[int, ...] = ()
    reserved_names: tuple[str, ...] = ()
    deprecated: bool = False
    doc: str = ""


class ResponseForm(Enum):
    """What a response message is to the operation's value."""

    EMPTY = "empty"  # there is no value
    WRAPPED = "wrapped"  # the value is one field of the message
    WHOLE = "whole"  # the fields of the value are those of the message: a page
    BARE = "bare"  # the value's own message is the response


@dataclass(frozen=True, slots=True, kw_only=True)
class Rpc:
    """One operation as an rpc; ``result`` names the response's field when it is WRAPPED.

    item: the request's field for an item of the client's stream; None where there is no such
    stream, or an item is the request itself.
    """

    operation: str
    name: str
    request: str
    response: str
    answer: ResponseForm
    result: str | None = None
    item: str | None = None
    client_stream: bool = False
    server_stream: bool = False
    idempotency: Idempotency | None = None
    deprecated: bool = False
    doc: str = ""


@dataclass(frozen=True, kw_only=True)
class ProtoFile:
    """A contract as one .proto file; ``path`` is relative to the proto root."""

    package: str
    path: str
    service: str
    rpcs: tuple[Rpc, ...]
    declarations: tuple[Message | ProtoEnum, ...]
    imports: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    doc: str = ""
    service_doc: str = ""

    @property
    def enums(self) -> tuple[ProtoEnum, ...]:
        """The enums among the declarations."""
        return tuple(d for d in self.declarations if isinstance(d, ProtoEnum))

    @property
    def service_name(self) -> str:
        """``shop.products.v1.ProductsService``"""
        return f"{self.package}.{self.service}"

    def message(self, name: str) -> Message:
        """A declared message."""
        return self._messages[name]

    @cached_property
    def _messages(self) -> dict[str, Message]:
        return {d.name: d for d in self.declarations if isinstance(d, Message)}
