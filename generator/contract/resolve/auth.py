"""Turns auth schemes and what operations ask for into those of the model."""

import re
from collections.abc import Mapping
from typing import assert_never

from generator.contract.declare.auth import ENDPOINTS, TOKENS
from generator.contract.declare.declarations import AuthDecl, SchemeDecl, ScopedAuth
from generator.contract.problems import access as problem
from generator.contract.problems import names as name_problem
from generator.contract.problems import other_languages
from generator.contract.problems import shape as shape_problem
from generator.contract.resolve.declared import Declared
from generator.contract.resolve.spelling import Names
from generator.diagnostics import Problems
from generator.kinds.json_format import has_format
from generator.model import AuthChoice, AuthKind, AuthScheme
from generator.naming import Name

_URL = re.compile(r"https?://[^\s/?#]+[^\s]*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*", re.ASCII)
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_OF_HTTP = frozenset(
    {
        *("accept", "accept-encoding", "connection", "content-encoding", "content-length"),
        *("content-type", "cookie", "date", "expect", "host", "idempotency-key", "if-match"),
        *("if-none-match", "keep-alive", "origin", "range", "te", "trailer", "transfer-encoding"),
        *("request-timeout-ms", "upgrade", "user-agent", "x-request-id"),
    }
)
_PLACES = ("header", "query", "cookie")
_URLS = ("issuer", "jwks", *ENDPOINTS)
_MEMBERS = {
    AuthKind.BEARER: ("format", *TOKENS),
    AuthKind.BASIC: (),
    AuthKind.API_KEY: _PLACES,
    AuthKind.OAUTH2: (*TOKENS, *ENDPOINTS),
    AuthKind.MUTUAL_TLS: (),
}


def resolve_schemes(declared: Declared, problems: Problems) -> dict[str, AuthScheme]:
    """The schemes of a contract, without the broken ones."""
    taken = Names(problems)
    found: dict[str, AuthScheme] = {}
    for name, decl in declared.decl.auth.items():
        scheme = _scheme(decl, problems)
        if scheme is not None and taken.take(decl.name, Name.parse(name)):
            found[name] = scheme
    return found


def auth_choices(
    decl: AuthDecl | None,
    schemes: Mapping[str, AuthScheme],
    declared: Declared,
    problems: Problems,
) -> tuple[tuple[AuthChoice, ...], ...]:
    """What is enough to be let in, any one of it; empty: nothing is needed."""
    if decl is None:
        return ()
    found = [_choice(choice, schemes, declared, problems) for choice in decl.choices]
    for at, choice in enumerate(found):
        if choice and choice in found[:at]:
            first = decl.choices[at][0].scheme
            problems.add(problem.twice_in_auth(first.span, first.value))
    return tuple(choice for choice in found if choice)


def _choice(
    choice: tuple[ScopedAuth, ...],
    schemes: Mapping[str, AuthScheme],
    declared: Declared,
    problems: Problems,
) -> tuple[AuthChoice, ...]:
    """Schemes that are asked for together; empty where one of them has no meaning."""
    found = [_scheme_of(scoped, schemes, declared, problems) for scoped in choice]
    taken: dict[str, str] = {}
    for scoped, scheme in zip(choice, found, strict=True):
        if scheme is None:
            continue
        place = _place(scheme)
        if taken.get(place) == scheme.name:
            problems.add(problem.twice_in_auth(scoped.scheme.span, scheme.name))
        elif place in taken:
            both = (taken[place], scheme.name)
            problems.add(problem.same_place(scoped.scheme.span, both, place))
        taken[place] = scheme.name
    known = [scheme for scheme in found if scheme is not None]
    if len(known) < len(found):
        return ()
    return tuple(
        AuthChoice(scheme=scheme.name, scopes=tuple(scope.value for scope in scoped.scopes))
        for scoped, scheme in zip(choice, known, strict=True)
    )


def _scheme_of(
    scoped: ScopedAuth,
    schemes: Mapping[str, AuthScheme],
    declared: Declared,
    problems: Problems,
) -> AuthScheme | None:
    name = scoped.scheme.value
    if name == "none":
        problems.add(problem.none_is_not_alone(scoped.scheme.span))
        return None
    scheme = schemes.get(name)
    if scheme is None:
        known = list(declared.decl.auth)
        if name not in known and not declared.is_broken(name):
            problems.add(problem.unknown_scheme(scoped.scheme.span, name, known))
        return None
    for scope in scoped.scopes:
        open_ended = scheme.kind is AuthKind.BEARER and not scheme.scopes
        if scope.value not in scheme.scopes and not open_ended:
            problems.add(problem.unknown_scope(scope.span, scope.value, name, scheme.scopes))
    return scheme


