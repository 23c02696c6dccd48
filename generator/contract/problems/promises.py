"""GEN331 to GEN336, GEN370: what an operation promises to those who call it."""

from generator.diagnostics import Diagnostic, Kind, Span

NOT_SAFE = Kind(code="GEN331", name="safety-contradiction")
NOT_REPEATABLE = Kind(code="GEN332", name="retry-changes-twice")
CACHE_UNSAFE = Kind(code="GEN333", name="cache-of-a-change")
PRIVATE_AND_PUBLIC = Kind(code="GEN370", name="cache-private-and-public")
BAD_DURATION = Kind(code="GEN334", name="bad-duration")
BAD_ATTEMPTS = Kind(code="GEN335", name="bad-attempts")
BAD_MEDIA_TYPE = Kind(code="GEN336", name="bad-media-type")


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
