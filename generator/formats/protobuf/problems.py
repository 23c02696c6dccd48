"""The problems that only protobuf finds in a contract: GEN501 and on, one constructor each."""

from generator.diagnostics import Diagnostic, Fix, Kind, Severity, Span

NOT_A_SETTING = Kind(code="GEN501", name="grpc-setting-invalid")
NAME_TAKEN = Kind(code="GEN502", name="grpc-name-taken")
NUMBER_FORBIDDEN = Kind(code="GEN503", name="grpc-number-forbidden")
NOT_IN_A_MASK = Kind(code="GEN561", name="grpc-not-in-a-mask", severity=Severity.WARNING)
NOT_A_MESSAGE = Kind(code="GEN504", name="grpc-not-a-message")


def setting_invalid(
    span: Span | None, message: str, hint: str | None = None, fix: Fix | None = None
) -> Diagnostic:
    """A ``grpc:`` key holds something unknown, or of the wrong form."""
    return NOT_A_SETTING.at(span, message, hint=hint, fix=fix)


def name_taken(
    span: Span | None, name: str, what: str, other: str, other_span: Span | None
) -> Diagnostic:
    """``what`` would be named like ``other``."""
    if span is None:
        span, other_span = other_span, None
    related = () if other_span is None else ((other_span, f"this is {other}"),)
    return NAME_TAKEN.at(
        span,
        f"{what} and {other} would both be '{name}' in the .proto",
        hint="rename one of them; an operation can name its method: 'grpc: OtherName'",
        related=related,
    )


def number_forbidden(span: Span | None, number: int, what: str) -> Diagnostic:
    """``number:`` is outside of what protobuf allows."""
    return NUMBER_FORBIDDEN.at(
        span,
        f"{what} cannot have the number {number} in protobuf",
        hint="leave 'number' away and let the lock choose one",
    )


def not_in_a_mask(span: Span, name: str, operation: str) -> Diagnostic:
    """A field of an update that protobuf's JSON refuses in a field mask."""
    return NOT_IN_A_MASK.at(
        span,
        f"protobuf's JSON cannot name '{name}' in the field mask of {operation}: "
        "a digit follows an underscore",
        hint="rename it if its messages are printed as JSON or transcoded; gRPC itself works",
    )


def not_a_message(span: Span | None, what: str) -> Diagnostic:
    """``result: bare`` where nothing can be the message itself; ``what`` says what there is."""
    return NOT_A_MESSAGE.at(
        span,
        f"only a record or a union can be a message itself, and {what}",
        hint="leave 'result: bare' away: a message of the operation's own then wraps what travels",
    )
