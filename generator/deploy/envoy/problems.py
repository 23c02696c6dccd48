"""What Envoy gives less of than a contract asks for, and parameters that fit no contract."""

from collections.abc import Sequence

from generator.diagnostics import Diagnostic, Kind, Severity, Span
from generator.diagnostics.suggestion import did_you_mean

NO_CERTIFICATES = Kind(code="GEN969", name="envoy-asks-no-certificate", severity=Severity.WARNING)
NO_SUCH_TOKEN = Kind(code="GEN970", name="envoy-no-such-token")
UNFINISHED_CACHE = Kind(code="GEN971", name="envoy-unfinished-cache", severity=Severity.NOTE)

TRANSCODED_OTHERWISE = Kind(
    code="GEN997", name="envoy-transcodes-otherwise", severity=Severity.NOTE
)


def no_certificates(span: Span | None, scheme: str) -> Diagnostic:
    """Nobody can be known by a certificate that Envoy does not ask for."""
    return NO_CERTIFICATES.at(
        span,
        f"nobody is let in by '{scheme}': Envoy asks callers for no certificate",
        hint="--client-ca FILE names the authorities of theirs; servers need --trust-client-cert",
    )


def no_such_token(value: str, known: Sequence[str]) -> Diagnostic:
    """Keys for a scheme that no contract has, or whose tokens have no issuer."""
    scheme = value.partition("=")[0]
    there = f"there are: {', '.join(known)}" if known else "no token of theirs has an issuer"
    return NO_SUCH_TOKEN.at(
        None,
        f"--jwks {value} is for no token of the contracts: it has to be SCHEME=FILE",
        hint=did_you_mean(scheme, known) or there,
    )


def unfinished_cache(address: str) -> Diagnostic:
    """A cache that its makers call unfinished, for callers from anywhere."""
    return UNFINISHED_CACHE.at(
        None,
        f"Envoy listens at {address} with a cache that its makers call work in progress",
        hint="--cache 0 leaves it out; docs/deploy/envoy.md says what it does and does not do",
    )


def transcodes_nothing(package: str) -> Diagnostic:
    """A contract of which there is no gRPC, or no REST, to make the other of."""
    return TRANSCODED_OTHERWISE.at(
        None,
        f"the transcoder has nothing of {package}: it makes gRPC of REST, and needs both styles",
        hint="--style rest --style grpc chooses both",
    )


def not_transcoded(span: Span | None, operation: str, reason: str) -> Diagnostic:
    """An operation that cannot be called through the transcoder."""
    return TRANSCODED_OTHERWISE.at(
        span,
        f"{operation} cannot be called through the transcoder: {reason}",
        hint="REST, at --listen, has it",
    )


def transcoded_otherwise(span: Span | None, operation: str, what: str, how: str) -> Diagnostic:
    """An operation that is called in another way there."""
    return TRANSCODED_OTHERWISE.at(
        span, f"{operation} is called otherwise through the transcoder: {what}", hint=how
    )
