"""Turns the complaint of a YAML parser into a problem at the right place, with a way out."""

from yaml.error import Mark, MarkedYAMLError

from generator.diagnostics import Diagnostic, Span
from generator.source import problems as p
from generator.source.text import Text


def syntax_problem(text: Text, error: MarkedYAMLError) -> Diagnostic:
    """What the parser stumbled over."""
    mark: Mark = error.problem_mark
    span = Span(
        file=text.file,
        line=mark.line + 1,
        column=mark.column + 1,
        end_line=mark.line + 1,
        end_column=mark.column + 2,
    )
    return p.syntax(span, f"not valid YAML: {error.problem}", None)
