"""Turns default values into Python: constants for signatures, anything for structs."""

import msgspec

from generator.emit.python.annotations import annotation
from generator.emit.python.code import WIDTH, Ident, Literal, enum_member, literal
from generator.emit.python.imports import Imports
from generator.emit.python.layout import call
from generator.kinds import CallExpression, kind_of
from generator.model import (
    Api,
    Enum,
    Field,
    Json,
    NamedRef,
    ScalarRef,
    TypeRef,
)
from generator.model.refs import behind

_VALUES = "_support.values"
_EMPTY = {"default_factory=list": "[]", "default_factory=dict": "{}"}


def constant(
    api: Api, ref: TypeRef, value: Json, imports: Imports, *, types: str
) -> Literal | None:
    """A default that can stand in a signature, or None where it has to be made each time."""
    match behind(api.types, ref):
        case _ if value is None:
            return Literal("None")
        case NamedRef(name=name) if isinstance(api.types[name], Enum):
            return Literal(f"{imports.declared(types, name)}.{enum_member(str(value))}")
        case ScalarRef() as scalar if not isinstance(value, list | dict):
            return _scalar(scalar, value, imports) if kind_of(scalar).in_signature else None
        case _:
            return None


def struct_default(
    api: Api, field: Field, name: Ident, head: str, imports: Imports, *, omits: bool
) -> str:
    """A field of a struct, from its annotation (``head``: ``tags: list[str]``) to its default.

    omits: the struct leaves out None, and must say which other defaults are written all the same.
    """
    arguments = []
    # Nor is a default of null, which an `any` may have, the same as nothing at all.
    written = omits or (field.default is not None and field.default.value is None)
    if field.patch:
        arguments.append(f"default={imports.name('msgspec', 'UNSET')}")
    elif field.default is not None:
        arguments.append(_default(api, field.type, field.default.value, imports))
    elif field.nullable or not field.required:
        arguments.append("default=None")
    if field.json_name != name:
        arguments.append(f"name={literal(field.json_name)}")
    match arguments:
        case []:
            return head
        case [default, *named] if written and default in _EMPTY:
            imports.name(_VALUES, "always")
            return call(f"{head} = always", [_EMPTY[default], *named], indent=4)
        case [default, *named] if written and default.startswith("default=") and field.default:
            imports.name(_VALUES, "always")
            plain = default.removeprefix("default=")
            return call(f"{head} = always", [plain, *named], indent=4)
        case [only] if only.startswith("default="):
            return f"{head} = {only.removeprefix('default=')}"
        case _:
            return call(f"{head} = msgspec.field", arguments, indent=4)


def _default(api: Api, ref: TypeRef, value: Json, imports: Imports) -> str:
    fixed = constant(api, ref, value, imports, types="")
    if fixed is not None:
        return f"default={fixed}"
    if value == []:
        return "default_factory=list"
    made = annotation(ref, imports, types="")
    if value == {} and made.startswith("dict["):
        return "default_factory=dict"
    scalar = behind(api.types, ref)
    if isinstance(scalar, ScalarRef) and not isinstance(value, list | dict):
        return f"default={_scalar(scalar, value, imports)}"
    return _made(value, made)


def _scalar(ref: ScalarRef, value: Json, imports: Imports) -> Literal:
    """A value of a scalar, from its wire form."""
    match kind_of(ref).value(value):
        case CallExpression(method=method, arguments=arguments, named=named):
            type_ = annotation(ref, imports, types="")
            constants = [literal(argument) for argument in arguments]
            constants += [Literal(f"{name}={number}") for name, number in named]
            return Literal(f"{type_}{method}({', '.join(constants)})")
        case bytes() as data:
            return Literal(_bytes(data))
        case plain:
            return literal(plain)


def _bytes(data: bytes) -> str:
    plain = set(range(0x20, 0x7F)) - set(b"\"'\\")
    return 'b"' + "".join(chr(b) if b in plain else f"\\x{b:02x}" for b in data) + '"'


def _made(value: Json, kind: str) -> str:
    """A factory that converts JSON; where a line is too short for it, the JSON is one string."""
    shown = literal(value)
    head = "default_factory=lambda: msgspec"
    if len(shown) < WIDTH - 16:
        return call(f"{head}.convert", [shown, kind], indent=8, after=1)
    text = literal(msgspec.json.encode(value).decode())
    return call(f"{head}.json.decode", [text, f"type={kind}"], indent=8)
