"""GEN262, GEN351 to GEN355: the variables of servers, auth schemes, and who asks for which."""

from collections.abc import Iterable, Sequence

from generator.diagnostics import Diagnostic, Kind, Span, suggestion

SERVER_VARIABLE = Kind(code="GEN262", name="server-variable")
UNKNOWN_SCHEME = Kind(code="GEN351", name="unknown-auth")
UNKNOWN_SCOPE = Kind(code="GEN352", name="unknown-scope")
BAD_SCHEME = Kind(code="GEN353", name="bad-auth-scheme")
AMBIGUOUS_AUTH = Kind(code="GEN354", name="ambiguous-auth")
IMPOSSIBLE_AUTH = Kind(code="GEN355", name="impossible-auth")


def unknown_scheme(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A scheme that is not declared."""
    names = [*known, "none"]
    near, fix = suggestion(span, name, names, declared=True)
    hint = near or f"declare it under 'auth', as in {name}: {{scheme: bearer}}"
    return UNKNOWN_SCHEME.at(span, f"unknown auth scheme '{name}'", hint=hint, fix=fix)


def none_is_not_alone(span: Span) -> Diagnostic:
    """``none`` beside schemes."""
    hint = "write auth: none, or leave it out of the list"
    return UNKNOWN_SCHEME.at(span, "'none' cannot be one of several", hint=hint)


def unknown_scope(span: Span, scope: str, scheme: str, known: Iterable[str]) -> Diagnostic:
    """A scope that the scheme does not have."""
    names = [*known]
    declare = "a bearer or oauth2 scheme has 'scopes'; of others the name alone is enough"
    near, fix = suggestion(span, scope, names, declared=True)
    hint = near or (f"it has {', '.join(names)}" if names else declare)
    text = f"the auth scheme '{scheme}' has no scope '{scope}'"
    return UNKNOWN_SCOPE.at(span, text, hint=hint, fix=fix)


def bad_scope(span: Span, scope: str) -> Diagnostic:
    """What no token can say: scopes stand in one text, parted by blanks."""
    return UNKNOWN_SCOPE.at(
        span,
        f"'{scope}' cannot be the name of a scope",
        hint="it has no blanks, quotes or backslashes, and is ASCII: products.write",
    )


def bad_scheme(span: Span, scheme: str, why: str, hint: str | None = None) -> Diagnostic:
    """A scheme that cannot work."""
    return BAD_SCHEME.at(span, f"the auth scheme '{scheme}' {why}", hint=hint)


def several_in_a_mapping(span: Span, written: Sequence[tuple[str, Sequence[str]]]) -> Diagnostic:
    """``{token: [a], key: []}``, which says neither that one is enough nor that both are."""
    names = " and ".join(f"'{name}'" for name, _ in written)
    items = ", ".join(
        f"{{{name}: [{', '.join(scopes)}]}}" if scopes else name for name, scopes in written
    )
    return AMBIGUOUS_AUTH.at(
        span,
        f"a mapping with {names} does not say whether one is enough",
        hint=f"where any one is enough, write [{items}]; where all are needed, [[{items}]]",
    )


def asks_for_nothing(span: Span) -> Diagnostic:
    """An empty list or mapping, which could be meant as anything."""
    hint = "write auth: none where anyone may call"
    return IMPOSSIBLE_AUTH.at(span, "this asks for no scheme", hint=hint)


def twice_in_auth(span: Span, scheme: str) -> Diagnostic:
    """The same scheme, or the same schemes, once more."""
    hint = f"remove it, or write all scopes into one list: {{{scheme}: [one, another]}}"
    return IMPOSSIBLE_AUTH.at(span, f"'{scheme}' is asked for twice", hint=hint)


def same_place(span: Span, schemes: tuple[str, str], place: str) -> Diagnostic:
    """Two schemes that are needed together, and travel in one place."""
    one, other = schemes
    return IMPOSSIBLE_AUTH.at(
        span,
        f"nobody can send '{one}' and '{other}' together: both travel in {place}",
        hint=f"where any one is enough, write [{one}, {other}]",
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
