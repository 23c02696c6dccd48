"""Turns the errors of a contract into errors.py: one exception class each."""

from dataclasses import dataclass

from generator.emit.python.annotations import annotation, optional
from generator.emit.python.code import DocText, Ident, Literal, doc, ident, literal, member
from generator.emit.python.defaults import constant
from generator.emit.python.imports import Imports
from generator.emit.python.layout import call
from generator.emit.templates import render
from generator.model import Api, ErrorType, Field
from generator.naming import Name
from generator.output.tree import File

_TYPES = ".types"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A field: an attribute, and a parameter of ``__init__``."""

    name: Ident
    json_name: Literal
    attribute: str
    parameter: str
    doc: DocText


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorView:
    """An exception class."""

    head: str
    code: Ident
    doc: DocText
    message: Literal
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorsView:
    """The page: ``errors.py``."""

    title: DocText
    imports: str
    errors: tuple[ErrorView, ...]


def errors_file(api: Api) -> File:
    """``errors.py``"""
    imports = Imports()
    errors = tuple(_error(api, error, imports) for error in api.errors.values())
    if errors:
        imports.name(".._support", "Code", "ServiceError")
    view = ErrorsView(
        title=doc(f"What can go wrong in {api.title}.", indent=0),
        imports=str(imports),
        errors=errors,
    )
    return File(path="errors.py", content=render("python/errors.py.j2", view))


def _error(api: Api, error: ErrorType, imports: Imports) -> ErrorView:
    text = error.description or f"{Name.parse(error.name).title}."
    if error.fields:
        imports.name("typing", "ClassVar")
    return ErrorView(
        head=call(f"class {ident(error.name)}", ["ServiceError"], ":", indent=0),
        code=ident(error.code.name),
        doc=doc(text, indent=4),
        message=literal(" ".join(text.split())),
        fields=tuple(_field(api, field, imports) for field in error.fields),
    )


def _field(api: Api, field: Field, imports: Imports) -> FieldView:
    name = member(field.name)
    hint = annotation(field.type, imports, types=_TYPES)
    declared = annotation(field.type, imports, types=_TYPES, ranges=True)
    default = None
    if field.default is not None:
        default = constant(api, field.type, field.default.value, imports, types=_TYPES)
    if default is None and (field.nullable or not field.required):
        hint, declared, default = optional(hint), optional(declared), literal(None)
    return FieldView(
        name=name,
        json_name=literal(field.json_name),
        attribute=f"{name}: {declared}",
        parameter=f"{name}: {hint}" if default is None else f"{name}: {hint} = {default}",
        doc=doc(field.description, indent=4),
    )
