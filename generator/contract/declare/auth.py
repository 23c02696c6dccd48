"""Turns the nodes of ``auth`` into declarations: the schemes, and who asks for which."""

import re

from generator.contract.declare.accepts import declare_accepts
from generator.contract.declare.declarations import AuthDecl, SchemeDecl, ScopedAuth
from generator.contract.declare.parts import Spanned
from generator.contract.declare.reader import MappingReader, as_mapping, as_texts, kind_of
from generator.contract.problems import access as problem
from generator.contract.problems import shape
from generator.diagnostics import Problems
from generator.model import Entry, Mapping, Node, Scalar, Sequence

_SCOPE = re.compile(r"[!#-\[\]-~]+")  # RFC 6749, section 3.3
ENDPOINTS = ("authorization_url", "token_url", "refresh_url")
TOKENS = ("issuer", "audience", "jwks")
TEXTS = ("header", "query", "cookie", "format", *TOKENS, *ENDPOINTS)


def declare_scheme(entry: Entry, problems: Problems) -> SchemeDecl | None:
    """One entry of ``auth`` at the top level: ``{scheme: bearer, …}``."""
    node = as_mapping(entry.value, f"the auth scheme '{entry.key}'", problems)
    if node is None:
        return None
    reader = MappingReader(node, f"the auth scheme '{entry.key}'", problems)
    if "scheme" not in reader:
        problems.add(shape.missing_key(entry.key_span, reader.owner, "'scheme'"))
    kind = reader.text("scheme")
    found = {key: reader.text(key) for key in TEXTS}
    scopes = reader.text_map("scopes")
    for item in reader.entries("scopes"):
        if not _SCOPE.fullmatch(item.key):
            problems.add(problem.bad_scope(item.key_span, item.key))
    description = reader.prose("description")
    return SchemeDecl(
        name=Spanned(value=entry.key, span=entry.key_span),
        kind=kind,
        texts={key: text for key, text in found.items() if text is not None},
        scopes={key: text.value for key, text in scopes.items()},
        description=description,
        accepts=declare_accepts(reader),
        extensions=reader.finish(),
    )


def declare_auth(node: Node, problems: Problems) -> AuthDecl | None:
    """``key`` · ``[token, key]`` (either) · ``[[token, key]]`` (both) · ``none``.

    Where a name stands, ``{token: [scope]}`` may.
    """
    if isinstance(node, Scalar) and node.value == "none":
        return AuthDecl(choices=())
    items = node.items if isinstance(node, Sequence) else (node,)
    if not items:
        problems.add(problem.asks_for_nothing(node.span))
    choices = (_choice(item, problems) for item in items)
    return AuthDecl(choices=tuple(choice for choice in choices if choice))


def _choice(node: Node, problems: Problems) -> tuple[ScopedAuth, ...]:
    """What is enough together; empty after a report."""
    items = node.items if isinstance(node, Sequence) else (node,)
    if not items:
        problems.add(problem.asks_for_nothing(node.span))
    found = (_scoped(item, problems) for item in items)
    return tuple(scoped for scoped in found if scoped is not None)


def _scoped(node: Node, problems: Problems) -> ScopedAuth | None:
    match node:
        case Scalar(value=str(value)):
            return ScopedAuth(scheme=Spanned(value=value, span=node.span))
        case Mapping():
            return _with_scopes(node, problems)
        case _:
            expected = "the name of a scheme, {scheme: [scopes]}, a list of these, or none"
            problems.add(shape.wrong_kind(node.span, "'auth'", expected, kind_of(node)))
            return None


def _with_scopes(node: Mapping, problems: Problems) -> ScopedAuth | None:
    """``{token: [scope]}``"""
    if not node.entries:
        problems.add(problem.asks_for_nothing(node.span))
        return None
    found = [
        ScopedAuth(
            scheme=Spanned(value=entry.key, span=entry.key_span),
            scopes=_scopes(entry, problems),
        )
        for entry in node.entries
    ]
    if len(found) > 1:
        written = [(one.scheme.value, [scope.value for scope in one.scopes]) for one in found]
        problems.add(problem.several_in_a_mapping(found[1].scheme.span, written))
        return None
    return found[0]


def _scopes(entry: Entry, problems: Problems) -> tuple[Spanned, ...]:
    found = as_texts(entry.value, f"the scopes of '{entry.key}'", problems)
    for scope in found:
        if not _SCOPE.fullmatch(scope.value):
            problems.add(problem.bad_scope(scope.span, scope.value))
    return found
