"""What nginx gives less of than a contract asks for."""

from generator.diagnostics import Diagnostic, Kind, Severity, Span

KEEPS_NOTHING = Kind(code="GEN966", name="nginx-keeps-nothing", severity=Severity.NOTE)
GIVES_UP = Kind(code="GEN967", name="nginx-gives-up", severity=Severity.WARNING)
NO_CERTIFICATES = Kind(code="GEN968", name="nginx-asks-no-certificate", severity=Severity.WARNING)


def keeps_nothing(span: Span | None, operation: str) -> Diagnostic:
    """A cache could keep an answer and ask each time whether it is right; nginx does not."""
    return KEEPS_NOTHING.at(
        span,
        f"nginx keeps no answer of {operation}: it has an entity tag, but no time to be fresh",
        hint="'cache: {max_age: …}' lets it; callers' own If-None-Match works as it is",
    )


def gives_up(span: Span | None, operation: str, wanted: float, given: int) -> Diagnostic:
    """A caller may wait for longer than nginx does."""
    return GIVES_UP.at(
        span,
        f"{operation} may take {wanted:g} s, and nginx gives up after {given} s where the caller"
        " has a deadline of its own",
        hint="let --timeout be longer than any deadline",
    )


def no_certificates(span: Span | None, scheme: str) -> Diagnostic:
    """Nobody can be known by a certificate that nginx does not ask for."""
    return NO_CERTIFICATES.at(
        span,
        f"nobody is let in by '{scheme}': nginx asks callers for no certificate",
        hint="--client-ca FILE names the authorities of theirs; servers need --trust-client-cert",
    )
