"""GEN356 to GEN359: bodies of bytes, and what does not go with streams."""

from generator.diagnostics import Diagnostic, Kind, Span

TWO_BODIES = Kind(code="GEN356", name="two-bodies")
MISPLACED_MEDIA_TYPE = Kind(code="GEN357", name="misplaced-media-type")
BODY_HERE = Kind(code="GEN358", name="body-here")
PROMISE_OF_A_STREAM = Kind(code="GEN359", name="promise-of-a-stream")


def two_bodies(name: str, span: Span, other: str, first: Span) -> Diagnostic:
    """Two inputs with a media type."""
    return TWO_BODIES.at(
        span,
        f"'{name}' and '{other}' cannot both be the body: it is one of them as it is",
        hint="leave out the 'media_type' of both: then they are members of a JSON body, in base64",
        related=((first, f"'{other}' is here"),),
    )


def not_bytes(span: Span) -> Diagnostic:
    """A media type of something else."""
    return MISPLACED_MEDIA_TYPE.at(
        span,
        "only bytes have a media type",
        hint="write the type as bytes or stream<bytes>, or leave out the 'media_type'",
    )


def misplaced_media_type(span: Span) -> Diagnostic:
    """A media type of a field that is no input."""
    return MISPLACED_MEDIA_TYPE.at(
        span,
        "a 'media_type' belongs to the input or output of an operation",
        hint="write it there, as in output: {bytes, media_type: image/jpeg}, or leave it out:"
        " in a record, bytes travel as base64",
    )


def may_be_absent(span: Span, name: str) -> Diagnostic:
    """A body that may be left out, which an empty one cannot be told from."""
    return BODY_HERE.at(
        span,
        f"'{name}' is the body, which is always there: it cannot be optional or have a default",
        hint="without a body it is empty bytes",
    )


def no_body(span: Span, verb: str) -> Diagnostic:
    """A body of a request that has none, or that has another one."""
    return BODY_HERE.at(
        span,
        f"an operation with '{verb}' takes no body of bytes",
        hint="use 'call', 'create' or 'replace', or no verb",
    )


def not_with_streams(span: Span, key: str, why: str, hint: str) -> Diagnostic:
    """``retry`` or ``cache`` of a stream."""
    return PROMISE_OF_A_STREAM.at(span, f"'{key}' does not go with a stream: {why}", hint=hint)
