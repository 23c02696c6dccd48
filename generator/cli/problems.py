"""The diagnostics of commands that make files for people to edit."""

from generator.diagnostics import Diagnostic, Kind, Severity, Span

INIT_WOULD_OVERWRITE = Kind(code="GEN811", name="init-would-overwrite")
NOT_WHERE_CI_LOOKS = Kind(code="GEN821", name="not-where-ci-looks", severity=Severity.WARNING)


def init_would_overwrite(path: str) -> Diagnostic:
    """A file that ``gen init`` would make is there already."""
    return _there(path, "run 'gen init' in another folder")


def ci_file_exists(path: str) -> Diagnostic:
    """A file of CI that ``gen init --ci`` would make is there already."""
    return _there(path, "make it in an empty folder, and copy what you need: gen explain GEN811")


def not_where_ci_looks(folder: str) -> Diagnostic:
    """The files of CI lie below the root of the repository, where nobody reads them."""
    return NOT_WHERE_CI_LOOKS.at(
        None,
        f"'{folder}' is not the root of its repository, where CI looks for its files",
        hint="move them there, and let them run gen in this folder: gen explain GEN821",
    )


def _there(path: str, hint: str) -> Diagnostic:
    span = Span(file=path, line=1, column=1, end_line=1, end_column=1)
    return INIT_WOULD_OVERWRITE.at(span, f"'{path}' is there already", hint=hint)
