"""Turns calls into JSON-RPC requests over HTTP, and their answers into values or exceptions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from generator.runtime.call import NO_OPTIONS, CallOptions, carried_by, own_headers
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.http.statuses import bare, retry_after
from generator.runtime.ids import Ids
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import INVALID_REQUEST, PARSE_ERROR
from generator.runtime.unions import encode, reader
from generator.styles.jsonrpc.runtime.failures import exception
from generator.styles.jsonrpc.runtime.messages import (
    UNPRINTABLE,
    ErrorObject,
    Notification,
    Request,
    Response,
)
from generator.styles.jsonrpc.runtime.method import Methods
from generator.styles.jsonrpc.runtime.request import JsonRpcRequest

if TYPE_CHECKING:
    from generator.runtime.auth.carried import Carried
    from generator.runtime.transport import WireRequest
    from generator.runtime.wire import Wire

T = TypeVar("T")

PATH = "/jsonrpc"
_HEADERS = {"content-type": "application/json", "accept": "application/json"}
_STREAM = {**_HEADERS, "accept": "text/event-stream, application/json"}
_read = msgspec.json.Decoder(Response).decode
_read_item = msgspec.json.Decoder(Notification).decode
_read_list = msgspec.json.Decoder(list[msgspec.Raw]).decode
# The numbers that say no more than that the request is not one, and the statuses that do so, too.
_OF_HTTP = {PARSE_ERROR, INVALID_REQUEST}
_UNTOLD = {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}


class JsonRpcCodec:
    """Writes calls by name and reads responses; no I/O."""

    def __init__(
        self,
        methods: Methods,
        path: str = PATH,
        ids: Iterator[str | int] | None = None,
        *,
        piped: bool = False,
    ) -> None:
        """piped: over stdio, where a server knows its caller, and gets no credentials."""
        self._piped = piped
        self._methods = methods
        self._path = path
        self._ids = Ids() if ids is None else ids
        self._readers: dict[Operation[Any], Callable[[bytes | msgspec.Raw], Any]] = {}

    def encode(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        content: bytes | None = None,
    ) -> JsonRpcRequest:
        """Keyword arguments of a call → the request; every call has an id of its own.

        content: the file that the operation takes.
        """
        id = next(self._ids)
        body = self.message(operation, values, id, content)
        carried = None if self._piped else carried_by(options)
        always = _STREAM if self.stream(operation) else _HEADERS
        return JsonRpcRequest(
            method="POST",
            path=self._path if carried is None else carried.in_path(self._path),
            headers=_headers(options, always, carried),
            body=body,
            id=id,
        )

    def message(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        id: str | int | UnsetType,
        content: bytes | None = None,
    ) -> bytes:
        """A call as a message; UNSET: a notification, which has no id."""
        given = operation.encode(values)
        if content is not None and operation.takes is not None:
            given = {operation.takes.parameter: content, **given}
        method = self._methods.of(operation)
        params = given or UNSET
        message = Request(jsonrpc="2.0", method=method.name, params=params, id=id)
        try:
            return encode(message)
        except UNPRINTABLE as error:
            raise operation.refusal(given, error) from error

    def batch(
        self,
        messages: Sequence[bytes],
        id: str | int | None,
        options: CallOptions,
    ) -> JsonRpcRequest:
        """Messages in one request: an array of them, or the only one as it is.

        id: that of the first call, None: there are only notifications.
        """
        body = messages[0] if len(messages) == 1 else b"[" + b",".join(messages) + b"]"
        carried = None if self._piped else carried_by(options)
        return JsonRpcRequest(
            method="POST",
            path=self._path if carried is None else carried.in_path(self._path),
            headers=_headers(options, _HEADERS, carried),
            body=body,
            id=id,
        )

    def id(self) -> str | int:
        """The id of one more call."""
        return next(self._ids)

    def decode(
        self,
        operation: Operation[T],
        response: HttpResponse,
        request: JsonRpcRequest,
    ) -> T:
        """The response → the value; raises ServiceError or a declared error.

        An error may have no id: then the server could not read that of the request.
        """
        return self.value(operation, self.check(operation, response, request).result)

    def value(self, operation: Operation[T], result: msgspec.Raw | UnsetType) -> T:
        """A result → the value; `internal` if it does not fit the contract."""
        assert isinstance(result, msgspec.Raw)
        try:
            value: T = self._reader(operation)(result)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            text = f"The answer does not fit the contract: {error}"
            raise ServiceError(text, code=Code.INTERNAL) from None
        return value

    def check(
        self,
        operation: Operation[Any],
        response: HttpResponse,
        request: JsonRpcRequest,
    ) -> Response:
        """The response, if it is that of the request; raises the error in it."""
        try:
            message = _read(response.body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise foreign(response) from None
        unknown = message.id is None and message.error is not UNSET
        if message.id != request.id and not unknown:
            text = "The answer is to another call: its id is not the request's."
            raise foreign(response, text)
        if message.error is not UNSET:
            raise failure_of(operation, message.error, response)
        if message.result is UNSET or response.status != HTTPStatus.OK:
            raise foreign(response)
        return message

    def item(self, operation: Operation[T], notification: bytes) -> T:
        """The item in a notification: its parameters, or the only one of them."""
        try:
            params = _read_item(notification).params
            value = bytes(params)
            if value.startswith(b"["):
                (only,) = _read_list(value)
                value = bytes(only)
            return self._reader(operation)(value)
        except (
            msgspec.DecodeError,
            RecursionError,
            UnicodeDecodeError,
            ValueError,
        ) as error:
            text = f"An item does not fit the contract: {error}"
            raise ServiceError(text, code=Code.INTERNAL) from None

    def stream(self, operation: Operation[Any]) -> str:
        """How the items travel of an answer that is a stream of them."""
        return self._methods.of(operation).stream

    def _reader(self, operation: Operation[T]) -> Callable[[bytes | msgspec.Raw], T]:
        read = self._readers.get(operation)
        if read is None:
            read = self._readers[operation] = reader(operation.response)
        return read

    def wire(self, operation: Operation[Any], address: str) -> "Wire":
        """How an operation of the server at an address is named in traces."""
        from generator.styles.jsonrpc.runtime.wire import called

        return called(self._methods.of(operation).name, address)

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


def _headers(
    options: CallOptions,
    always: Mapping[str, str],
    carried: "Carried | None",
) -> Mapping[str, str]:
    if options is NO_OPTIONS:
        return always
    given = {name.lower(): text for name, text in options.headers.items()}
    headers = {**always, **given, **own_headers(options)}
    return headers if carried is None else carried.in_headers(headers)


def failure_of(
    operation: Operation[Any],
    found: ErrorObject,
    response: HttpResponse,
) -> ServiceError:
    """The error of a response; where HTTP itself refused the request, its status says why."""
    if found.code in _OF_HTTP and response.status not in _UNTOLD:
        return bare(response.status, response.headers, found.message)
    error = exception(operation, found)
    if error.retry_after is None:
        error.retry_after = retry_after(response.headers)
    return error


def foreign(
    response: HttpResponse,
    text: str = "The answer is not a JSON-RPC response.",
) -> ServiceError:
    """What it means that a call has no answer of its own."""
    if response.status == HTTPStatus.OK:
        return ServiceError(text, code=Code.INTERNAL)
    return bare(response.status, response.headers)
