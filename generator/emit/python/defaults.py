"""Turns default values into Python: constants for signatures, anything for structs."""

from generator.emit.python.annotations import annotation, resolved
from generator.emit.python.code import Ident, Literal, enum_member, literal
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


def constant(
    api: Api, ref: TypeRef, value: Json, imports: Imports, *, types: str
) -> Literal | None:
    """A default that can stand in a signature, or None where it has to be made each time."""
    match resolved(api, ref):
        case _ if value is None:
            return Literal("None")
        case NamedRef(name=name) if isinstance(api.types[name], Enum):
            imports.name(types, name)
            return Literal(f"{name}.{enum_member(str(value))}")
        case ScalarRef(kind=ScalarKind.DECIMAL):
            imports.name("decimal", "Decimal")
            return Literal(f"Decimal({literal(str(value))})")
        case ScalarRef(kind=ScalarKind.FLOAT32 | ScalarKind.FLOAT64):
            return literal(float(str(value)))
        case ScalarRef(kind=kind) if kind in _PLAIN:
            return literal(value)
        case _:
            return None


def struct_default(api: Api, field: Field, name: Ident, head: str, imports: Imports) -> str:
    """A field of a struct, from its annotation (``head``: ``tags: list[str]``) to its default."""
    arguments = []
    if field.patch:
        imports.name("msgspec", "UNSET")
        arguments.append("default=UNSET")
    elif field.default is not None:
        arguments.append(_default(api, field.type, field.default.value, imports))
    elif field.nullable or not field.required:
        arguments.append("default=None")
    if field.json_name != name:
        arguments.append(f"name={literal(field.json_name)}")
    match arguments:
        case []:
            return head
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
    return f"default_factory=lambda: msgspec.convert({literal(value)}, {made})"
