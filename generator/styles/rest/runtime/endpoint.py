"""One route on the server: a request → the call that it means, a result → the response."""

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from generator.formats.xml.runtime.xml import XML
from generator.formats.xml.runtime.xml import reader as xml_reader
from generator.runtime.call import Call
from generator.runtime.dispatch import Target
from generator.runtime.errors import ServiceError
from generator.runtime.guard import Guard
from generator.runtime.http.asgi import Receive, Reply, Scope, Send
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.routed import Routed
from generator.runtime.wire import Wire
from generator.styles.rest.runtime.context import Context
from generator.styles.rest.runtime.places import Places
from generator.styles.rest.runtime.problem import Refused, render
from generator.styles.rest.runtime.reader import (
    Reader,
    media_type,
    parse_json,
)
from generator.styles.rest.runtime.route import (
    JSON,
    MERGE_PATCH,
    Body,
    ProblemType,
    Route,
)
from generator.styles.rest.runtime.tags import unmark
from generator.styles.rest.runtime.wire import served
from generator.styles.rest.runtime.writer import Representation, Writer

_JSON = JSON.encode()
_SCHEMES = {"http", "https"}
# What they carry has no meaning (RFC 9110 §9.3.1, §9.3.5), and is not read.
_WITHOUT_BODY = {"GET", "DELETE"}


