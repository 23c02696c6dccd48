"""Turns operations into Python methods: what the Protocol, the clients and the docs show.

The Protocol says what a default is; a client leaves out what its caller leaves out, so that the
server decides.
"""

from dataclasses import dataclass

from generator.emit.python.annotations import annotation, left_out, optional
from generator.emit.python.code import TYPES, Annotation, Ident, member
from generator.emit.python.defaults import constant as constant_default
from generator.emit.python.imports import Imports
from generator.emit.python.unions import Unions
from generator.model import (
    Api,
    Field,
    FieldRole,
    ListRef,
    NamedRef,
    Operation,
    Record,
    RecordOrigin,
    Verb,
)

# What clients have besides, and what annotations in a class body name.
_TAKEN = {"batch", "close", "codec", "object", "tuple"} | TYPES
# What operations.py defines besides.
_TABLES = {"OPERATIONS", "SCHEMA"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One keyword-only parameter of a method: ``text`` is ``price: Decimal``, default and all."""

    name: Ident
    json_name: str
    text: str
    field: Field

    @property
    def without_stub(self) -> str:
        """The same without a default of ``...``: a value that only a call of a server gives."""
        return self.text.removesuffix(" = ...")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """The parameter that takes a client's stream; ``item`` is the type of one item."""

    name: Ident
    item: Annotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """An operation as a method.

    returns: the result; where the answer is a stream, one item of it.
    """

    operation: Operation
    name: Ident
    constant: Ident
    parameters: tuple[Parameter, ...]
    returns: Annotation
    incoming: Incoming | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What an operation that answers with pages offers beside them: all items, one by one."""

    name: Ident
    items: Ident
    item: Annotation


def constant(operation: Operation) -> Ident:
    """The name of an operation's table entry: ``ADD_PRODUCT``."""
    name = operation.name.upper
    return Ident(f"{name}_" if name in _TABLES else name)


def method(operation: Operation) -> Ident:
    """The name of an operation's method: ``add_product``, ``close_``."""
    name = member(operation.name)
    return Ident(f"{name}_") if name in _TAKEN else name


def protocol_method(api: Api, operation: Operation, imports: Imports, *, types: str) -> Method:
    """The method as a service implements it."""
    return _method(api, operation, imports, types=types, client=False)


def client_method(api: Api, operation: Operation, imports: Imports, *, types: str) -> Method:
    """The method as a client offers it; the template adds ``options``."""
    return _method(api, operation, imports, types=types, client=True)


def pages(api: Api, operation: Operation, imports: Imports, *, types: str) -> Pages | None:
    """The iterator over a list operation's items, if it is one that pages."""
    if operation.verb is not Verb.LIST or not isinstance(operation.output, NamedRef):
        return None
    page = api.types[operation.output.name]
    if not isinstance(page, Record) or page.origin is not RecordOrigin.PAGE:
        return None
    has_token = any(f.role is FieldRole.PAGE_TOKEN for f in api.request(operation).fields)
    items = next(field for field in page.fields if isinstance(field.type, ListRef))
    assert isinstance(items.type, ListRef)
    name = Ident(f"iter_{operation.name.snake}")
    if not has_token or api.has_operation(name):
        return None
    return Pages(
        name=name,
        items=member(items.name),
        item=annotation(items.type.item, imports, types=types),
    )


def _method(
    api: Api, operation: Operation, imports: Imports, *, types: str, client: bool
) -> Method:
    fields = api.request(operation).fields
    write = _client_parameter if client else _protocol_parameter
    unions = Unions.of(api)
    output = operation.output
    returns = "None" if output is None else annotation(output, imports, types=types)
    return Method(
        operation=operation,
        name=method(operation),
        constant=constant(operation),
        parameters=tuple(write(api, unions, field, imports, types=types) for field in fields),
        returns=Annotation("bytes" if operation.binary else returns),
        incoming=_incoming(api, operation, imports, types=types),
    )


def _incoming(api: Api, operation: Operation, imports: Imports, *, types: str) -> Incoming | None:
    element = operation.stream_input
    if element is None or operation.incoming is None:
        return None
    item = annotation(Unions.of(api).of_input(element), imports, types=types)
    return Incoming(name=member(operation.incoming), item=item)


def _protocol_parameter(
    api: Api, unions: Unions, field: Field, imports: Imports, *, types: str
) -> Parameter:
    text = annotation(unions.of_input(field.type), imports, types=types)
    default: str | None = None
    if field.patch:
        text, default = _unset(field, text, imports)
    elif field.default is not None:
        default = (
            constant_default(api, field.type, field.default.value, imports, types=types) or "..."
        )
    elif field.nullable or not field.required:
        text, default = optional(text, imports), "None"
    return _parameter(field, text, default)


def _client_parameter(
    _: Api, unions: Unions, field: Field, imports: Imports, *, types: str
) -> Parameter:
    text = annotation(unions.of_input(field.type), imports, types=types)
    default: str | None = None
    if field.patch or field.default is not None:
        text, default = _unset(field, text, imports)
    elif field.nullable or not field.required:
        text, default = optional(text, imports), "None"
    return _parameter(field, text, default)


def _unset(field: Field, text: Annotation, imports: Imports) -> tuple[Annotation, str]:
    hint = left_out(text, imports, nullable=field.clearable)
    return hint, imports.name("msgspec", "UNSET")


def _parameter(field: Field, text: Annotation, default: str | None) -> Parameter:
    name = member(field.name)
    full = f"{name}: {text}" if default is None else f"{name}: {text} = {default}"
    return Parameter(name=name, json_name=field.json_name, text=full, field=field)
