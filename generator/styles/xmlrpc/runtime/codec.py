"""Turns calls into XML-RPC requests over HTTP, and their answers into values or exceptions."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import msgspec

from generator.runtime.answers import unfit
from generator.runtime.call import CallOptions
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.http.posted import addressed, failure, foreign, shown
from generator.runtime.operation import Operation
from generator.runtime.unions import UNPRINTABLE, convert
from generator.styles.xmlrpc.runtime.failures import exception
from generator.styles.xmlrpc.runtime.messages import NotAMessage, Unreadable, read
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
_NOT_A_RESPONSE = "The answer is not an XML-RPC response."


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
        path, headers = addressed(self._path, _HEADERS, options)
        return HttpRequest(method="POST", path=path, headers=headers, body=body)

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
            raise foreign(response, _NOT_A_RESPONSE)
        read = self._reader(operation)
        try:
            value: T = read(message.params[0])
        except (msgspec.ValidationError, RecursionError, ValueError) as error:
            raise unfit(error) from None
        return value

    def _reader(self, operation: Operation[T]) -> Callable[[Any], T]:
        read = self._readers.get(operation)
        if read is None:
            reader = Reader(operation.response, _misfit)

            def reading(value: Any) -> T:
                if operation.response is None:
                    value = None
                found: T = convert(reader.read(value), operation.response)
                return found

            read = self._readers[operation] = reading
        return read

    def wire(self, operation: Operation[Any], address: str) -> "Wire":
        """How an operation of the server at an address is named in traces."""
        from generator.styles.xmlrpc.runtime.wire import called

        return called(self._methods.of(operation).name, address)

    def show(self, request: HttpRequest) -> "WireRequest":
        """The request, readable."""
        return shown(request, (request.body or b"").decode())


def call(name: str, params: str) -> bytes:
    """A call of a method, whose name is escaped, with parameters in XML."""
    text = (
        f"{PROLOGUE}<methodCall><methodName>{name}</methodName>"
        f"<params>{params}</params></methodCall>"
    )
    return text.encode()


def _message(response: HttpResponse) -> Message:
    """The response, if it is one of XML-RPC."""
    try:
        message = read(response.body, None, _misfit)
    except _Misfit as error:
        raise foreign(response, unfit(error).message) from None
    except (Unreadable, NotAMessage):
        raise foreign(response, _NOT_A_RESPONSE) from None
    if message.method is not None:
        raise foreign(response, _NOT_A_RESPONSE)
    return message


def _failure(
    operation: Operation[Any],
    fault: Any,
    response: HttpResponse,
) -> ServiceError:
    """The error of a fault."""
    told = fault if isinstance(fault, dict) else {}
    number, text = told.get("faultCode"), told.get("faultString")
    if type(number) is not int or not isinstance(text, str):
        return foreign(response, _NOT_A_RESPONSE)
    return failure(number, text, exception(operation, number, text), response)


def _misfit(reason: str) -> NoReturn:
    raise _Misfit(f"a value {reason}")
