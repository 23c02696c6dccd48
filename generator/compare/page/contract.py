"""Turns the outline of a contract into views: its types, its errors, its servers, who may call."""

from dataclasses import dataclass

from markupsafe import Markup

from generator.compare.page import highlight
from generator.compare.page.prose import prose
from generator.compare.sideways.comparison import (
    Comparison,
    MemberOutline,
    SchemeOutline,
    StyleComparison,
    TypeOutline,
)
from generator.diagnostics.render import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A field, a value or a variant; type: in pieces between which a line may break."""

    name: str
    type: Markup
    rules: str
    description: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """A declared type or error."""

    name: str
    kind: Markup
    description: Markup
    names: str  # of all members, where they have nothing but names
    members: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeView:
    """A way to say who calls."""

    name: str
    place: str
    description: Markup
    scopes: tuple[tuple[str, str], ...]
    operations: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectView:
    """How a client of a style is made."""

    number: int
    title: str
    code: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractView:
    """What holds for all operations; serve: the command that serves the contract."""

    types: tuple[TypeView, ...]
    errors: tuple[TypeView, ...]
    servers: tuple[tuple[str, str], ...]
    schemes: tuple[SchemeView, ...]
    serve: str
    connect: tuple[ConnectView, ...]


def contract(comparison: Comparison) -> ContractView:
    """The sections of a page that are not about one operation."""
    whole = len(comparison.operations)
    return ContractView(
        types=tuple(map(_type, comparison.types)),
        errors=tuple(map(_type, comparison.errors)),
        servers=tuple((visible(name), visible(url)) for name, url in comparison.servers),
        schemes=tuple(_scheme(one, whole) for one in comparison.auth),
        serve=f"gen serve {visible(comparison.file)}",
        connect=tuple(
            ConnectView(number=number, title=style.title, code=_client(comparison, style))
            for number, style in enumerate(comparison.styles)
        ),
    )


def _type(found: TypeOutline) -> TypeView:
    bare = not any(one.type or one.rules or one.description for one in found.members)
    return TypeView(
        name=visible(found.name),
        kind=_pieces(found.kind),
        description=prose(found.description),
        names=", ".join(visible(one.name) for one in found.members) if bare else "",
        members=() if bare else tuple(map(_member, found.members)),
    )


def _member(found: MemberOutline) -> MemberView:
    return MemberView(
        name=visible(found.name),
        type=_pieces(found.type),
        rules=visible(found.rules),
        description=prose(found.description),
    )


def _pieces(text: str) -> Markup:
    return Markup("<wbr>").join(visible(text).replace("<", "\0<").split("\0"))


def _scheme(found: SchemeOutline, whole: int) -> SchemeView:
    names = found.operations
    told = f"all {whole} operations" if len(names) == whole > 1 else ", ".join(names)
    return SchemeView(
        name=visible(found.name),
        place=visible(found.place),
        description=prose(found.description),
        scopes=tuple((visible(name), visible(text)) for name, text in found.scopes),
        operations=told or "no operation",
    )


def _client(comparison: Comparison, style: StyleComparison) -> Markup:
    """The code that connects, with placeholders for what most operations need."""
    signing = "".join(f", headers={{{name!r}: {value!r}}}" for name, value in comparison.signing)
    code = (
        f"from generated.{comparison.folder}.{style.name}.client import Client\n\n"
        f'client = Client("{style.target}"{signing})'
    ).replace("'", '"')
    return highlight.code(code)
