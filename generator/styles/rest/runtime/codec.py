"""Writes calls as HTTP requests and reads HTTP responses; no I/O."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

import msgspec

from generator.formats.text.runtime.urls import (
    each,
    to_header,
    to_segment,
    to_text,
)
from generator.runtime.call import NO_OPTIONS, CallOptions, carried_by, headers_of
from generator.runtime.codes import Code
from generator.runtime.errors import InvalidArgument, ServiceError, Violation
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.operation import Operation
from generator.runtime.unions import reader
from generator.styles.rest.runtime.places import Places
from generator.styles.rest.runtime.problem import PROBLEM, revive
from generator.styles.rest.runtime.route import (
    JSON,
    MERGE_PATCH,
    VARIABLE,
    Binding,
    Body,
    Route,
)

if TYPE_CHECKING:
    from generator.runtime.streams.stream import Stream
    from generator.runtime.transport import WireRequest
    from generator.runtime.wire import Wire

T = TypeVar("T")

# What is raised for a value that JSON and URLs cannot carry.
_UNWRITABLE = (TypeError, ValueError, OverflowError, RecursionError)

_encode = msgspec.json.Encoder().encode


class RestCodec:
    """The calls of one contract."""

    def __init__(self, binding: Binding) -> None:
        self._calls = _Calls(binding)

    def encode(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
    ) -> HttpRequest:
        """Keyword arguments of a call → the request."""
        given = operation.encode(values)
        try:
            return self._calls[operation].request(given, options)
        except _UNWRITABLE as error:
            raise operation.refusal(given, error) from error

    def decode(
        self,
        operation: Operation[T],
        response: HttpResponse,
        _request: HttpRequest | None = None,
    ) -> T:
        """The response → the value; raises ServiceError or a declared error."""
        value: T = self._calls[operation].value(response)
        return value

    def wire(self, operation: Operation[Any], address: str) -> "Wire":
        """How an operation of the server at an address is named in traces."""
        from generator.styles.rest.runtime.wire import called

        return called(self._calls[operation].route, address)

    def streaming(self, operation: Operation[Any]) -> "StreamCall":
        """How the items of an operation that streams are written and read."""
        return StreamCall(self._calls[operation])

    def show(self, request: HttpRequest) -> "WireRequest":
        """The request, readable."""
        from generator.runtime.transport import WireRequest

        body = request.body or b""
        return WireRequest(
            start=f"{request.method} {request.path}",
            headers=tuple(request.headers.items()),
            body=body,
            text=_readable(body),
        )


class _Calls(dict[Operation[Any], "_Call"]):
    """The operations' routes, each prepared when it is first called."""

    def __init__(self, binding: Binding) -> None:
        super().__init__()
        self.routes = {route.operation: route for route in binding.routes}

    def __missing__(self, operation: Operation[Any]) -> "_Call":
        call = self[operation] = _Call(self.routes[operation])
        return call


