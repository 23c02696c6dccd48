"""What the message of one operation's requests holds, and what its mask can name."""

from functools import cached_property
from typing import Any

import msgspec
from google.protobuf.descriptor import Descriptor
from msgspec import UNSET

from generator.formats.protobuf.runtime.masks import is_flat
from generator.formats.protobuf.runtime.messages import Messages
from generator.formats.protobuf.runtime.shapes import ManyOf, Member
from generator.runtime.operation import Operation


class Request:
    """The request message of one operation; clients write it, and servers read it."""

    def __init__(
        self,
        messages: Messages,
        operation: Operation[Any],
        message: Descriptor,
    ) -> None:
        self._operation = operation
        self._messages = messages
        self._record = messages.shapes.record(operation.request, message)
        self._class = messages.cls(message.full_name)

    @cached_property
    def _members(self) -> dict[str, Member]:
        return {
            declared.encode_name: member
            for declared, member in self._messages.shapes.members(self._record)
        }

    @cached_property
    def _maskable(self) -> dict[str, str]:
        """What an update can leave out: the fields of the message, by JSON names."""
        return {
            field.encode_name: self._members[field.encode_name].name
            for field in msgspec.structs.fields(self._operation.request)
            if field.default is UNSET
        }

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        """What to clear a list or map with that protobuf does not tell from an empty one."""
        response = self._operation.response
        if not isinstance(response, type) or not issubclass(response, msgspec.Struct):
            return {}
        return {
            field.encode_name: field.default_factory()
            for field in msgspec.structs.fields(response)
            if isinstance(self._members.get(field.encode_name), ManyOf)
            and field.encode_name in self._maskable
            and field.default_factory is not msgspec.NODEFAULT
        }

    @cached_property
    def _flat(self) -> frozenset[str]:
        """What is one value to a mask: fields of the message with nothing to name below."""
        found = ((self._members[name], path) for name, path in self._maskable.items())
        return frozenset(path for member, path in found if is_flat(member))

    @cached_property
    def _deep(self) -> frozenset[str]:
        """The others, by JSON names."""
        names = self._maskable.items()
        return frozenset(name for name, path in names if path not in self._flat)
