"""Reads errors of Connect: JSON with details, which are the messages that gRPC has them in."""

import binascii
from base64 import b64decode
from typing import Any

import msgspec

from generator.formats.protobuf_rpc.runtime.failures import Failures
from generator.formats.protobuf_rpc.runtime.method import Service
from generator.runtime.codes import Code
from generator.runtime.errors import NotModified, ServiceError
from generator.runtime.http.message import HttpResponse
from generator.runtime.http.statuses import bare, retry_after
from generator.runtime.operation import Operation
from generator.styles.connect.runtime.codes import BY_NAME

_PREFIX = "type.googleapis.com/"
_JSON = "application/json"
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _Detail(msgspec.Struct, frozen=True):
    type: str = ""
    value: str = ""


class _Error(msgspec.Struct, frozen=True):
    code: str | None = None
    message: str | None = None
    details: list[_Detail] = []


class _End(msgspec.Struct, frozen=True):
    error: _Error | None = None


_read_error = msgspec.json.Decoder(_Error).decode
_read_end = msgspec.json.Decoder(_End).decode


class ErrorReader:
    """Reads those of one service."""

    def __init__(self, service: Service) -> None:
        self._failures = Failures(service)
        self._status = service.messages.cls("google.rpc.Status")

    def of_response(
        self,
        operation: Operation[Any],
        response: HttpResponse,
    ) -> ServiceError:
        """The error of a response: in its body, or else what its status says in every style."""
        if response.status == 304:
            return NotModified(etag=response.headers.get("etag"))
        # The JSON of something else says nothing here, such as a problem of REST.
        kind = response.headers.get("content-type", "")
        if kind.partition(";")[0].strip().lower() != _JSON:
            return bare(response.status, response.headers)
        try:
            found = _read_error(response.body)
        except _UNREADABLE:
            return bare(response.status, response.headers)
        if found.code not in BY_NAME:
            return bare(response.status, response.headers)
        error = self._revived(operation, found)
        if error.retry_after is None:
            error.retry_after = retry_after(response.headers)
        return error

    def of_end(self, operation: Operation[Any], data: bytes) -> ServiceError | None:
        """The error in the last message of a stream, if there is one."""
        try:
            found = _read_end(data).error
        except _UNREADABLE as reason:
            text = f"The end of the stream is not what Connect says: {reason}"
            return ServiceError(text, code=Code.INTERNAL)
        if found is None:
            return None
        return self._revived(operation, found)

    def _revived(self, operation: Operation[Any], found: _Error) -> ServiceError:
        """The declared class if the error names one."""
        code = BY_NAME.get(found.code or "", Code.UNKNOWN)
        message = found.message or "The call failed."
        status = self._status(code=code.number, message=message)
        for detail in found.details:
            try:
                value = b64decode(detail.value + "=" * (-len(detail.value) % 4))
            except (binascii.Error, ValueError):
                continue  # what cannot be read says nothing
            status.details.add(type_url=_PREFIX + detail.type, value=value)
        details = status.SerializeToString()
        return self._failures.read(operation, code.number, message, details)
