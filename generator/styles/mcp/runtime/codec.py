"""Turns calls into calls of tools, and what these answer into values or exceptions."""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import UNSET

from generator.runtime.answers import unfit
from generator.runtime.call import CallOptions, headers_of
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.http.posted import addressed, failure, foreign, shown_json
from generator.runtime.ids import Ids
from generator.runtime.operation import Operation
from generator.runtime.unions import UNPRINTABLE, encode, reader
from generator.styles.mcp.runtime.answers import (
    UNREADABLE,
    ErrorObject,
    Response,
    ToolResult,
    Wrapped,
    body_of,
    is_stream,
    text_of,
)
from generator.styles.mcp.runtime.failures import exception, of_number
from generator.styles.mcp.runtime.requests import McpRequest, Message
from generator.styles.mcp.runtime.session import Session
from generator.styles.mcp.runtime.tool import Tool, Tools

if TYPE_CHECKING:
    from generator.runtime.transport import WireRequest
    from generator.runtime.wire import Wire

T = TypeVar("T")

PATH = "/mcp"
_NOT_A_RESPONSE = "The answer is not a response of MCP."

_read = msgspec.json.Decoder(Response[ToolResult]).decode
_unwrap = msgspec.json.Decoder(Wrapped).decode
_items = msgspec.json.Decoder(list[msgspec.Raw]).decode


class McpCodec:
    """Writes calls of tools as the server wants them, and reads what they answer; no I/O."""

    def __init__(
        self,
        tools: Tools,
        path: str = PATH,
        ids: Iterator[str | int] | None = None,
        *,
        piped: bool = False,
    ) -> None:
        """piped: over stdio, where a server knows its caller, and gets no credentials."""
        self._piped = piped
        self._tools = tools
        self._path = path
        self._ids = Ids() if ids is None else ids
        self._readers: dict[Operation[Any], Callable[[bytes | msgspec.Raw], Any]] = {}
        self.session = Session()

    def encode(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        content: bytes | None = None,
    ) -> McpRequest:
        """Keyword arguments of a call → the request; every call has an id of its own.

        content: the file that the operation takes. `unimplemented` for what is no tool.
        """
        tool = self._tool(operation)
        given = operation.encode(values)
        if content is not None and operation.takes is not None:
            given = {operation.takes.parameter: content, **given}
        try:
            arguments = msgspec.Raw(encode(given))
        except UNPRINTABLE as error:
            raise operation.refusal(given, error) from error
        headers: Mapping[str, str] = headers_of(options)
        path = self._path
        if not self._piped:
            path, headers = addressed(path, {}, options)
        message = Message(
            id=next(self._ids),
            tool=tool.name,
            arguments=arguments,
            path=path,
            headers=headers,
        )
        return self.session.over_http(message)

    def decode(
        self,
        operation: Operation[T],
        response: HttpResponse,
        request: McpRequest,
    ) -> T:
        """The response → the value; raises ServiceError or a declared error."""
        result = self._result(operation, response, request)
        try:
            nothing = operation.response is None
            data = b"null" if nothing else _content(self._tool(operation), result)
            value: T = self._reader(operation)(data)
        except UNREADABLE as error:
            raise unfit(error) from None
        return value

    def results(
        self,
        operation: Operation[T],
        response: HttpResponse,
        request: McpRequest,
    ) -> Iterator[T]:
        """The items of a stream that the server has collected, or else the one result."""
        if not self._tool(operation).collected:
            yield self.decode(operation, response, request)
            return
        result = self._result(operation, response, request)
        read = self._reader(operation)
        try:
            for item in _items(_content(self._tool(operation), result)):
                yield read(item)
        except UNREADABLE as error:
            raise unfit(error) from None

    def _result(
        self,
        operation: Operation[Any],
        response: HttpResponse,
        request: McpRequest,
    ) -> ToolResult:
        """What the tool answers, if it did what it should; raises what it failed with instead."""
        id = request.message.id
        try:
            message = _read(body_of(response))
        except UNREADABLE:
            if is_stream(response) and not body_of(response):
                text = "The answer was cut off before its end."
                raise ServiceError(text, code=Code.UNAVAILABLE) from None
            raise foreign(response, _NOT_A_RESPONSE) from None
        unknown = message.id is None and message.error is not UNSET
        if message.id != id and not unknown:
            text = "The answer is to another call: its id is not the request's."
            raise foreign(response, text)
        if message.error is not UNSET:
            raise _failure(operation, message.error, response)
        if message.result is UNSET or response.status != HTTPStatus.OK:
            raise foreign(response, _NOT_A_RESPONSE)
        return _checked(operation, message.result)

    def _tool(self, operation: Operation[Any]) -> Tool:
        tool = self._tools.of(operation)
        if tool is None:
            text = f"{operation.name} is no tool: the contract keeps it from agents."
            raise ServiceError(text, code=Code.UNIMPLEMENTED)
        return tool

    def _reader(self, operation: Operation[T]) -> Callable[[bytes | msgspec.Raw], T]:
        read = self._readers.get(operation)
        if read is None:
            read = self._readers[operation] = reader(operation.response)
        return read

    def wire(self, operation: Operation[Any], address: str) -> "Wire":
        """How an operation of the server at an address is named in traces."""
        from generator.styles.mcp.runtime.wire import called

        return called(self._tool(operation).name, address)

    def show(self, request: HttpRequest) -> "WireRequest":
        """The request, readable."""
        return shown_json(request)


def _content(tool: Tool, result: ToolResult) -> bytes | msgspec.Raw:
    """The structured content of a result, out of what is wrapped around it."""
    if result.structured is UNSET:
        raise msgspec.ValidationError("it has no structured content")
    return _unwrap(result.structured).result if tool.wrapped else result.structured


def _checked(operation: Operation[Any], result: ToolResult) -> ToolResult:
    """A result that is one; raises the error in it."""
    if result.kind == "input_required":
        text = "The server asks for more than the call has: this client has nothing."
        raise ServiceError(text, code=Code.UNIMPLEMENTED)
    if result.kind != "complete":
        raise unfit(f"a result of kind {result.kind!r}")
    if result.failed:
        try:
            text = text_of(result)
        except UNREADABLE as error:
            raise unfit(error) from None
        raise exception(operation, text)
    return result


def _failure(
    operation: Operation[Any],
    found: ErrorObject,
    response: HttpResponse,
) -> ServiceError:
    """The error of a response."""
    error = of_number(operation, found.code, found.message, found.data)
    return failure(found.code, found.message, error, response)
