"""Turns the nodes of ``auth`` into declarations: the schemes, and who asks for which."""

from generator.contract.declare.declarations import AuthDecl, SchemeDecl, ScopedAuth
from generator.contract.declare.parts import Spanned
from generator.contract.declare.reader import MappingReader, as_mapping, as_text, as_texts, kind_of
from generator.contract.problems import shape
from generator.diagnostics import Problems
from generator.model import Entry, Mapping, Node, Scalar, Sequence

URLS = ("authorization_url", "token_url", "refresh_url")
TEXTS = ("header", "query", "cookie", "format", *URLS)


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
    scheme = SchemeDecl(
        name=Spanned(value=entry.key, span=entry.key_span),
        kind=kind,
        texts={key: text for key, text in found.items() if text is not None},
        scopes={key: text.value for key, text in scopes.items()},
        description=reader.prose("description"),
    )
    reader.finish()
    return scheme


def declare_auth(node: Node, problems: Problems) -> AuthDecl | None:
    """``key`` · ``[token, key]`` (either) · ``none`` · ``{token: [scope]}``, also in a list."""
    match node:
        case Scalar(value="none"):
            return AuthDecl(choices=())
        case Scalar(value=str()) | Mapping():
            return AuthDecl(choices=_choices(node, problems))
        case Sequence():
            items = (choice for item in node.items for choice in _choices(item, problems))
            return AuthDecl(choices=tuple(items))
        case Scalar():
            expected = "the name of a scheme, a list of names, or none"
            problems.add(shape.wrong_kind(node.span, "'auth'", expected, kind_of(node)))
            return None


def _choices(node: Node, problems: Problems) -> tuple[ScopedAuth, ...]:
    if isinstance(node, Mapping):
        return tuple(
            ScopedAuth(
                scheme=Spanned(value=entry.key, span=entry.key_span),
                scopes=as_texts(entry.value, f"the scopes of '{entry.key}'", problems),
            )
            for entry in node.entries
        )
    text = as_text(node, "'auth'", problems)
    return () if text is None else (ScopedAuth(scheme=text),)
