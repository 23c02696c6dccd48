"""Turns the arguments of one operation into its request message.

An update's mask is derived from what the caller passed: absent, null and a value mean what they
mean in every style (AIP-134).
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec

from generator.formats.protobuf.runtime.masks import Masks
from generator.formats.protobuf.runtime.messages import UNFIT
from generator.formats.protobuf.runtime.request import Request
from generator.runtime.errors import Violation
from generator.runtime.patch import mark, wholes


class RequestWriter(Request):
    """Writes the requests of one operation."""

    _masks = Masks

    @cached_property
    def _set(self) -> dict[str, Callable[..., None]]:
        """The functions that set a field, by JSON names; each is made when needed."""
        return {}

    def write(self, values: Mapping[str, Any]) -> Any:
        """A caller's keyword arguments → the message; InvalidArgument for what cannot travel."""
        by_name = self._operation.encode(values, whole=bool(self._maskable))
        try:
            return self._message(by_name)
        except UNFIT as error:
            # The judge of every input says what is wrong in the words that the server has.
            return self._judged(by_name, error)

    def _message(self, values: Mapping[str, Any]) -> Any:
        message = self._class()
        if self._maskable:
            values, masked = self._masked(values)
            if masked:
                message.update_mask.paths.extend(masked)
        for name, value in values.items():
            write = self._set.get(name) or self._setter(name)
            write(message, value)
        return message

    def _masked(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """What the message holds, and the paths of the mask that says what changes."""
        masks = self._masks(self._messages.shapes)
        held: dict[str, Any] = {}
        masked: list[str] = []
        for name, value in values.items():
            if name not in self._maskable:
                held[name] = value
            elif value is None:  # the mask names what the message lacks
                masked.append(masks.name(self._members[name]))
                if name in self._defaults:
                    held[name] = self._defaults[name]
            else:
                held[name] = value
                if name in self._deep:
                    masked.extend(masks.paths(self._members[name], value, (name,)))
                else:
                    masked.append(masks.name(self._members[name]))
        return held, masked

    def _setter(self, name: str) -> Callable[..., None]:
        setter = self._set[name] = self._messages.fill.of_member(self._members[name])
        return setter

    def _judged(self, values: Mapping[str, Any], error: Exception) -> Any:
        try:
            arguments = self._operation.decode(msgspec.to_builtins(values))
            mark(arguments, self._operation.request, wholes(values))
            given = self._operation.encode(arguments, whole=True)
            kept = {name: value for name, value in given.items() if name in values}
            return self._message(kept)
        except UNFIT:
            unfit = self._unfit(values)
            raise self._operation.refusal(values, error, unfit) from error

    def _unfit(self, values: Mapping[str, Any]) -> Iterator[Violation]:
        for name, value in values.items():
            try:
                self._message({name: value})
            except UNFIT as error:
                yield Violation(f"/{name}", f"cannot travel in protobuf: {error}")
