"""GEN262: the variables of servers."""

from collections.abc import Sequence

from generator.diagnostics import Diagnostic, Kind, Span

SERVER_VARIABLE = Kind(code="GEN262", name="server-variable")


def without_values(span: Span, server: str, url: str, name: str) -> Diagnostic:
    """A variable in a URL that has no value."""
    form = f'{server}: {{url: "{url}", variables: {{{name or "name"}: [one, another]}}}}'
    return SERVER_VARIABLE.at(
        span,
        f"the variable '{name}' of the server '{server}' has no values",
        hint=f"say which there are, the default first: {form}",
    )


def unused(span: Span, name: str, url: str) -> Diagnostic:
    """A variable that no URL has."""
    return SERVER_VARIABLE.at(
        span, f"there is no '{{{name}}}' in {url}", hint="add it to the URL, or remove it here"
    )


def not_among(span: Span, default: str, values: Sequence[str]) -> Diagnostic:
    """A default that is none of the values."""
    return SERVER_VARIABLE.at(
        span,
        f"the default '{default}' is not among the values {', '.join(values)}",
        hint="add it to them",
    )


def twice(span: Span, name: str) -> Diagnostic:
    """A value that is there twice."""
    return SERVER_VARIABLE.at(
        span, f"the variable '{name}' has a value twice", hint="remove one of them"
    )
