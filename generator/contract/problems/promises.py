"""GEN331 to GEN336, GEN370: what an operation promises to those who call it."""

from generator.diagnostics import Diagnostic, Kind, Span

NOT_SAFE = Kind(
    code="GEN331",
    name="safety-contradiction",
    explanation="""\
The verb says whether an operation is safe (changes nothing) and idempotent (twice is like
once): `get` and `list` are safe, `replace`, `update` and `delete` are idempotent. `safe: true`
is for `call` and for functions; what is safe is idempotent.

```yaml
operations:
  DeleteProduct: {delete: Product, safe: true}
```
""",
)

NOT_REPEATABLE = Kind(
    code="GEN332",
    name="retry-changes-twice",
    explanation="""\
A client may only repeat a call that is safe or idempotent: otherwise a lost answer makes the
change happen twice.

```yaml
operations:
  Restart: {call: Server, idempotent: true, retry: {attempts: 3}}
```

Say `idempotent: true` if it is, or remove `retry`.
""",
)

CACHE_UNSAFE = Kind(
    code="GEN333",
    name="cache-of-a-change",
    explanation="""\
Only the answer of a safe operation can be kept: `get`, `list`, and `call` or a function with
`safe: true`.

```yaml
operations:
  AddProduct: {create: Product, cache: {max_age: 60s}}
```
""",
)

PRIVATE_AND_PUBLIC = Kind(
    code="GEN370",
    name="cache-private-and-public",
    explanation="""\
`cache:` says `private: true` and `public: true`. Private: only the caller's own cache may keep
the answer; public: shared caches may, too. Without either, the answer of an operation that needs
credentials is private (RFC 9111 §3.5), any other is public.

```yaml
operations:
  GetProduct: {get: Product, cache: {max_age: 60s, private: true, public: true}}
```

Keep one of the two.
""",
)

BAD_DURATION = Kind(
    code="GEN334",
    name="bad-duration",
    explanation="""\
A time span is a positive number with its unit: `500ms`, `5s`, `2m`, `1h`, `1d`.

```yaml
timeout: 5         # 5s
```
""",
)

BAD_ATTEMPTS = Kind(
    code="GEN335",
    name="bad-attempts",
    explanation="""\
`attempts` counts the first try, too, and lies between 1 and 10.

```yaml
retry: {attempts: 3}
```
""",
)

BAD_MEDIA_TYPE = Kind(
    code="GEN336",
    name="bad-media-type",
    explanation="""\
A media type has a type and a subtype (RFC 6838).

```yaml
output: {bytes, media_type: image/jpeg}
```
""",
)


def not_safe(span: Span, message: str, hint: str) -> Diagnostic:
    """safe or idempotent against the verb."""
    return NOT_SAFE.at(span, message, hint=hint)


def not_repeatable(span: Span, operation: str) -> Diagnostic:
    """A retry that could change something twice."""
    return NOT_REPEATABLE.at(
        span,
        f"'{operation}' cannot be retried: it is neither safe nor idempotent",
        hint="say 'idempotent: true' if doing it twice is like doing it once",
    )


def cache_unsafe(span: Span, operation: str) -> Diagnostic:
    """A cache for something that changes."""
    return CACHE_UNSAFE.at(
        span,
        f"the answer of '{operation}' cannot be cached: the operation is not safe",
        hint="only get, list, and operations with 'safe: true' can",
    )


def private_and_public(span: Span) -> Diagnostic:
    """A cache for everybody and for the caller alone."""
    return PRIVATE_AND_PUBLIC.at(
        span,
        "an answer that is kept cannot be both private and public",
        hint="remove one of the two: with credentials, private is what holds without either",
    )


def bad_duration(span: Span, what: str, found: str) -> Diagnostic:
    """Not a time span."""
    return BAD_DURATION.at(
        span, f"{what}: expected a time span, found {found}", hint="write it like 5s, 500ms or 2m"
    )


def bad_attempts(span: Span, text: str) -> Diagnostic:
    """A number of tries out of bounds."""
    return BAD_ATTEMPTS.at(span, f"{text} attempts: expected 1 to 10", hint="3 is a good start")


def bad_media_type(span: Span, text: str) -> Diagnostic:
    """Not a media type."""
    return BAD_MEDIA_TYPE.at(span, f"'{text}' is not a media type", hint="write it like image/jpeg")
