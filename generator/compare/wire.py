"""Turns inputs into requests: calls the generated clients in memory, and keeps what they send.

The clients are the emitted ones, imported from the output tree; only their transport is replaced.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from generator.compare import expression
from generator.compare.loading import Package
from generator.diagnostics.render import visible
from generator.model import Json, Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as people read it; ``text`` is its body, as text or in a readable form."""

    start: str
    headers: tuple[tuple[str, str], ...]
    text: str


class _Sent(Exception):
    """What a client handed to its transport."""

    def __init__(self, request: Any) -> None:
        super().__init__()
        self.request = request


class _Recorder:
    """A transport that sends nothing."""

    def send(self, request: Any, timeout: float | None) -> Any:  # noqa: ARG002
        raise _Sent(request)

    def close(self) -> None:
        """There is nothing to close."""


class Clients:
    """The generated clients of one contract, in the styles that were asked for."""

    def __init__(self, package: Package, folder: str, styles: tuple[str, ...]) -> None:
        base = package.load("_support.client").SyncClient
        table = package.load(f"{folder}.operations").OPERATIONS
        self._operations = {operation.name: operation for operation in table}
        self._clients = {style: package.load(f"{folder}.{style}.client").Client for style in styles}
        self._base = base

    def arguments(self, operation: Operation, given: Mapping[str, Json]) -> dict[str, Any]:
        """An input in wire form → the keyword arguments of the client's method."""
        request = self._operations[operation.name.text].request
        plain = _plain(given)
        try:
            values = msgspec.convert(plain, request)
        except msgspec.ValidationError:
            values = msgspec.convert(plain, request, strict=False)
        names = zip(request.__struct_fields__, request.__struct_encode_fields__, strict=True)
        return {name: getattr(values, name) for name, encoded in names if encoded in given}

    def method(self, operation: Operation) -> str:
        """The name of the operation's method, on clients and servers."""
        name: str = self._operations[operation.name.text].method
        return name

    def call(self, operation: Operation, arguments: Mapping[str, Any]) -> expression.Code:
        """The code of the call, which is the same in every style."""
        return expression.call(f"client.{self.method(operation)}", dict(arguments))

    def request(self, operation: Operation, style: str, arguments: Mapping[str, Any]) -> Request:
        """What the style's client sends for a call."""
        client_class = self._clients[style]
        codec = client_class.codec()
        client = client_class.__new__(client_class)
        self._base.__init__(client, codec, _Recorder())
        try:
            getattr(client, self.method(operation))(**arguments)
        except _Sent as sent:
            shown = codec.show(sent.request)
            return Request(start=shown.start, headers=shown.headers, text=shown.text)
        raise AssertionError(f"{operation.name} sent nothing over {style}")


def _plain(value: Any) -> Any:
    """Numbers as JSON would bring them: int or float."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case _:
            return value


def compact(text: str) -> str:
    """A body on one line; JSON with blanks between its members."""
    try:
        return _json(json.loads(text))
    except ValueError:
        return " ".join(text.split())


def spread(text: str, width: int) -> str:
    """A body as it is, but JSON over several lines where one would be too long."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    line = _json(value)
    return line if len(line) <= width else _json(value, indent=2)


def _json(value: Any, indent: int | None = None) -> str:
    """JSON in which every character shows: what does not is escaped, as JSON escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isascii():
        return text
    return "".join(char if _shows(char) else json.dumps(char)[1:-1] for char in text)


def _shows(char: str) -> bool:
    return char == "\n" or visible(char) == char
