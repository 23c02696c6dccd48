"""One route on the server: a request → the call that it means, a result → the response."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import msgspec

from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.http.asgi import (
    BodyTooLargeError,
    Headers,
    Receive,
    Scope,
    read_chunks,
)
from generator.runtime.http.message import TIMEOUT_HEADER, deadline
from generator.runtime.operation import Operation
from generator.styles.rest.runtime.problem import Refused
from generator.styles.rest.runtime.reader import (
    Raw,
    Reader,
    media_type,
    parse_json,
)
from generator.styles.rest.runtime.route import (
    JSON,
    MERGE_PATCH,
    Binding,
    Route,
)
from generator.styles.rest.runtime.writer import Writer
from generator.styles.rest.runtime.xml import XML
from generator.styles.rest.runtime.xml import reader as xml_reader

Known = dict[bytes, bytes]

# Headers that make a call something special; most requests have none of them.
_SPECIAL = frozenset(
    {
        b"idempotency-key",
        b"if-match",
        b"if-none-match",
        TIMEOUT_HEADER.encode(),
    }
)
_KNOWN = _SPECIAL | {
    b"accept",
    b"content-encoding",
    b"content-length",
    b"content-type",
}


class Endpoint:
    """A route, prepared for serving."""

    def __init__(self, route: Route[Any], binding: Binding, limit: int) -> None:
        self.operation = route.operation
        self.body = route.body
        self._reader = Reader(route, binding.credentials)
        writer = Writer(route, binding.formats)
        self.write = writer.write
        self.write_unchanged = writer.write_unchanged
        self._negotiate = writer.negotiate
        self._chosen = writer.chosen
        self._only = self._reader.only
        self._limit = limit
        patch = route.body is not None and route.body.patch
        self._decoders: dict[str, Callable[[bytes], Any]] = {JSON: parse_json}
        if patch:
            self._decoders = {MERGE_PATCH: parse_json, JSON: parse_json}
        if route.body is not None and "xml" in binding.formats:
            self._decoders[XML] = xml_reader(_body_type(route))
        self._by_header = {name.encode(): d for name, d in self._decoders.items()}

    def look(self, scope: Scope) -> tuple[Known, str]:
        """The headers that matter, and the media type of the response; 406 if none will do."""
        known: Known = {}
        for name, value in scope["headers"]:
            if name in _KNOWN:
                before = known.get(name)
                known[name] = value if before is None else before + b", " + value
        accept = known.get(b"accept")
        return known, self._chosen.get(accept) or self._negotiate(accept)

    async def read_body(self, known: Known, receive: Receive) -> Any:
        """The value of the body; 415 when it claims to be something else, 413, 400."""
        content_type = known.get(b"content-type")
        decode = self._by_header.get(content_type or b"application/json")
        if decode is None:
            decode = self._decoder((content_type or b"").decode("latin-1"))
        length = known.get(b"content-length", b"")
        if length.isdigit() and int(length) > self._limit:
            raise _too_large(self._limit)
        try:
            body = await read_chunks(receive, self._limit)
        except BodyTooLargeError:
            raise _too_large(self._limit) from None
        if body and content_type is None:
            self._refuse("none")
        if body and known.get(b"content-encoding", b"identity") != b"identity":
            raise Refused(
                "The body must not be compressed.",
                status=415,
                headers={"accept-encoding": "identity"},
            )
        return decode(body)

    def read(
        self,
        scope: Scope,
        known: Known,
        values: Sequence[str],
        content: object,
    ) -> tuple[Raw, Call]:
        """The input of the call, and what it carries besides."""
        operation = self.operation
        headers = Headers(scope["headers"])
        query = scope["query_string"]
        if self._only is not None and not query:
            raw: Raw = {self._only: values[0]}
        else:
            raw, problems = self._reader.read(values, query, headers, content)
            if problems:
                problems += _violations(operation, raw)
                raise InvalidArgument(violations=problems)
        if _SPECIAL.isdisjoint(known):
            return raw, Call(operation=operation.name, style="rest", headers=headers)
        return raw, Call(
            operation=operation.name,
            style="rest",
            headers=headers,
            deadline=deadline(headers),
            idempotency_key=headers.get("idempotency-key"),
            if_match=headers.get("if-match"),
            if_none_match=headers.get("if-none-match"),
        )

    def _decoder(self, content_type: str) -> Callable[[bytes], Any]:
        decode = self._decoders.get(media_type(content_type))
        return self._refuse(content_type) if decode is None else decode

    def _refuse(self, content_type: str) -> NoReturn:
        """415, with what would do (RFC 9110 §15.5.16, RFC 5789 §2.2)."""
        name = "accept-patch" if MERGE_PATCH in self._decoders else "accept"
        offers = ", ".join(self._decoders)
        raise Refused(
            f"The body is of media type {content_type}; it must be {offers}.",
            status=415,
            headers={name: offers},
        )


def _body_type(route: Route[Any]) -> Any:
    """The type of a body: the whole request, of which some is elsewhere, or one member of it."""
    assert route.body is not None
    request = route.operation.request
    if not route.body.whole:
        return request
    fields = {f.encode_name: f.type for f in msgspec.structs.fields(request)}
    return fields[route.body.members[0]]


def _too_large(limit: int) -> Refused:
    message = f"The body is larger than {limit} bytes."
    return Refused(message, status=413, code=Code.RESOURCE_EXHAUSTED)


def _violations(
    operation: Operation[Any],
    raw: Mapping[str, Any],
) -> Sequence[Violation]:
    """What the schema says besides what the URL has shown already."""
    try:
        operation.decode(raw)
    except InvalidArgument as error:
        return error.violations
    return ()