def _place(scheme: AuthScheme) -> str:
    """Where the credentials of a scheme stand: two that are asked for together need two places."""
    match scheme.kind:
        case AuthKind.BEARER | AuthKind.OAUTH2 | AuthKind.BASIC:
            return "the header authorization"
        case AuthKind.API_KEY if scheme.header is not None:
            return f"the header {scheme.header.lower()}"
        case AuthKind.API_KEY if scheme.cookie is not None:
            return f"the cookie {scheme.cookie}"
        case AuthKind.API_KEY:
            return f"the query parameter {scheme.query}"
        case AuthKind.MUTUAL_TLS:
            return "the client certificate"
        case _:
            assert_never(scheme.kind)


def _scheme(decl: SchemeDecl, problems: Problems) -> AuthScheme | None:
    name = decl.name.value
    if not _NAME.fullmatch(name) or name == "none":
        why = "'none' means: no scheme" if name == "none" else "it must be a plain word"
        found = name_problem.bad_name(decl.name.span, "an auth scheme", name, why, None)
        problems.add(found)
        return None
    if decl.kind is None:
        return None
    kinds = [kind.value for kind in AuthKind]
    if decl.kind.value not in kinds:
        what = "the scheme"
        hint = other_languages.of_scheme(decl.kind.value)
        unknown = shape_problem.unknown_choice(decl.kind.span, what, decl.kind.value, kinds, hint)
        problems.add(unknown)
        return None
    kind = AuthKind(decl.kind.value)
    _check(decl, kind, problems)
    texts = {key: text.value for key, text in decl.texts.items()}
    return AuthScheme(
        name=name,
        kind=kind,
        header=texts.get("header"),
        query=texts.get("query"),
        cookie=texts.get("cookie"),
        format=texts.get("format"),
        issuer=texts.get("issuer"),
        audience=texts.get("audience"),
        jwks=texts.get("jwks"),
        authorization_url=texts.get("authorization_url"),
        token_url=texts.get("token_url"),
        refresh_url=texts.get("refresh_url"),
        scopes=decl.scopes,
        description=decl.description,
        extensions=decl.extensions,
        span=decl.name.span,
    )


def _check(decl: SchemeDecl, kind: AuthKind, problems: Problems) -> None:
    name = decl.name.value
    for key, text in decl.texts.items():
        if key not in _MEMBERS[kind]:
            why = f"is {kind.value}, which has no '{key}'"
            problems.add(problem.bad_scheme(text.span, name, why, f"remove '{key}'"))
        elif key in _URLS and not is_url(text.value):
            problems.add(name_problem.bad_url(text.span, text.value, f"'{key}'"))
        elif key == "issuer" and re.search("[?#]", text.value):
            why = f"cannot have the issuer '{text.value}'"
            hint = "an issuer is a URL without '?' and '#' (RFC 8414, section 2)"
            problems.add(problem.bad_scheme(text.span, name, why, hint))
        elif key == "audience" and not text.value.strip():
            why, hint = "has an empty audience", "write what stands in the tokens' `aud`"
            problems.add(problem.bad_scheme(text.span, name, why, hint))
        elif key in _PLACES and not _HEADER.fullmatch(text.value):
            why = f"cannot use '{text.value}' as the name of its {key}"
            problems.add(problem.bad_scheme(text.span, name, why, "as in X-API-Key"))
        elif key == "header" and _is_of_http(text.value.lower()):
            why = f"cannot be in the header '{text.value}', which HTTP or gRPC has for itself"
            problems.add(problem.bad_scheme(text.span, name, why, "as in X-API-Key"))
    if kind is AuthKind.API_KEY:
        places = [key for key in _PLACES if key in decl.texts]
        if len(places) != 1:
            why = "needs exactly one of 'header', 'query' and 'cookie'"
            hint = "say where the key is: header: X-API-Key"
            problems.add(problem.bad_scheme(decl.name.span, name, why, hint))
    if kind is AuthKind.OAUTH2 and "token_url" not in decl.texts:
        why, hint = "needs a 'token_url'", "say where tokens come from"
        problems.add(problem.bad_scheme(decl.name.span, name, why, hint))


def _is_of_http(header: str) -> bool:
    """Whether a header, or metadata, of this name means something else to those who carry it."""
    return header in _OF_HTTP or header.endswith("-bin")


def is_url(text: str) -> bool:
    """Whether a text is an absolute URL of HTTP, as the specs of all styles want it (RFC 3986)."""
    return _URL.fullmatch(text) is not None and has_format("uri", text)
