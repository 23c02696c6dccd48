"""Turns a contract into operations.py: the table that every style's server and client read."""

from dataclasses import dataclass

from generator.emit.python.annotations import annotation
from generator.emit.python.auth import AuthWriter
from generator.emit.python.code import (
    WIDTH,
    Annotation,
    DocText,
    Ident,
    Literal,
    doc,
    literal,
    member,
)
from generator.emit.python.imports import Imports
from generator.emit.python.layout import call
from generator.emit.python.module import Module
from generator.emit.python.signature import constant, method, pages
from generator.model import Api, Body, FieldRole, NamedRef, Operation, Resource, Verb

_TYPES = ".types"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One operation: ``ADD_PRODUCT = Operation[Product](…)``, one argument a line."""

    constant: Ident
    value: Annotation
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationsView:
    """The page: ``operations.py``."""

    title: DocText
    contract: Literal
    imports: Imports
    operation: Ident
    schema: Ident
    schemes: tuple[str, ...]  # ``TOKEN = Scheme(…)``
    entries: tuple[EntryView, ...]


def operations_file(api: Api) -> Module:
    """``operations.py``"""
    constants = {constant(operation) for operation in api.operations.values()}
    imports = Imports.of(api, {"OPERATIONS", "SCHEMA", *constants})
    auth = AuthWriter(api, imports)
    entries = tuple(_entry(api, operation, imports, auth) for operation in api.operations.values())
    view = OperationsView(
        title=doc(f"The operations of {api.service.pascal}: what goes in and comes out.", indent=0),
        contract=literal(api.package),
        operation=imports.name("_support.operation" if entries else "", "Operation"),
        schema=imports.name("_support.validation.schema", "Schema"),
        schemes=auth.schemes(),
        entries=entries,
        imports=imports,
    )
    return Module(path="operations.py", template="python/operations.py.j2", view=view)


def _entry(api: Api, operation: Operation, imports: Imports, auth: AuthWriter) -> EntryView:
    value = _value(operation, imports)
    request = imports.declared(_TYPES, operation.request)
    errors = tuple(imports.declared(".errors", name) for name in operation.errors)
    paged = pages(api, operation, Imports.of(api), types="")
    arguments: list[tuple[str, str]] = [
        ("name", literal(operation.name.text)),
        ("method", literal(method(operation))),
        ("schema", "SCHEMA"),
        ("request", request),
        ("response", value),
    ]
    if operation.errors:
        arguments.append(("errors", _tuple(errors)))
    if operation.safe:
        arguments.append(("safe", "True"))
    if operation.idempotent:
        arguments.append(("idempotent", "True"))
    if operation.timeout is not None:
        arguments.append(("timeout", literal(operation.timeout)))
    if operation.retry is not None:
        arguments.append(("attempts", literal(operation.retry.attempts)))
    if operation.keyed:
        arguments.append(("keyed", "True"))
    if operation.stream_input is not None:
        arguments.append(("takes", _takes(operation, imports)))
    if operation.stream_output:
        stream = imports.name("_support.streams.stream", "Stream")
        arguments.append(("gives", f"{stream}({', '.join(_pieces(operation.body_out))})"))
    if paged is not None:
        arguments.append(("items", literal(paged.items)))
    etag = _etag(api, operation, imports)
    if etag is not None:
        arguments.append(("etag", etag))
    needs = auth.argument(operation)
    return EntryView(
        constant=constant(operation),
        value=value,
        arguments=(
            *(f"{name}={text}" for name, text in arguments),
            *([] if needs is None else [needs]),
        ),
    )


def _takes(operation: Operation, imports: Imports) -> str:
    """The client's stream: ``Stream(parameter="frames", record=UploadFramesItem)``."""
    stream = imports.name("_support.streams.stream", "Stream")
    assert operation.incoming is not None
    arguments = [f"parameter={literal(member(operation.incoming))}"]
    arguments += _pieces(operation.body_in)
    if operation.item is not None:
        arguments.append(f"record={imports.declared(_TYPES, operation.item)}")
    return call(stream, arguments, indent=4, after=len("takes=,"))


def _pieces(body: Body | None) -> list[str]:
    """The arguments that say that a stream is a file."""
    if body is None or not body.chunks:
        return []
    longest = [] if body.max_length is None else [f"max_length={literal(body.max_length)}"]
    return ["chunks=True", *longest]


def _value(operation: Operation, imports: Imports) -> Annotation:
    if operation.binary is not None:
        return Annotation("bytes")
    if operation.output is None:
        return Annotation("None")
    return annotation(operation.output, imports, types=_TYPES, ranges=True)


def _tuple(items: tuple[Ident, ...]) -> str:
    if len(items) == 1 and len(items[0]) < WIDTH - 16:
        return f"({items[0]},)"
    return call("", items, indent=4, after=len("errors=,"))


def _etag(api: Api, operation: Operation, imports: Imports) -> str | None:
    """The argument ``etag`` of an operation whose resource has entity tags."""
    if operation.resource is None or operation.on_collection:
        return None
    resource = api.resources[operation.resource]
    returns = operation.output == NamedRef(name=resource.record)
    changes = not operation.safe and operation.verb is not Verb.CREATE
    if resource.etag is None or not (returns or changes):
        return None
    etag = imports.name("_support.etag", "Etag")
    arguments: list[str] = []
    if changes:
        arguments += _current(api, operation, resource)
        if resource.require_if_match and operation.verb is not Verb.CALL:
            arguments.append("required=True")
    if resource.etag.field is not None:
        field = _version(api, resource, resource.etag.field)
        arguments.append(f"field={field}")
    return call(etag, arguments, indent=4, after=len("etag=,"))


def _current(api: Api, operation: Operation, resource: Resource) -> list[str]:
    """Which resource is about to change, and how to ask the service for it."""
    keys = [
        literal(member(field.name))
        for field in api.request(operation).fields
        if field.role is FieldRole.KEY
    ]
    names = f"({keys[0]},)" if len(keys) == 1 else f"({', '.join(keys)})"
    arguments = [f"resource={literal(resource.name)}", f"keys={names}"]
    for other in api.operations_on(resource.name):
        if other.verb is Verb.GET:
            return [*arguments, f"get={literal(method(other))}"]
    return arguments


def _version(api: Api, resource: Resource, name: str) -> Literal:
    fields = getattr(api.types[resource.record], "fields", ())
    return next(literal(member(f.name)) for f in fields if f.name.text == name)
