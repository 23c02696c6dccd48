"""Turns calls into XML-RPC requests over HTTP, and their answers into values or exceptions."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import msgspec

from generator.runtime.call import NO_OPTIONS, CallOptions, carried_by, own_headers
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.http.statuses import bare, retry_after
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import INVALID_REQUEST, PARSE_ERROR
from generator.runtime.unions import convert
from generator.styles.xmlrpc.runtime.failures import exception
from generator.styles.xmlrpc.runtime.messages import (
    NotAMessage,
    Unreadable,
    read,
)
from generator.styles.xmlrpc.runtime.method import Methods
from generator.styles.xmlrpc.runtime.plain import Message
from generator.styles.xmlrpc.runtime.reading import Reader
from generator.styles.xmlrpc.runtime.writing import PROLOGUE, Writer, escaped

if TYPE_CHECKING:
    from generator.runtime.transport import WireRequest
    from generator.runtime.wire import Wire

T = TypeVar("T")

PATH = "/xmlrpc"
_HEADERS = {"content-type": "text/xml; charset=utf-8", "accept": "text/xml"}
# What ``encode`` raises for a value that XML-RPC cannot carry.
UNPRINTABLE = (
    msgspec.MsgspecError,
    TypeError,
    ValueError,
    OverflowError,
    RecursionError,
)
# The numbers that say no more than that the request is not one, and the statuses that do so, too.
_OF_HTTP = {PARSE_ERROR, INVALID_REQUEST}
_UNTOLD = {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}


class _Misfit(ValueError):
    """A scalar of an answer is none."""


class XmlRpcCodec:
    """Writes calls by name and reads responses; no I/O."""

    def __init__(self, methods: Methods, path: str = PATH) -> None:
        self._methods = methods
        self._path = path
        self._writers: dict[Operation[Any], Writer] = {}
        self._readers: dict[Operation[Any], Callable[[Any], Any]] = {}

    def encode(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        content: bytes | None = None,
    ) -> HttpRequest:
        """Keyword arguments of a call → the request, with one struct of them.

        content: the file that the operation takes.
        """
        given = operation.encode(values)
        if content is not None and operation.takes is not None:
            given = {operation.takes.parameter: content, **given}
        writer = self._writers.get(operation)
        if writer is None:
            writer = self._writers[operation] = Writer(operation.request)
        name = escaped(self._methods.of(operation).name)
        try:
            value = writer.write(given) if given else ""
            body = call(name, f"<param><value>{value}</value></param>" if value else "")
        except UNPRINTABLE as error:
            raise operation.refusal(given, error) from error
        carried = carried_by(options)
        return HttpRequest(
            method="POST",
            path=self._path if carried is None else carried.in_path(self._path),
            headers=_headers(options),
            body=body,
        )

    def decode(
        self,
        operation: Operation[T],
        response: HttpResponse,
        request: HttpRequest,
    ) -> T:
        """The response → the value; raises ServiceError or a declared error."""
        del request
        message = _message(response)
        if message.fault is not None:
            raise _failure(operation, message.fault, response)
        if response.status != HTTPStatus.OK or len(message.params) != 1:
            raise _foreign(response)
        read = self._reader(operation)
        try:
            value: T = read(message.params[0])
        except (msgspec.ValidationError, RecursionError, ValueError) as error:
            text = f"The answer does not fit the contract: {error}"
            raise ServiceError(text, code=Code.INTERNAL) from None
        return value

    def _reader(self, operation: Operation[T]) -> Callable[[Any], T]:
        read = self._readers.get(operation)
        if read is None:
            reader = Reader(operation.response, _misfit)

            def read(value: Any) -> T:
                if operation.response is None:
                    value = None
                found: T = convert(reader.read(value), operation.response)
                return found

            self._readers[operation] = read
        return read

    def wire(self, operation: Operation[Any], address: str) -> "Wire":
        """How an operation of the server at an address is named in traces."""
        from generator.styles.xmlrpc.runtime.wire import called

        return called(self._methods.of(operation).name, address)

    def show(self, request: HttpRequest) -> "WireRequest":
        """The request, readable."""
        from generator.runtime.transport import WireRequest
        from generator.styles.xmlrpc.runtime.pretty import pretty

        body = request.body or b""
        return WireRequest(
            start=f"{request.method} {request.path or '/'}",
            headers=tuple(request.headers.items()),
            body=body,
            text=pretty(body),
        )


def call(name: str, params: str) -> bytes:
    """A call of a method, whose name is escaped, with parameters in XML."""
    text = (
        f"{PROLOGUE}<methodCall><methodName>{name}</methodName>"
        f"<params>{params}</params></methodCall>\n"
    )
    return text.encode()


def _headers(options: CallOptions) -> Mapping[str, str]:
    if options is NO_OPTIONS:
        return _HEADERS
    given = {name.lower(): text for name, text in options.headers.items()}
    headers = {**_HEADERS, **given, **own_headers(options)}
    carried = carried_by(options)
    return headers if carried is None else carried.in_headers(headers)


def _message(response: HttpResponse) -> Message:
    """The response, if it is one of XML-RPC."""
    try:
        message = read(response.body, None, _misfit)
    except _Misfit as error:
        text = f"The answer does not fit the contract: {error}"
        raise _foreign(response, text) from None
    except (Unreadable, NotAMessage):
        raise _foreign(response) from None
    if message.method is not None:
        raise _foreign(response)
    return message


def _failure(
    operation: Operation[Any],
    fault: Any,
    response: HttpResponse,
) -> ServiceError:
    """The error of a fault; where HTTP itself refused the request, its status says why."""
    number, text = fault.get("faultCode"), fault.get("faultString")
    if type(number) is not int or not isinstance(text, str):
        return _foreign(response)
    if number in _OF_HTTP and response.status not in _UNTOLD:
        return bare(response.status, response.headers, text)
    error = exception(operation, number, text)
    if error.retry_after is None:
        error.retry_after = retry_after(response.headers)
    return error


def _foreign(
    response: HttpResponse,
    text: str = "The answer is not an XML-RPC response.",
) -> ServiceError:
    """What it means that a call has no answer of its own."""
    if response.status == HTTPStatus.OK:
        return ServiceError(text, code=Code.INTERNAL)
    return bare(response.status, response.headers)


def _misfit(reason: str) -> NoReturn:
    raise _Misfit(f"a value {reason}")
