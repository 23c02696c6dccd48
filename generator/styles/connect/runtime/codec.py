"""Turns calls into Connect requests over HTTP, and their answers into values or exceptions."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from generator.formats.protobuf.runtime.messages import UNFIT
from generator.formats.protobuf_rpc.runtime.method import Service
from generator.formats.protobuf_rpc.runtime.stream_writer import StreamWriter
from generator.runtime.answers import unfit
from generator.runtime.call import NO_OPTIONS, CallOptions, carried_by, headers_of
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpRequest, HttpResponse, media_type
from generator.runtime.operation import Operation
from generator.styles.connect.runtime.messages import (
    ENCODINGS,
    Encoding,
    Messages,
    in_json,
    in_proto,
)

if TYPE_CHECKING:
    from generator.runtime.transport import WireRequest
    from generator.runtime.wire import Wire
    from generator.styles.connect.runtime.received_errors import ErrorReader

T = TypeVar("T")

# Longer URLs than this many bytes are refused here and there: such a call is a POST.
_LONGEST_URL = 8000


class ConnectRequest(HttpRequest, frozen=True, kw_only=True):
    """A request of an rpc; ``message`` holds the inputs beside what its client streams."""

    operation: Operation[Any]
    message: bytes


class ConnectCodec:
    """Writes the requests of a service and reads its responses; no I/O."""

    def __init__(
        self,
        service: Service,
        body: Encoding = "proto",
        *,
        use_get: bool = False,
    ) -> None:
        """body: what messages travel in; use_get: whether safe operations are called by GET."""
        if body not in ENCODINGS:
            raise ValueError(f"a body is one of {', '.join(ENCODINGS)}, not {body!r}")
        self._service = service
        self._body = body
        self._use_get = use_get
        self._messages: dict[Operation[Any], Messages] = {}
        self._type = f"application/{body}"
        self._stream_type = f"application/connect+{body}"
        version = {"connect-protocol-version": "1"}
        self._unary = {"content-type": self._type, **version}
        self._stream = {"content-type": self._stream_type, **version}

    @cached_property
    def _errors(self) -> "ErrorReader":
        from generator.styles.connect.runtime.received_errors import ErrorReader

        return ErrorReader(self._service)

    def encode(
        self, operation: Operation[Any], values: Mapping[str, Any], options: CallOptions
    ) -> ConnectRequest:
        """Keyword arguments of a call → the request; an update's mask names what was passed."""
        messages = self._of(operation)
        message = messages.write(values)
        path, method, body = messages.path, "POST", message
        headers: Mapping[str, str] = self._unary
        if operation.streaming:
            from generator.styles.connect.runtime.envelopes import envelope

            headers, body = self._stream, envelope(0, message)
        elif self._use_get and operation.safe:
            in_url = f"{path}?{self._query(message)}"
            if len(in_url) <= _LONGEST_URL:
                path, method, body, headers = in_url, "GET", b"", {}
        if options is not NO_OPTIONS:
            headers = {**headers_of(options), **headers}
            if (carried := carried_by(options)) is not None:
                path, headers = carried.in_path(path), carried.in_headers(headers)
        return ConnectRequest(
            method=method,
            path=path,
            headers=headers,
            body=body if method == "POST" else None,
            operation=operation,
            message=message,
        )

    def decode(
        self,
        operation: Operation[T],
        response: HttpResponse,
        _request: HttpRequest | None = None,
    ) -> T:
        """The response → the value; raises ServiceError or a declared error."""
        if response.status != 200:
            raise self.failure(operation, response)
        self.check_type(response.headers, self._type)
        value: T = self.read(operation, response.body)
        return value

    def read(self, operation: Operation[Any], data: bytes) -> Any:
        """The value in the message of a response; `internal` for one that does not fit."""
        try:
            return self._of(operation).read(data)
        except _unreadable() as error:
            raise unfit(error) from None

    def failure(
        self,
        operation: Operation[Any],
        response: HttpResponse,
    ) -> ServiceError:
        """The error that a response of another status than 200 stands for."""
        return self._errors.of_response(operation, response)

    def end(self, operation: Operation[Any], data: bytes) -> ServiceError | None:
        """What the last message of a stream says: an error, or that all went well."""
        return self._errors.of_end(operation, data)

    def stream(self, request: ConnectRequest) -> StreamWriter:
        """What writes the messages of a client's stream."""
        writer = self._of(request.operation).items()
        return StreamWriter(writer, request.message)

    def check_stream(self, headers: Mapping[str, str]) -> None:
        """As ``check_type``, for a response that is a stream of messages."""
        self.check_type(headers, self._stream_type)

    @staticmethod
    def check_type(headers: Mapping[str, str], wanted: str) -> None:
        """`internal` for a response in another encoding, `unknown` for what is no answer at all."""
        found = media_type(headers)
        if found != wanted:
            text = f"The answer is {found or 'of no type'}, and not {wanted}."
            is_answer = found.startswith("application/")
            raise ServiceError(text, code=Code.INTERNAL if is_answer else Code.UNKNOWN)

    def wire(self, operation: Operation[Any], address: str) -> "Wire":
        """How an operation of the server at an address is named in traces."""
        from generator.styles.connect.runtime.wire import called

        return called(self._service.path(operation), address)

    def show(self, request: ConnectRequest) -> "WireRequest":
        """The request, readable: JSON, or protobuf's text format."""
        from generator.runtime.transport import WireRequest

        return WireRequest(
            start=f"{request.method} {request.path}",
            headers=tuple(request.headers.items()),
            body=request.body or b"",
            text=self._text(request),
        )

    def _text(self, request: ConnectRequest) -> str:
        if self._body == "json":
            import msgspec

            return msgspec.json.format(request.message, indent=2).decode()
        from google.protobuf.text_format import MessageToString

        name = self._service.rpc(request.operation).input_type.full_name
        message = self._service.messages.cls(name).FromString(request.message)
        return MessageToString(message, as_utf8=True)

    def _of(self, operation: Operation[Any]) -> Messages:
        messages = self._messages.get(operation)
        if messages is None:
            make = in_json if self._body == "json" else in_proto
            messages = self._messages[operation] = make(self._service, operation)
        return messages

    def _query(self, message: bytes) -> str:
        """What Connect has in the URL of a GET, in the order that the protocol recommends."""
        if self._body == "json":
            return f"connect=v1&encoding=json&message={quote(message, safe='')}"
        text = urlsafe_b64encode(message).rstrip(b"=").decode()
        return f"connect=v1&base64=1&encoding=proto&message={text}"


def _unreadable() -> tuple[type[Exception], ...]:
    """What reading a message raises; protobuf is imported for the first of them, not before."""
    from google.protobuf.message import DecodeError

    return DecodeError, *UNFIT
