"""GEN401 to GEN412: what can be wrong with the REST side of a contract."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Severity, Span, did_you_mean
from generator.naming import Name

MALFORMED = Kind(
    code="GEN401",
    name="rest-malformed-setting",
    explanation="""\
A value below `rest:` has the wrong form.

On an operation, `rest:` is a method and a path, or a mapping:

```yaml
  UpdatePrice: {update: Product, rest: PUT /prices/…}
  Search:
    safe: true
    rest: {method: GET, path: /search, query: [text], status: 200}
```

The mapping knows `method` (GET, POST, PUT, PATCH, DELETE), `path`, `status` (200 to 299),
`query` (a list of inputs, or input → name), `headers` (input → header) and `body` (the input
that is the whole body). At the top of a contract it knows `absent` (omit, "null"), `base_path`,
`formats`, `json_case` and `openapi`.
""",
)

UNKNOWN_KEY = Kind(
    code="GEN402",
    name="rest-unknown-key",
    explanation="""\
`rest:` does not know this key. See GEN401 for those that it knows; keys that start with `x-`
are always allowed.
""",
)

BAD_PATH = Kind(
    code="GEN403",
    name="rest-malformed-path",
    explanation="""\
A path starts with `/`, does not end with one, and consists of segments of letters, digits and
`- . _ ~ ! $ & ' ( ) * + , ; = @`. A segment may be a variable, `{product_id}`; after a
segment may stand a verb, `:restock`.

```yaml
    rest: POST /products/{product_id}:restock
```

Inside `{…}` YAML wants a path with braces in quotes.
""",
)

UNKNOWN_INPUT = Kind(
    code="GEN404",
    name="rest-unknown-input",
    explanation="""\
A path, `query`, `headers` or `body` names something that is not an input of the operation. The
inputs are the keys of its resource, the fields of its verb or those below `input:`, by their
names in the contract.
""",
)

ROUTE_TAKEN = Kind(
    code="GEN405",
    name="rest-route-taken",
    explanation="""\
Two operations have the same method on the same path, so a server cannot tell their requests
apart. The names of variables make no difference. Give one of them a path of its own:

```yaml
    rest: POST /products/{product_id}:restock
```
""",
)

NO_ROOM = Kind(
    code="GEN406",
    name="rest-input-does-not-fit",
    explanation="""\
An input cannot travel where it has to. A path takes scalars that are always there. A query and
a header take scalars, and lists of scalars; a query takes no list with a default of its own,
because nothing tells its empty list from one that was left out. GET and DELETE have no body, so
that all their inputs travel in the path, the query or headers. Use another method, or move the
input:

```yaml
    rest: POST /products:search
```
""",
)

TWO_PLACES = Kind(
    code="GEN407",
    name="rest-input-in-two-places",
    explanation="""\
One input is in two places: twice in the path, or in two of path, `query`, `headers` and `body`.
Each input travels once.
""",
)

BAD_STATUS = Kind(
    code="GEN408",
    name="rest-status-does-not-fit",
    explanation="""\
204 and 205 mean that the response has no content, so that an operation with an output needs
another status of success; 206 is for ranges, which are not offered.
""",
)

RESERVED_MEMBER = Kind(
    code="GEN409",
    name="rest-reserved-error-member",
    explanation="""\
A declared error travels as a problem document (RFC 9457), with its fields as members beside
those that every problem has: `type`, `title`, `status`, `detail`, `instance`, `code`, `error`
and `errors`. A field cannot have one of these names.
""",
)

NOT_HERE = Kind(
    code="GEN410",
    name="rest-setting-not-here",
    explanation="""\
`rest:` corrects operations, and has settings for a whole contract. Resources and errors have
none: a resource's segment is its `collection:`, an error's status is its `status:`.
""",
)

NAME_TAKEN = Kind(
    code="GEN411",
    name="rest-name-taken",
    explanation="""\
Two inputs have the same name in the query or in the headers, or an input wants a header that
HTTP or this program uses itself, such as `Content-Type` or `If-Match`. Choose another name:

```yaml
    rest: {method: POST, path: /remarks, headers: {reader: X-Reader}}
```
""",
)

KEY_NOT_IN_PATH = Kind(
    code="GEN412",
    name="rest-key-not-in-path",
    severity=Severity.WARNING,
    explanation="""\
A path that is written out has no variable for a key of the resource, or of its parent. Callers must
still give that key: in the query or, where there is a body, as a member of it.

```yaml
resources:
  Track: {key: id, parent: Playlist}
operations:
  GetTrack:
    get: Track
    rest: {path: "/tracks/{track_id}", query: [playlist_id]}    # meant so: no warning
```

If the key is not needed, because a track is known by its id alone, the resource has no `parent`.
What needs the playlist then takes it as an input: `with: {playlist_id: string}` and
`rest: POST /playlists/{playlist_id}/tracks`.
""",
)

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
    hint = did_you_mean(key, known) or f"known here: {', '.join(known)}"
    return UNKNOWN_KEY.at(span, f"unknown key '{key}' below rest", hint=hint)


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
    hint = did_you_mean(name, inputs) or f"its inputs are: {', '.join(inputs) or '(none)'}"
    return UNKNOWN_INPUT.at(span, f"{operation} has no input '{name}'", hint=hint)


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
        hint="only scalars and lists of scalars fit a query; use POST, PUT or PATCH",
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