class _Call:
    """One route, prepared for calling."""

    def __init__(self, route: Route[Any]) -> None:
        self._route = route
        members = {p.name: p.member for p in route.parameters if p.place == "path"}
        self._path = VARIABLE.sub("{}", route.path)
        self._segments = [members[name] for name in VARIABLE.findall(route.path)]
        self._query = [p for p in route.parameters if p.place == "query"]
        self._headers = [p for p in route.parameters if p.place == "header"]
        self._places = Places(route)
        self._empty = route.operation.response is None
        takes, gives = route.operation.takes, route.operation.gives
        self._is_file = takes is not None and takes.chunks
        media_type = route.media_type or JSON
        self._fixed = {} if self._empty else {"accept": f"{media_type}, {PROBLEM}"}
        if takes is not None or gives is not None:
            self._fixed |= _of_streams(takes, gives)

    @property
    def route(self) -> Route[Any]:
        """The row of the table."""
        return self._route

    @cached_property
    def read(self) -> Callable[[bytes], Any]:
        return reader(self._route.operation.response)

    def request(self, values: dict[str, Any], options: CallOptions) -> HttpRequest:
        headers = dict(self._fixed)
        path = self._path
        if self._segments:
            segments = [self._segment(values, name) for name in self._segments]
            path = path.format(*segments)
        if self._query and (query := self._given(values)):
            path = f"{path}?{urlencode(query)}"
        for parameter in self._headers:
            member = parameter.member
            if member in values:
                headers[parameter.name.lower()] = _header(member, values[member])
        route = self._route
        body = None if route.body is None else _body(route.body, values)
        if route.body is not None and (body is not None or self._is_file):
            written = route.body.media_type or JSON
            headers["content-type"] = MERGE_PATCH if route.body.patch else written
        if options is not NO_OPTIONS:
            headers.update(headers_of(options))
            if (carried := carried_by(options)) is not None:
                path, headers = carried.in_path(path), carried.in_headers(headers)
        return HttpRequest(
            method=route.method,
            path=path,
            headers=headers,
            body=body,
        )

    def _given(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The parameters of the query."""
        return [
            (parameter.name, to_text(value))
            for parameter in self._query
            if parameter.member in values
            for value in each(values[parameter.member])
        ]

    def _segment(self, values: dict[str, Any], member: str) -> str:
        """The segment of a key; InvalidArgument, as by the server, for one that is empty."""
        segment = to_segment(values[member])
        if not segment:
            self._route.operation.decode(msgspec.to_builtins(values))
            detail = "must have at least 1 character"
            raise InvalidArgument(violations=[Violation(f"/{member}", detail)])
        return segment

    def revive(self, response: HttpResponse) -> ServiceError:
        """The error that a response stands for."""
        return revive(self._route.operation, response, self._places)

    def value(self, response: HttpResponse) -> Any:
        """The value of a response of success; raises the error of any other."""
        route = self._route
        if not 200 <= response.status < 300:
            raise self.revive(response)
        if self._empty:
            return None
        if route.media_type is not None:
            return response.body
        try:
            return self.read(response.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            message = f"The answer is not what the contract says: {error}"
            raise ServiceError(message, code=Code.INTERNAL) from error


class StreamCall:
    """How the items of one operation are written and read.

    closes: a stream of events ends with its response.
    """

    def __init__(self, call: _Call) -> None:
        self.closes = call.route.stream_end == "close"
        self.read = call.read
        self.revive = call.revive
        self.value = call.value
        self._operation = call.route.operation

    def write(self, item: Any) -> bytes:
        """An item as JSON; InvalidArgument for what JSON cannot carry."""
        try:
            return _encode(item)
        except _UNWRITABLE as error:
            of_one = self._operation.item
            name = of_one.request.__struct_encode_fields__[0]
            raise of_one.refusal({name: item}, error) from error


def _body(body: Body, values: dict[str, Any]) -> bytes | None:
    if body.media_type is not None:
        content: bytes | None = values.get(body.members[0]) if body.members else None
        return content
    if body.whole:
        member = body.members[0]
        return _encode(values[member]) if member in values else None
    return _encode({name: values[name] for name in body.members if name in values})


def _of_streams(takes: "Stream | None", gives: "Stream | None") -> dict[str, str]:
    """The headers of an operation that streams."""
    from generator.runtime.http.streaming.ndjson import LINES
    from generator.runtime.http.streaming.sse import EVENTS

    if gives is not None and not gives.chunks:
        # Lines cost less to write and to read; a server may know events only.
        return {"accept": f"{LINES}, {EVENTS};q=0.9, {PROBLEM};q=0.8"}
    if takes is not None and gives is None and not takes.chunks:
        return {"content-type": LINES}
    return {}


def _readable(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return f"({len(body)} bytes)"


def _header(member: str, value: Any) -> str:
    try:
        return to_header(value)
    except ValueError as error:
        violations = [Violation(f"/{member}", str(error))]
        raise InvalidArgument(violations=violations) from error
