"""Turns calls into JSON-RPC requests over HTTP, and their answers into values or exceptions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from generator.runtime.answers import unfit
from generator.runtime.call import CallOptions, headers_of
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.http.posted import (
    addressed,
    failure,
    foreign,
    shown_json,
)
from generator.runtime.ids import Ids
from generator.runtime.operation import Operation
from generator.runtime.unions import UNPRINTABLE, encode, reader
from generator.styles.jsonrpc.runtime.failures import exception
from generator.styles.jsonrpc.runtime.messages import (
    ErrorObject,
    Notification,
    Request,
    Response,
)
from generator.styles.jsonrpc.runtime.method import Methods
from generator.styles.jsonrpc.runtime.request import JsonRpcRequest

if TYPE_CHECKING:
    from generator.runtime.transport import WireRequest
    from generator.runtime.wire import Wire

T = TypeVar("T")

PATH = "/jsonrpc"
_HEADERS = {"content-type": "application/json", "accept": "application/json"}
_STREAM = {**_HEADERS, "accept": "text/event-stream, application/json"}
_read = msgspec.json.Decoder(Response).decode
_read_item = msgspec.json.Decoder(Notification).decode
_read_list = msgspec.json.Decoder(list[msgspec.Raw]).decode
NOT_A_RESPONSE = "The answer is not a JSON-RPC response."


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
        always = _STREAM if self.stream(operation) else _HEADERS
        path, headers = self._addressed(always, options)
        return JsonRpcRequest(
            method="POST",
            path=path,
            headers=headers,
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
        path, headers = self._addressed(_HEADERS, options)
        return JsonRpcRequest(
            method="POST",
            path=path,
            headers=headers,
            body=body,
            id=id,
        )

    def _addressed(
        self,
        always: Mapping[str, str],
        options: CallOptions,
    ) -> tuple[str, Mapping[str, str]]:
        if self._piped:
            return self._path, {**always, **headers_of(options)}
        return addressed(self._path, always, options)

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
            raise unfit(error) from None
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
            raise foreign(response, NOT_A_RESPONSE) from None
        unknown = message.id is None and message.error is not UNSET
        if message.id != request.id and not unknown:
            text = "The answer is to another call: its id is not the request's."
            raise foreign(response, text)
        if message.error is not UNSET:
            raise failure_of(operation, message.error, response)
        if message.result is UNSET or response.status != HTTPStatus.OK:
            raise foreign(response, NOT_A_RESPONSE)
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
            raise unfit(error, "An item") from None

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
        return shown_json(request)


def failure_of(
    operation: Operation[Any],
    found: ErrorObject,
    response: HttpResponse,
) -> ServiceError:
    """The error of a response."""
    error = exception(operation, found)
    return failure(found.code, found.message, error, response)