class Streaming(Protocol):
    """An endpoint that answers by itself: its input or its output comes in pieces."""

    async def serve(
        self,
        values: Sequence[str],
        scope: Scope,
        headers: HeaderMap,
        call: Call,
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer a request, or raise why not, if no part of the answer has been sent."""
        ...


class Endpoint:
    """A route, prepared for serving."""

    # Itself, if its input or output is a stream.
    stream: Streaming | None = None

    def __init__(
        self,
        route: Route[Any],
        context: Context,
        guard: Guard | None,
    ) -> None:
        binding, service = context.binding, context.service
        takes = route.operation.takes is not None
        if route.body is None and route.method not in _WITHOUT_BODY and not takes:
            # Nothing belongs there, so that what is there is refused as everywhere else.
            route = msgspec.structs.replace(route, body=Body(members=()))
        self.name = route.operation.name
        self.guard = guard
        # Where there are no hooks, what comes behind it needs not to know of it.
        self.judge = None if guard is None else guard.alone
        self._wires: dict[str, Wire] = {}
        self._route = route
        self.method = getattr(service, route.operation.method, None)
        self.routed = Routed(
            path=route.path,
            path_format=route.path,
            name=route.operation.name,
            methods=frozenset({route.method}),
            endpoint=self.method,
        )
        self.evidence = context.evidence
        self.metadata = context.metadata
        self.challenge = route.challenge
        self.places = Places(route)
        max_timeout = context.settings.max_timeout
        self.target = Target(service, route.operation, max_timeout, context.store)
        self.has_body = route.body is not None
        # Where one resource has several representations, and a tag for each.
        self.has_marks = route.operation.etag is not None and len(binding.formats) > 1
        self._is_safe = route.operation.safe
        self._key: str | None = None
        self._is_prepared = False
        self._reader = Reader(route, binding.credentials)
        writer = Writer(route, binding.formats)
        self.chosen = writer.chosen
        self.negotiate = writer.negotiate
        self.write = writer.write
        self.write_unchanged = writer.write_unchanged
        body = route.body or Body()
        self._decoders: dict[str, Callable[[bytes], Any]] = {JSON: parse_json}
        # Of bytes that travel as they are.
        self._raw = body.media_type
        if self._raw is not None:
            self._decoders = {_bare(self._raw): _as_text}
        elif body.patch:
            self._decoders = {MERGE_PATCH: parse_json, JSON: parse_json}
        self._is_file = self._raw is not None and not body.members
        # Its content is the query, and is nothing without a media type (RFC 10008).
        self._is_query = route.method == "QUERY"
        if route.body is not None and self._raw is None and "xml" in binding.formats:
            self._decoders[XML] = xml_reader(_body_type(route))
        # The header of an answer that names what would do.
        self._offers = "accept-patch" if MERGE_PATCH in self._decoders else "accept"
        if self._is_query:
            self._offers = "accept-query"
        self._by_header = {name.encode(): d for name, d in self._decoders.items()}

    def wire(self, scheme: str) -> Wire:
        """How the route is named in traces."""
        found = self._wires.get(scheme)
        if found is None:
            found = served(self._route, scheme)
            if scheme in _SCHEMES:
                self._wires[scheme] = found
        return found

    def begin(
        self,
        values: Sequence[str],
        query: bytes,
        headers: HeaderMap,
        body: bytes,
        call: Call,
    ) -> Any:
        """Serve a request up to where it waits, as ``Target.begin`` does."""
        if not self._is_prepared:
            self._is_prepared = True
            self._key = self.target.key if self._reader.is_key else None
        if not query:
            if self._key is not None:
                return self.target.call({self._key: values[0]}, call)
            plain = self._reader.is_body and b"content-encoding" not in headers
            if plain and headers.get(b"content-type") == _JSON:
                arguments = self.target.arguments(body)
                if arguments is not None:
                    return self.target.call(arguments, call)
        raw = self.read(values, query, headers, body)
        return self.target.begin(raw, call, len(body))

    def read(
        self,
        values: Sequence[str],
        query: bytes,
        headers: HeaderMap,
        body: bytes,
    ) -> dict[str, Any]:
        """The input that a request has in its path, query, headers and body."""
        content = self._decode(body, headers) if self.has_body else None
        return self._reader.read(values, query, headers, content)

    def _decode(self, body: bytes, headers: HeaderMap) -> Any:
        """The value of a body, UNSET of none; 415 for what is not a representation of it, 400."""
        if not body and (self._is_file or (self._raw is None and not self._is_query)):
            return msgspec.UNSET
        decode = self._by_header.get(headers.get(b"content-type", b""))
        if decode is None or b"content-encoding" in headers:
            decode = self._decoder(headers)
        return decode(body)

    def expect(self, headers: HeaderMap) -> None:
        """Refuse a body that is on its way, but not wanted, before it is read (415)."""
        if self._is_query or headers.get(b"content-length") != b"0":
            self._decoder(headers)

    def _decoder(self, headers: HeaderMap) -> Callable[[bytes], Any]:
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        kind = media_type(content_type)
        if self._raw is not None:
            # There is one type only, so that nobody has to name it; its charset is not ours.
            kind = _bare(content_type or ("" if self._is_query else self._raw))
        decode = self._decoders.get(kind)
        if decode is None:
            raise self._refusal(content_type)
        encoding = headers.get(b"content-encoding", b"identity")
        if encoding.lower() != b"identity":
            raise Refused(
                "The body must not be compressed.",
                status=415,
                headers={"accept-encoding": "identity"},
            )
        return decode

    def failed(
        self,
        error: ServiceError,
        problems: Mapping[type[ServiceError], ProblemType],
    ) -> Reply:
        """The response with which an error of this operation leaves."""
        return render(error, problems, self.challenge, self.places, self.metadata)

    def unmark(self, headers: HeaderMap, form: Representation) -> None:
        """Make the request's conditions what they say of the resource's own tag."""
        unmark(headers, form.mark if self._is_safe else None)

    @property
    def accepts(self) -> str:
        """The media types of its body."""
        return ", ".join(self._decoders)

    def _refusal(self, content_type: str) -> Refused:
        """415, with what would do (RFC 9110 §15.5.16, RFC 5789 §2.2, RFC 10008)."""
        offers = self.accepts
        found = "has no Content-Type"
        if content_type:
            found = f"is of media type {content_type}"
        return Refused(
            f"The body {found}; it must be {offers}.",
            status=415,
            headers={self._offers: offers},
        )


def _bare(media_type: str) -> str:
    """A media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def _as_text(body: bytes) -> str:
    """Bytes as JSON has them, which is what an input is checked as."""
    return base64.b64encode(body).decode()


def _body_type(route: Route[Any]) -> Any:
    """The type of a body: the whole request, of which some is elsewhere, or one member of it."""
    assert route.body is not None
    request = route.operation.request
    if not route.body.whole:
        return request
    fields = {f.encode_name: f.type for f in msgspec.structs.fields(request)}
    return fields[route.body.members[0]]
