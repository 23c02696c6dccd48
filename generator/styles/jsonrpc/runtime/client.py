"""Turns calls into JSON-RPC requests over HTTP, and their answers into values or exceptions."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET

from generator.runtime.call import CallOptions
from generator.runtime.client import AsyncClient, SyncClient, WireRequest
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.operation import Operation
from generator.runtime.unions import encode, reader
from generator.styles.jsonrpc.runtime.failures import exception
from generator.styles.jsonrpc.runtime.messages import (
    UNPRINTABLE,
    Request,
    Response,
)
from generator.styles.jsonrpc.runtime.method import Methods

T = TypeVar("T")

PATH = "/jsonrpc"
_HEADERS = {"content-type": "application/json", "accept": "application/json"}
_read = msgspec.json.Decoder(Response).decode

# What a proxy or a foreign server says when it answers with something else than JSON-RPC.
_BY_STATUS = {
    401: Code.UNAUTHENTICATED,
    403: Code.PERMISSION_DENIED,
    404: Code.UNIMPLEMENTED,
    408: Code.DEADLINE_EXCEEDED,
    413: Code.RESOURCE_EXHAUSTED,
    429: Code.RESOURCE_EXHAUSTED,
    502: Code.UNAVAILABLE,
    503: Code.UNAVAILABLE,
    504: Code.DEADLINE_EXCEEDED,
}


class JsonRpcCodec:
    """Writes calls by name and reads responses; no I/O."""

    def __init__(
        self,
        methods: Methods,
        path: str = PATH,
        ids: Iterator[int] | None = None,
    ) -> None:
        self._methods = methods
        self._path = path
        self._ids = itertools.count(1) if ids is None else ids
        self._readers: dict[Operation[Any], Callable[[bytes | msgspec.Raw], Any]] = {}

    def encode(
        self, operation: Operation[Any], values: Mapping[str, Any], options: CallOptions
    ) -> HttpRequest:
        """Keyword arguments of a call → the request; every call has an id of its own."""
        given = operation.encode(values)
        message = Request(
            jsonrpc="2.0",
            method=self._methods.of(operation).name,
            params=given or UNSET,
            id=next(self._ids),
        )
        try:
            body = encode(message)
        except UNPRINTABLE as error:
            raise operation.refusal(given, error) from error
        return HttpRequest(
            method="POST",
            path=self._path,
            headers=_headers(options),
            body=body,
        )

    def decode(self, operation: Operation[T], response: HttpResponse) -> T:
        """The response → the value; raises ServiceError or a declared error."""
        try:
            message = _read(response.body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise _foreign(response) from None
        if message.error is not UNSET:
            error = exception(operation, message.error)
            if response.status != HTTPStatus.OK and error.code is Code.INVALID_ARGUMENT:
                raise _foreign(response)
            raise error
        if message.result is UNSET or response.status != HTTPStatus.OK:
            raise _foreign(response)
        try:
            value: T = self._reader(operation)(message.result)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            text = f"The answer does not fit the contract: {error}"
            raise ServiceError(text, code=Code.INTERNAL) from None
        return value

    def _reader(self, operation: Operation[T]) -> Callable[[bytes | msgspec.Raw], T]:
        read = self._readers.get(operation)
        if read is None:
            read = self._readers[operation] = reader(operation.response)
        return read

    def show(self, request: HttpRequest) -> WireRequest:
        """The request, readable."""
        body = request.body or b""
        return WireRequest(
            start=f"{request.method} {request.path or '/'}",
            headers=tuple(request.headers.items()),
            body=body,
            text=msgspec.json.format(body, indent=2).decode(),
        )


def _headers(options: CallOptions) -> Mapping[str, str]:
    headers = {
        **_HEADERS,
        **{name.lower(): text for name, text in options.headers.items()},
    }
    if options.idempotency_key is not None:
        headers["idempotency-key"] = options.idempotency_key
    if options.if_match is not None:
        headers["if-match"] = options.if_match
    if options.if_none_match is not None:
        headers["if-none-match"] = options.if_none_match
    return headers


def _foreign(response: HttpResponse) -> ServiceError:
    """What an answer of HTTP's own means."""
    if response.status == HTTPStatus.OK:
        text = "The answer is not a JSON-RPC response."
        return ServiceError(text, code=Code.INTERNAL)
    code = _BY_STATUS.get(response.status, Code.UNKNOWN)
    retry_after = response.headers.get("retry-after", "")
    return ServiceError(
        f"The server answered with HTTP status {response.status}.",
        code=code,
        retry_after=float(retry_after) if retry_after.isdecimal() else None,
    )


class SyncJsonRpcClient(SyncClient[HttpRequest, HttpResponse]):
    """What generated sync clients inherit; requests go to ``path`` below the target."""

    _methods: Methods

    def __init__(self, target: str, *, path: str = PATH, **options: Any) -> None:
        from generator.runtime.http.sync import SyncHttp

        transport = SyncHttp(target, **options)
        super().__init__(JsonRpcCodec(self._methods, path), transport)

    @classmethod
    def codec(cls) -> JsonRpcCodec:
        """How the contract travels: writes requests and reads answers, without a connection.

        There is nothing that ids would have to tell apart: they are all 1.
        """
        return JsonRpcCodec(cls._methods, ids=itertools.repeat(1))


class AsyncJsonRpcClient(AsyncClient[HttpRequest, HttpResponse]):
    """What generated async clients inherit; requests go to ``path`` below the target."""

    _methods: Methods

    def __init__(self, target: str, *, path: str = PATH, **options: Any) -> None:
        from generator.runtime.http.aio import AsyncHttp

        transport = AsyncHttp(target, **options)
        super().__init__(JsonRpcCodec(self._methods, path), transport)
