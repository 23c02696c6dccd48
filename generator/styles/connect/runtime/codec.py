"""Turns calls into Connect requests over HTTP, and their answers into values or exceptions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from generator.formats.protobuf.runtime.messages import UNFIT
from generator.formats.protobuf_rpc.runtime.method import Service
from generator.runtime.call import NO_OPTIONS, CallOptions, carried_by, own_headers
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.http.statuses import bare
from generator.runtime.operation import Operation
from generator.styles.connect.runtime.codes import BY_NAME

if TYPE_CHECKING:
    from generator.runtime.transport import WireRequest
    from generator.runtime.wire import Wire

T = TypeVar("T")

_HEADERS = {"content-type": "application/proto", "connect-protocol-version": "1"}


class ConnectCodec:
    """Writes the requests of a service and reads its responses; no I/O."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def encode(
        self, operation: Operation[Any], values: Mapping[str, Any], options: CallOptions
    ) -> HttpRequest:
        """Keyword arguments of a call → the request."""
        message = self._service.writer(operation).write(values)
        headers = dict(_HEADERS)
        if options is not NO_OPTIONS:
            carried = carried_by(options)
            given = {} if carried is None else carried.by_name()
            headers = {**options.headers, **given, **own_headers(options), **headers}
        return HttpRequest(
            method="POST",
            path=self._service.path(operation),
            headers=headers,
            body=message.SerializeToString(deterministic=True),
        )

    def decode(
        self,
        operation: Operation[T],
        response: HttpResponse,
        _request: HttpRequest | None = None,
    ) -> T:
        """The response → the value; raises ServiceError or a declared error."""
        if response.status != 200:
            raise self._failure(operation, response)
        try:
            value: T = self._service.responses(operation).read(response.body)
        except UNFIT as error:
            text = f"The answer does not fit the contract: {error}"
            raise ServiceError(text, code=Code.INTERNAL) from None
        return value

    def _failure(
        self,
        operation: Operation[Any],
        response: HttpResponse,
    ) -> ServiceError:
        from base64 import b64decode

        from generator.formats.protobuf_rpc.runtime.failures import Failures

        try:
            error = msgspec.json.decode(response.body)
        except msgspec.DecodeError:
            return bare(response.status, response.headers)
        failures = Failures(self._service)
        status = self._service.messages.cls("google.rpc.Status")(
            code=BY_NAME[error["code"]].number, message=error.get("message", "")
        )
        for detail in error.get("details", ()):
            data = b64decode(detail["value"] + "==")
            status.details.add(
                type_url=f"type.googleapis.com/{detail['type']}",
                value=data,
            )
        details = status.SerializeToString()
        return failures.read(operation, status.code, status.message, details)

    def wire(self, operation: Operation[Any], address: str) -> "Wire":
        """How an operation of the server at an address is named in traces."""
        from generator.styles.connect.runtime.wire import called

        return called(self._service.path(operation), address)

    def show(self, request: HttpRequest) -> "WireRequest":
        """The request, readable."""
        from generator.runtime.transport import WireRequest

        return WireRequest(
            start=f"{request.method} {request.path}",
            headers=tuple(request.headers.items()),
            body=request.body or b"",
            text=(request.body or b"").decode("utf-8", "replace"),
        )
