"""Turns the value of one operation into the JSON of its response message and back."""

from collections.abc import Callable
from functools import cached_property
from types import NoneType
from typing import Any

import msgspec
from google.protobuf.descriptor import Descriptor

from generator.formats.protobuf.runtime.functions import ABSENT, Functions
from generator.formats.protobuf.runtime.messages import Messages
from generator.formats.protojson.runtime.requests import encode
from generator.formats.protojson.runtime.told import Told
from generator.formats.protojson.runtime.write import Write
from generator.runtime import unions

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class JsonResponses:
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
        self._message = message
        self._field = None if result is None else message.fields_by_name[result]
        self._name = "" if self._field is None else self._field.json_name
        self._is_nothing = result is None and response in (None, NoneType)
        self._nullable = messages.shapes.is_nullable(response)

    @cached_property
    def _write(self) -> Callable[[Any], Any]:
        return self._function(self._messages.functions(Write))

    @cached_property
    def _read(self) -> Callable[[Any], Any]:
        return self._function(self._messages.functions(Told))

    def _function(self, functions: Functions) -> Callable[..., Any]:
        shapes = self._messages.shapes
        if self._field is None:
            return functions.of_message(shapes.whole(self._response, self._message))
        return functions.of_member(shapes.member(self._response, self._field))

    def write(self, value: Any) -> bytes:
        """The value of a service's method → the JSON of the response."""
        if self._is_nothing or (value is None and self._nullable):
            return b"{}"
        held = self._write(value)
        return encode(held if self._field is None else {self._name: held})

    def read(self, data: bytes) -> Any:
        """The JSON of a response → the value; UNFIT if it does not fit."""
        try:
            message = msgspec.json.decode(data)
        except _UNREADABLE as error:
            raise ValueError("the response is not JSON") from error
        if type(message) is not dict:
            raise ValueError("the response is not an object")
        if self._is_nothing:
            return None
        raw = self._read(message)
        if raw is ABSENT:
            if self._nullable:
                return None
            raise ValueError("the response holds no value")
        try:
            return unions.convert(raw, self._response)
        except msgspec.ValidationError as error:
            raise ValueError(str(error)) from error
