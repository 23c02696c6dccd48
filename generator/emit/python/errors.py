"""Turns the errors of a contract into errors.py: one exception class each."""

from dataclasses import dataclass

from generator.emit.python.annotations import annotation, optional
from generator.emit.python.code import DocText, Ident, Literal, doc, ident, literal, member
from generator.emit.python.defaults import constant
from generator.emit.python.imports import Imports
from generator.emit.python.layout import call
from generator.emit.python.module import Module
from generator.model import Api, Code, ErrorType, Field
from generator.naming import Name

_TYPES = ".types"
_SUPPORT = "_support"
_TYPING = "typing"
# What every error has. A field of such a name is in `error.fields` only.
_ATTRIBUTES = {
    "add_note",
    "args",
    "code",
    "fields",
    "message",
    "retry_after",
    "violations",
    "with_traceback",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A field: an attribute, and a parameter of ``__init__``.

    field, declaration: ``message: str`` and ``_message: str``, as ``fields`` and the error have it.
    """

    name: Ident
    attribute: Ident
    json_name: Literal
    field: str
    declaration: str
    parameter: str
    doc: DocText


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorView:
    """An exception class."""

    head: str
    code: Ident
    doc: DocText
    text: Ident
    message: Literal
    positional: bool  # the text, because a field has its name
    hidden: bool  # whether some fields are no attributes of their own name
    null_for_absent: bool
    fields: tuple[FieldView, ...]
    passes: bool  # whether it is worth a retry, and says when


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorsView:
    """The page: ``errors.py``."""

    title: DocText
    imports: Imports
    code: Ident
    class_var: Ident
    protocol: Ident
    errors: tuple[ErrorView, ...]


def errors_file(api: Api) -> Module:
    """``errors.py``"""
    imports = Imports.of(api)
    errors = tuple(_error(api, error, imports) for error in api.errors.values())
    view = ErrorsView(
        title=doc(f"What can go wrong in {api.title}.", indent=0),
        code=imports.name(_SUPPORT if errors else "", "Code"),
        class_var=imports.name(_TYPING if any(e.fields for e in errors) else "", "ClassVar"),
        protocol=imports.name(_TYPING if any(e.hidden for e in errors) else "", "Protocol"),
        errors=errors,
        imports=imports,
    )
    return Module(path="errors.py", template="python/errors.py.j2", view=view)


def _error(api: Api, error: ErrorType, imports: Imports) -> ErrorView:
    text = error.description or f"{Name.parse(error.name).title}."
    fields = tuple(_field(api, field, imports) for field in error.fields)
    positional = any(field.name == "message" for field in fields)
    base = imports.name(_SUPPORT, "ServiceError")
    return ErrorView(
        head=call(f"class {ident(error.name)}", [base], ":", indent=0),
        code=ident(error.code.name),
        doc=doc(text, indent=4),
        message=literal(" ".join(text.split())),
        text=Ident("_text" if positional else "message"),
        positional=positional,
        hidden=any(field.name != field.attribute for field in fields),
        null_for_absent=api.null_for_absent and any(f.may_be_absent for f in error.fields),
        fields=fields,
        passes=error.code is Code.UNAVAILABLE,
    )


def _field(api: Api, field: Field, imports: Imports) -> FieldView:
    name = member(field.name)
    hint = annotation(field.type, imports, types=_TYPES)
    declared = annotation(field.type, imports, types=_TYPES, ranges=True)
    default = None
    if field.default is not None:
        default = constant(api, field.type, field.default.value, imports, types=_TYPES)
    if default is None and (field.nullable or not field.required):
        hint, declared, default = (
            optional(hint, imports),
            optional(declared, imports),
            literal(None),
        )
    attribute = Ident(f"_{name}" if name in _ATTRIBUTES else name)
    return FieldView(
        name=name,
        attribute=attribute,
        json_name=literal(field.json_name),
        field=f"{name}: {hint}",
        declaration=f"{attribute}: {declared}",
        parameter=f"{name}: {hint}" if default is None else f"{name}: {hint} = {default}",
        doc=doc(field.description, indent=4),
    )
