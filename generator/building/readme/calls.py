"""Turns a contract's examples into calls: as code, and as the requests of every style.

The requests are written by the codecs of the emitted clients; nothing is served, nothing is sent.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import msgspec

from generator.building.in_memory import Package
from generator.emit.credentials import Credentials, credentials
from generator.emit.examples.values import ExampleValues, Underivable, converted
from generator.emit.examples.variants import sibling
from generator.emit.python import expression
from generator.emit.python.code import member
from generator.emit.support import SUPPORT
from generator.formats.readable import shortened
from generator.model import Api, Example, Json, NamedRef, Operation, Record, TypeRef
from generator.naming import Name
from generator.runtime.errors import InvalidArgument
from generator.styles.style import AnyStyle, Description

UNDERIVABLE = "No example follows from the contract: give this operation one."
# Why there may be no value: nothing follows from the types, or not all of what they ask.
NO_VALUE = (Underivable, msgspec.ValidationError)

_FILE = b"The content of a file."
_LEFT_OUT = expression.Dots()

Bindings = Sequence[tuple[AnyStyle, Any]]
# The entity tag without which the contract refuses a call with these arguments, where it does.
TagOf = Callable[[Operation, Mapping[str, Any]], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRequest:
    """A request as the generated client writes it.

    start: ``POST /products`` or ``/shop.products.v1.ProductsService/AddProduct``; body: the bytes;
    text: the body, where it is not text in a readable form.
    """

    start: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    text: str

    @property
    def is_http(self) -> bool:
        """Whether ``start`` is a method of HTTP and a path."""
        return self.start.partition(" ")[0].isupper()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCall:
    """One call of an operation; ``example`` is None where its arguments are made up."""

    example: Example | None
    arguments: Mapping[str, Any]
    code: str
    short: str  # the same code on one line
    items: tuple[Any, ...] = ()  # what the client streams


class ExampleCalls:
    """The calls of one contract; ``package`` is what was emitted for it."""

    def __init__(
        self,
        api: Api,
        bindings: Bindings,
        package: Package,
        tag_of: TagOf | None = None,
        secret: str | None = None,
    ) -> None:
        """``tag_of``: tags of what is kept somewhere; without it, of the contract's examples.

        secret: what the requests hold as token, key or password in place of placeholders.
        """
        self._secret = secret
        self._api = api
        self._values = ExampleValues(api)
        table = package.load(f"{api.folder}.operations").OPERATIONS
        self._entries = {entry.name: entry for entry in table}
        self._options = package.load("_support.call").CallOptions
        self._tag_of = tag_of or self._tag
        self._package = package
        self.descriptions: dict[str, Description] = {
            style.name: style.describe(api, binding, self.load) for style, binding in bindings
        }

    def load(self, module: str) -> ModuleType:
        """Import a module of the contract's package, or of the support that it stands on."""
        inside = module.partition(".")[0] == SUPPORT
        return self._package.load(module if inside else f"{self._api.folder}.{module}")

    def of(self, operation: Operation) -> list[ClientCall]:
        """A call of each example, and one that succeeds; NO_VALUE is raised where there is none."""
        return list(self._of(operation))

    def _of(self, operation: Operation) -> Iterator[ClientCall]:
        if not any(example.error is None for example in operation.examples):
            try:
                yield self._call(operation, None)
            except NO_VALUE:
                if not operation.examples:
                    raise
        for example in operation.examples:
            yield self._call(operation, example)

    def _call(self, operation: Operation, example: Example | None) -> ClientCall:
        if example is None:
            arguments = self.arguments(operation, self._values.arguments(operation))
        else:
            assert isinstance(example.input, dict | None)
            arguments = self.arguments(operation, example.input or {})
        items = self.items(operation, example)
        method = f"client.{self.method(operation)}"
        code = short = expression.call(method, arguments)
        if operation.incoming is not None:
            name = member(operation.incoming)
            code = expression.call(method, {**arguments, name: list(items)})
            short = expression.call(method, {**arguments, name: _LEFT_OUT})
        before, body = _waiting(operation)
        return ClientCall(
            example=example,
            arguments=arguments,
            code=f"{before}{expression.layout(code)}" + (f":\n    {body}" if body else ""),
            short=f"{before}{expression.one_line(short)}" + (f": {body}" if body else ""),
            items=items,
        )

    def items(self, operation: Operation, example: Example | None) -> tuple[Any, ...]:
        """What the client streams: an example's items, else two that differ; a file is one piece.

        NO_VALUE is raised where there is none.
        """
        element = operation.stream_input
        if element is None:
            return ()
        given = None if example is None else example.items
        if operation.body_in is not None:
            return (converted(given, bytes) if isinstance(given, str) else _FILE,)
        if not isinstance(given, list):
            given = list(self._two(element))
        record = self._entries[operation.name.text].takes.record
        (name,), (wire,) = record.__struct_fields__, record.__struct_encode_fields__
        return tuple(getattr(converted({wire: item}, record), name) for item in given)

    def method(self, operation: Operation) -> str:
        """The name of the operation's method, on clients and servers."""
        name: str = self._entries[operation.name.text].method
        return name

    def arguments(self, operation: Operation, given: Mapping[str, Json]) -> dict[str, Any]:
        """An input in wire form → the keyword arguments of the client's method."""
        request = self._entries[operation.name.text].request
        values = converted(given, request)
        names = zip(request.__struct_fields__, request.__struct_encode_fields__, strict=True)
        arguments = {name: getattr(values, name) for name, encoded in names if encoded in given}
        tag = self._tag_of(operation, arguments)
        if tag is not None:
            arguments["options"] = self._options(if_match=tag)
        return arguments

    def returned(self, operation: Operation, call: ClientCall) -> str:
        """The code of what an example says that comes back; "" where it says nothing."""
        output = None if call.example is None else call.example.output
        if output is None or operation.stream_output:
            return ""
        value = converted(output, self._entries[operation.name.text].response)
        return expression.layout(expression.expression(value))

    def request(
        self,
        operation: Operation,
        style: str,
        arguments: Mapping[str, Any],
        items: Sequence[Any] = (),
        *,
        signed: bool = True,
    ) -> Any:
        """What the style's client hands to its transport, with the credentials that are needed.

        None where the style does not carry the operation, or these values; signed: whether to tell
        who calls.
        """
        if not self.descriptions[style].facts(operation).carried:
            return None
        entry = self._entries[operation.name.text]
        values = {name: value for name, value in arguments.items() if name != "options"}
        options = arguments.get("options") or self._options(timeout=entry.timeout)
        signing = credentials(self._api, operation, self._secret) if signed else Credentials()
        try:
            return self.descriptions[style].request(entry, values, options, signing, items)
        except InvalidArgument:
            return None

    def untold(self, operation: Operation, style: str) -> str:
        """Why a style has no request to show."""
        facts = self.descriptions[style].facts(operation)
        return facts.not_carried if not facts.carried else "these values do not travel in it"

    def show(self, style: str, request: Any) -> ShownRequest:
        """A request as people read it."""
        shown = self.descriptions[style].show(request)
        text = shortened(shown.text)
        return ShownRequest(start=shown.start, headers=shown.headers, body=shown.body, text=text)

    def _two(self, element: TypeRef) -> Iterator[Json]:
        """Two items that differ, where their type has values that may."""
        record = self._api.types[element.name] if isinstance(element, NamedRef) else None
        first = self._values.of(element)
        if not isinstance(record, Record) or not isinstance(first, dict):
            yield from (first, first)
            return
        first = first or {field.json_name: self._values.field(field) for field in record.fields}
        yield first
        yield sibling(self._api, record, first, 1)

    def _tag(self, operation: Operation, arguments: Mapping[str, Any]) -> str | None:
        """The tag of what the operation that reads it has as an example, else of a made-up one."""
        etag = self._entries[operation.name.text].etag
        if etag is None or not etag.required:
            return None
        operations = self._api.operations.values()
        read = next(one for one in operations if self.method(one) == etag.get)
        entry = self._entries[read.name.text]
        keys = {name: arguments[name] for name in etag.keys}
        assert read.output is not None
        made_up = ExampleValues(self._api, output=True).of(read.output)
        found = [
            example.output
            for example in read.examples
            if example.output is not None and self._names(entry, example.input, keys)
        ]
        tag: str = etag.of(converted(found[0] if found else made_up, entry.response))
        return tag

    def _names(self, entry: Any, given: Json, keys: Mapping[str, Any]) -> bool:
        """Whether an example's input names the item with these keys."""
        values = converted(given or {}, entry.request)
        return all(getattr(values, name) == value for name, value in keys.items())


def _waiting(operation: Operation) -> tuple[str, str]:
    """What stands before the call of an operation that streams, and the body of its loop, if any.

    Async, as those who stream mostly are; a sync client has the same methods.
    """
    if operation.stream_output:
        output = operation.output
        name = Name.parse(output.name) if isinstance(output, NamedRef) else None
        word = "piece" if operation.body_out is not None else member(name) if name else "item"
        return f"async for {word} in ", "..."
    return ("await ", "") if operation.streams else ("", "")


def streams(operation: Operation) -> str:
    """Which way an operation streams, in words; "" when it does not."""
    match operation.stream_input is not None, operation.stream_output:
        case True, True:
            return "both ways"
        case True, False:
            return "from the client"
        case False, True:
            return "from the server"
        case _:
            return ""
