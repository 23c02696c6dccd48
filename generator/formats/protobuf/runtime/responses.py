"""Turns the value of one operation into its response message and back."""

from collections.abc import Callable
from functools import cached_property
from types import NoneType
from typing import Any

from google.protobuf.descriptor import Descriptor

from generator.formats.protobuf.runtime.functions import ABSENT, Functions
from generator.formats.protobuf.runtime.messages import Messages


class Responses:
    """The response message of one operation: empty, around its value, or the value itself."""

    def __init__(
        self,
        messages: Messages,
        response: Any,
        message: Descriptor,
        *,
        result: str | None,
    ) -> None:
        """response: the type of the value; result: the field that holds it."""
        self._messages = messages
        self._response = response
        self._result = result
        self._message = message
        self._class = messages.cls(message.full_name)
        self._nullable = messages.shapes.is_nullable(response)

    @cached_property
    def _fill(self) -> Callable[..., Any] | None:
        return self._function(self._messages.fill)

    @cached_property
    def _read(self) -> Callable[..., Any] | None:
        return self._function(self._messages.read)

    def _function(self, functions: Functions) -> Callable[..., Any] | None:
        shapes = self._messages.shapes
        if self._result is not None:
            field = self._message.fields_by_name[self._result]
            return functions.of_member(shapes.member(self._response, field))
        if self._response in (None, NoneType):
            return None
        return functions.of_message(shapes.whole(self._response, self._message))

    def write(self, value: Any) -> bytes:
        """The value of a service's method → the bytes of the response."""
        message = self._class()
        if self._fill is not None and not (value is None and self._nullable):
            self._fill(message, value)
        data: bytes = message.SerializeToString(deterministic=True)
        return data

    def read(self, data: bytes) -> Any:
        """The bytes of a response → the value; UNFIT or DecodeError if it does not fit."""
        message = self._class.FromString(data)
        if self._read is None:
            return None
        value = self._read(message)
        if value is ABSENT:
            if self._nullable:
                return None
            raise ValueError("the response holds no value")
        return value
