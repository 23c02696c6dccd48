"""GEN401 to GEN417, GEN420, GEN421: what can be wrong with the REST side of a contract."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Severity, Span, suggestion
from generator.naming import Name

MALFORMED = Kind(code="GEN401", name="rest-malformed-setting")
UNKNOWN_KEY = Kind(code="GEN402", name="rest-unknown-key")
BAD_PATH = Kind(code="GEN403", name="rest-malformed-path")
UNKNOWN_INPUT = Kind(code="GEN404", name="rest-unknown-input")
ROUTE_TAKEN = Kind(code="GEN405", name="rest-route-taken")
NO_ROOM = Kind(code="GEN406", name="rest-input-does-not-fit")
TWO_PLACES = Kind(code="GEN407", name="rest-input-in-two-places")
BAD_STATUS = Kind(code="GEN408", name="rest-status-does-not-fit")
RESERVED_MEMBER = Kind(code="GEN409", name="rest-reserved-error-member")
NOT_HERE = Kind(code="GEN410", name="rest-setting-not-here")
NAME_TAKEN = Kind(code="GEN411", name="rest-name-taken")
KEY_NOT_IN_PATH = Kind(code="GEN412", name="rest-key-not-in-path", severity=Severity.WARNING)
NO_EVENTS = Kind(code="GEN413", name="rest-no-events")
SOCKET_NEEDS_GET = Kind(code="GEN414", name="rest-socket-needs-get")
NO_STREAM_BODY = Kind(code="GEN415", name="rest-no-stream-body")
STREAM_STATUS = Kind(code="GEN416", name="rest-stream-status")
NO_QUERY = Kind(code="GEN417", name="rest-not-a-query")
BESIDE_RAW = Kind(code="GEN420", name="rest-beside-raw-body")
NOT_CARRIED = Kind(code="GEN421", name="rest-stream-not-offered", severity=Severity.NOTE)

RESERVED_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "expect",
        "host",
        "idempotency-key",
        "if-match",
        "if-none-match",
        "keep-alive",
        "request-timeout-ms",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)

RESERVED_MEMBERS = frozenset(
    {"type", "title", "status", "detail", "instance", "code", "error", "errors"}
)


def malformed(span: Span, what: str, expected: str) -> Diagnostic:
    """A value of the wrong form."""
    return MALFORMED.at(span, f"{what} must be {expected}", hint="see `gen explain GEN401`")


def unknown_key(span: Span, key: str, known: Iterable[str]) -> Diagnostic:
    """A key that ``rest:`` does not know."""
    known = tuple(known)
    near, fix = suggestion(span, key, known)
    hint = near or f"known here: {', '.join(known)}"
    return UNKNOWN_KEY.at(span, f"unknown key '{key}' below rest", hint=hint, fix=fix)


def malformed_path(span: Span, path: str, reason: str) -> Diagnostic:
    """A path that cannot be one."""
    return BAD_PATH.at(
        span,
        f"malformed path '{path}': {reason}",
        hint="write a path such as /products/{product_id}, or /products/{product_id}:restock",
    )


def unknown_input(span: Span, name: str, operation: str, inputs: Iterable[str]) -> Diagnostic:
    """A place for something that is not an input."""
    inputs = tuple(inputs)
    near, fix = suggestion(span, name, inputs, declared=True)
    hint = near or f"its inputs are: {', '.join(inputs) or '(none)'}"
    return UNKNOWN_INPUT.at(span, f"{operation} has no input '{name}'", hint=hint, fix=fix)


def route_taken(span: Span | None, route: str, first: str, first_span: Span | None) -> Diagnostic:
    """A method and path that another operation has."""
    return ROUTE_TAKEN.at(
        span,
        f"{route} is the route of {first} already",
        hint="give one of them its own path: `rest: POST /some/other/path`",
        related=() if first_span is None else ((first_span, f"{first} has it"),),
    )


def key_not_in_path(span: Span | None, key: str, path: str, place: str) -> Diagnostic:
    """A key of the resource that a written path leaves to another place."""
    return KEY_NOT_IN_PATH.at(
        span,
        f"the path {path} has no '{{{key}}}': callers must give it in the {place}",
        hint=f"add it to the path, or say 'query: [{key}]', or remove the resource's 'parent'",
    )


def no_body(span: Span | None, name: str, method: str) -> Diagnostic:
    """An input that would need a body, which the method does not have."""
    return NO_ROOM.at(
        span,
        f"'{name}' cannot travel: {method} has no body, and it does not fit a query",
        hint="only scalars and lists of scalars fit a query; use POST, PUT, PATCH or QUERY",
    )


def beside_raw(span: Span | None, name: str, body: str) -> Diagnostic:
    """An input for which there is no room, since the body is bytes as they are."""
    return BESIDE_RAW.at(
        span,
        f"'{name}' cannot travel: the body is '{body}' as it is, and beside it there is no room",
        hint="scalars and lists of them fit the query; without 'media_type', the body is JSON",
    )


def not_carried(span: Span | None, operation: str) -> Diagnostic:
    """A file one way, and a stream the other."""
    return NOT_CARRIED.at(
        span,
        f"{operation} streams a file and something the other way, which REST does not carry: "
        "a call is 'unimplemented'",
        hint="the other styles may offer it; or make two operations of it, one for each way",
    )


def does_not_fit(span: Span | None, name: str, place: str, hint: str) -> Diagnostic:
    """An input of a kind that its place cannot carry."""
    return NO_ROOM.at(span, f"'{name}' cannot travel in the {place}", hint=hint)


def two_places(span: Span, name: str) -> Diagnostic:
    """An input that is to travel twice."""
    return TWO_PLACES.at(span, f"'{name}' is in two places", hint="name it in one of them")


def name_taken(span: Span | None, name: str, place: str, owner: str) -> Diagnostic:
    """A name that something else has there."""
    return NAME_TAKEN.at(
        span,
        f"the name '{name}' in the {place} belongs to {owner} already",
        hint="give one of them another name: `rest: {query: {input: name}}`",
    )


def bad_status(span: Span, status: int, operation: str) -> Diagnostic:
    """A status that says there is no content, for an operation that has some."""
    return BAD_STATUS.at(
        span,
        f"{operation} has an output, which a {status} response cannot carry",
        hint="use 200, 201 or 202",
    )


def reserved_member(span: Span | None, error: str, member: str) -> Diagnostic:
    """A field of an error that hides a member of every problem."""
    return RESERVED_MEMBER.at(
        span,
        f"the field '{member}' of {error} would hide the problem's own member '{member}'",
        hint=f"rename it, such as '{Name.parse(error).snake}_{member}'",
    )


def not_here(span: Span) -> Diagnostic:
    """``rest:`` on a resource or an error."""
    return NOT_HERE.at(
        span,
        "`rest:` is not allowed here",
        hint="correct the operations instead, one by one",
    )


def no_events(span: Span | None, operation: str) -> Diagnostic:
    """``stream_end`` where no server-sent events are."""
    return NO_EVENTS.at(
        span,
        f"{operation} sends no server-sent events, whose end `stream_end` is about",
        hint="only an operation with `output: stream<T>`, and no stream as its input, sends them",
    )


def socket_needs_get(span: Span | None, operation: str, method: str) -> Diagnostic:
    """Another method for a WebSocket."""
    return SOCKET_NEEDS_GET.at(
        span,
        f"{operation} streams both ways, which is a WebSocket, and none opens with {method}",
        hint="write GET, or only the path: `rest: {path: /some/path}` (RFC 6455 §4.1)",
    )


def no_stream_body(span: Span | None, operation: str, method: str) -> Diagnostic:
    """A method without a body for a client's stream."""
    return NO_STREAM_BODY.at(
        span,
        f"the stream that {operation} takes cannot travel: {method} has no body",
        hint="use POST, PUT, PATCH or QUERY",
    )


def unsafe_query(span: Span | None, operation: str) -> Diagnostic:
    """QUERY for what changes something, or may."""
    return NO_QUERY.at(
        span,
        f"{operation} may change something, and QUERY promises that nothing changes: anyone may "
        "repeat it",
        hint="say `safe: true` if that is so; else use POST (RFC 10008)",
    )


def query_without_content(span: Span | None, operation: str, why: str) -> Diagnostic:
    """QUERY for what has, or may have, no body."""
    return NO_QUERY.at(
        span,
        f"{operation} has nothing to send as the content of a QUERY: {why}",
        hint="use GET, which needs no body; or let an input that is always there be the body",
    )


def stream_status(span: Span, operation: str, status: int) -> Diagnostic:
    """Another status for a response that streams."""
    return STREAM_STATUS.at(
        span,
        f"{operation} answers with a stream, which a {status} response cannot carry",
        hint="leave `status` out: a stream of events is 200, and a WebSocket 101",
    )
