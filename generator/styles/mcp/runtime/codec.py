"""Turns calls into calls of tools, and what these answer into values or exceptions."""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import UNSET

from generator.runtime.call import NO_OPTIONS, CallOptions, carried_by, own_headers
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.http.statuses import bare, retry_after
from generator.runtime.ids import Ids
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import INVALID_REQUEST, PARSE_ERROR
from generator.runtime.unions import encode, reader
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
# What ``encode`` raises for a value that JSON cannot carry.
_UNPRINTABLE = (
    msgspec.MsgspecError,
    TypeError,
    ValueError,
    OverflowError,
    RecursionError,
)
# The numbers that say no more than that the request is not one, and the statuses that do so, too.
_OF_HTTP = {PARSE_ERROR, INVALID_REQUEST}
_UNTOLD = {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}

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
        except _UNPRINTABLE as error:
            raise operation.refusal(given, error) from error
        path, headers = self._path, _headers(options)
        carried = None if self._piped else carried_by(options)
        if carried is not None:
            path, headers = carried.in_path(path), carried.in_headers(headers)
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
        if operation.response is None:
            return None  # type: ignore[return-value]
        try:
            value: T = self._reader(operation)(_content(self._tool(operation), result))
        except UNREADABLE as error:
            raise _misfit(error) from None
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
            raise _misfit(error) from None

    def _result(
        self,
        operation: Operation[Any],
        response: HttpResponse,
        request: McpRequest,
    ) -> ToolResult:
        """What the tool answers, if it did what it should; raises what it failed with instead."""
        id = request.message.id
        try:
            body = body_of(response)
            message = _read(body)
        except UNREADABLE:
            if not body and is_stream(response):
                text = "The answer was cut off before its end."
                raise ServiceError(text, code=Code.UNAVAILABLE) from None
            raise _foreign(response) from None
        unknown = message.id is None and message.error is not UNSET
        if message.id != id and not unknown:
            text = "The answer is to another call: its id is not the request's."
            raise _foreign(response, text)
        if message.error is not UNSET:
            raise _failure(operation, message.error, response)
        if message.result is UNSET or response.status != HTTPStatus.OK:
            raise _foreign(response)
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
        from generator.runtime.transport import WireRequest

        body = request.body or b""
        return WireRequest(
            start=f"{request.method} {request.path or '/'}",
            headers=tuple(request.headers.items()),
            body=body,
            text=msgspec.json.format(body, indent=2).decode(),
        )


def _headers(options: CallOptions) -> Mapping[str, str]:
    """The headers that a caller adds."""
    if options is NO_OPTIONS:
        return {}
    given = {name.lower(): text for name, text in options.headers.items()}
    return {**given, **own_headers(options)}


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
        raise _misfit(f"a result of kind {result.kind!r}")
    if result.failed:
        try:
            text = text_of(result)
        except UNREADABLE as error:
            raise _misfit(error) from None
        raise exception(operation, text)
    return result


def _misfit(reason: object) -> ServiceError:
    text = f"The answer does not fit the contract: {reason}"
    return ServiceError(text, code=Code.INTERNAL)


def _failure(
    operation: Operation[Any],
    found: ErrorObject,
    response: HttpResponse,
) -> ServiceError:
    """The error of a response; where HTTP itself refused the request, its status says why."""
    if found.code in _OF_HTTP and response.status not in _UNTOLD:
        return bare(response.status, response.headers, found.message)
    error = of_number(operation, found.code, found.message, found.data)
    if error.retry_after is None:
        error.retry_after = retry_after(response.headers)
    return error


def _foreign(
    response: HttpResponse,
    text: str = "The answer is not a response of MCP.",
) -> ServiceError:
    """What it means that a call has no answer of its own."""
    if response.status == HTTPStatus.OK:
        return ServiceError(text, code=Code.INTERNAL)
    return bare(response.status, response.headers)
