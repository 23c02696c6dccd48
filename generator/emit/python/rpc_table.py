"""Turns rpcs into the table that a style of protobuf emits: ``<style>/binding.py``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.emit.python.code import DocText, Ident, Literal, doc, ident, literal
from generator.emit.python.imports import Imports
from generator.emit.python.module import Module
from generator.emit.python.signature import constant
from generator.formats.protobuf_rpc.binding import RpcBinding
from generator.model import Api, Operation
from generator.naming import Name

# What HTTP says beside the answers of an operation, by the names of headers.
HeadersOf = Callable[[Operation], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderView:
    """One header of every answer."""

    name: Literal
    value: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """One rpc in the table."""

    name: Literal
    constant: Ident
    result: Literal | None
    item: Literal | None
    tagged: bool
    headers: tuple[HeaderView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """What google.rpc.ErrorInfo calls a declared error."""

    cls: Ident
    reason: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """``binding.py``."""

    doc: DocText
    imports: Imports
    name: Literal
    methods: tuple[MethodView, ...]
    reasons: tuple[ReasonView, ...]


def _none(_operation: Operation) -> Mapping[str, str]:
    return {}


def rpc_table(
    api: Api, folder: str, title: str, binding: RpcBinding, headers_of: HeadersOf = _none
) -> Module:
    """The table of a style; title: ``gRPC``; headers_of: those of its answers, if it has any."""
    imports = Imports()
    imports.name("_support.protobuf_rpc.method", "Service")
    imports.name("..proto", "MESSAGES")
    if binding.methods:
        imports.name("_support.protobuf_rpc.method", "Method")
        imports.name("..", "operations")
    if api.errors:
        imports.name("..", "errors")
    service = api.service.pascal
    about = f"How {service} travels over {title}: its rpcs and the reasons of its errors."
    view = TableView(
        doc=doc(about, indent=0),
        imports=imports,
        name=literal(binding.file.service_name),
        methods=tuple(
            MethodView(
                name=literal(method.rpc.name),
                constant=constant(method.operation),
                result=None if method.rpc.result is None else literal(method.rpc.result),
                item=None if method.rpc.item is None else literal(method.rpc.item),
                tagged=method.tagged,
                headers=tuple(
                    HeaderView(name=literal(name), value=literal(value))
                    for name, value in headers_of(method.operation).items()
                ),
            )
            for method in binding.methods
        ),
        reasons=tuple(
            ReasonView(cls=ident(name), reason=literal(Name.parse(name).upper))
            for name in api.errors
        ),
    )
    return Module(path=f"{folder}/binding.py", template="protobuf/table.py.j2", view=view)
