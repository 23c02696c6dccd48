"""GEN651: what can be wrong with the Connect side of a contract."""

from generator.diagnostics import Diagnostic, Kind, Span

NO_SETTINGS = Kind(code="GEN651", name="connect-has-no-settings")


def no_settings(span: Span) -> Diagnostic:
    """A `connect` key, wherever it stands."""
    return NO_SETTINGS.at(
        span,
        "'connect' has no settings: Connect calls what the .proto has",
        hint="remove it; what 'grpc' corrects in the .proto holds here, too",
    )
