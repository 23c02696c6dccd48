"""Turns default values into Python: constants for signatures, anything for structs."""

import base64
import datetime

import msgspec

from generator.emit.python.annotations import annotation, resolved
from generator.emit.python.code import WIDTH, Ident, Literal, enum_member, literal
from generator.emit.python.imports import Imports
from generator.emit.python.layout import call
from generator.model import (
    Api,
    Enum,
    Field,
    Json,
    NamedRef,
    ScalarKind,
    ScalarRef,
    TypeRef,
)

# Their JSON is a Python literal that equals the value.
_PLAIN = {
    ScalarKind.BOOL,
    ScalarKind.INT32,
    ScalarKind.INT64,
    ScalarKind.UINT32,
    ScalarKind.UINT64,
    ScalarKind.FLOAT32,
    ScalarKind.FLOAT64,
    ScalarKind.STRING,
    ScalarKind.URI,
    ScalarKind.EMAIL,
}


_VALUES = ".._support.values"
_EMPTY = {"default_factory=list": "[]", "default_factory=dict": "{}"}


def constant(
    api: Api, ref: TypeRef, value: Json, imports: Imports, *, types: str
) -> Literal | None:
    """A default that can stand in a signature, or None where it has to be made each time."""
    match resolved(api, ref):
        case _ if value is None:
            return Literal("None")
        case NamedRef(name=name) if isinstance(api.types[name], Enum):
            return Literal(f"{imports.declared(types, name)}.{enum_member(str(value))}")
        case ScalarRef(kind=ScalarKind.DECIMAL):
            decimal = imports.name("decimal", "Decimal")
            return Literal(f"{decimal}({literal(str(value))})")
        case ScalarRef(kind=ScalarKind.FLOAT32 | ScalarKind.FLOAT64):
            return literal(float(str(value)))
        case ScalarRef(kind=kind) if kind in _PLAIN:
            return literal(value)
        case ScalarRef(kind=ScalarKind.ANY) if not isinstance(value, list | dict):
            return literal(value)
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
    scalar = resolved(api, ref)
    if isinstance(scalar, ScalarRef) and isinstance(value, str):
        return f"default={_moment(scalar.kind, value, imports)}"
    return _made(value, made)


def _moment(kind: ScalarKind, value: str, imports: Imports) -> str:
    """A value that Python has no literal for, from its wire form."""
    match kind:
        case ScalarKind.BYTES:
            return _bytes(base64.b64decode(value))
        case ScalarKind.UUID:
            return f"{imports.name('uuid', 'UUID')}({literal(value)})"
        case ScalarKind.DURATION:
            span = msgspec.convert(value, datetime.timedelta)
            parts = {"days": span.days, "seconds": span.seconds, "microseconds": span.microseconds}
            shown = ", ".join(f"{name}={part}" for name, part in parts.items() if part)
            return f"datetime.timedelta({shown})"
        case ScalarKind.TIMESTAMP:
            return f"datetime.datetime.fromisoformat({literal(value)})"
        case _:
            return f"datetime.{kind.value}.fromisoformat({literal(value)})"


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
