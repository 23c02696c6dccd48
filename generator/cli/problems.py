"""The diagnostics of commands that make files for people to edit."""

from generator.diagnostics import Diagnostic, Kind, Span

INIT_WOULD_OVERWRITE = Kind(code="GEN811", name="init-would-overwrite")


def init_would_overwrite(path: str) -> Diagnostic:
    """A file that ``gen init`` would make is there already."""
    span = Span(file=path, line=1, column=1, end_line=1, end_column=1)
    hint = "run 'gen init' in another folder"
    return INIT_WOULD_OVERWRITE.at(span, f"'{path}' is there already", hint=hint)
