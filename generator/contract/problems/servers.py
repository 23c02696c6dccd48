"""GEN262: the variables of servers."""

from collections.abc import Sequence

from generator.diagnostics import Diagnostic, Kind, Span

SERVER_VARIABLE = Kind(
    code="GEN262",
    name="server-variable",
    explanation="""\
A part of a server's URL in braces is a variable. It needs a default, and can have a list of the
values that are possible; every variable is in the URL, and the default is among the values.

```yaml
servers:
  production:
    url: "https://{region}.api.example/{stage}"
    variables:
      region: [eu, us]                                 # the first is the default
      stage: {default: live, description: Or your own.}
```
""",
)


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
