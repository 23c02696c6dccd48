"""GEN931: a contract that is laid out otherwise."""

from generator.diagnostics import Diagnostic, Kind, Severity, Span

NOT_FORMATTED = Kind(code="GEN931", name="not-formatted", severity=Severity.WARNING)


def not_formatted(file: str, line: int, found: str, wanted: str) -> Diagnostic:
    """A contract with the first line that the layout has otherwise; ``wanted``: as it has it."""
    pairs = enumerate(zip(found, wanted, strict=False))
    column = next((at for at, (a, b) in pairs if a != b), min(len(found), len(wanted)))
    span = Span(file, line, column + 1, line, max(len(found), column + 1) + 1)
    message = "the file is not formatted from this line on"
    return NOT_FORMATTED.at(span, message, hint=f"run 'gen fmt {file}'")
