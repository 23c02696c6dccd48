"""Turns a binding into the Python files of the style: the table, the server, the clients."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.emit.python.client import ClientBase, client_file
from generator.emit.python.code import DocText, Ident, Literal, doc, ident, literal
from generator.emit.python.imports import Imports
from generator.emit.python.module import Emitted
from generator.emit.python.signature import constant
from generator.emit.python.style import app_module, package_file, style_module
from generator.model import Api
from generator.naming import Name
from generator.styles.grpc.binding import GrpcBinding

FOLDER = "grpc"
_CLIENTS = ClientBase(
    folder=FOLDER,
    title="gRPC",
    sync_base="SyncGrpcClient",
    async_base="AsyncGrpcClient",
    attribute="_service",
    table="SERVICE",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """One rpc in the table."""

    name: Literal
    constant: Ident
    result: Literal | None
    item: Literal | None
    tagged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """What google.rpc.ErrorInfo calls a declared error."""

    cls: Ident
    reason: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingView:
    """``binding.py``."""

    doc: DocText
    imports: Imports
    name: Literal
    methods: tuple[MethodView, ...]
    reasons: tuple[ReasonView, ...]


def python_files(api: Api, binding: GrpcBinding) -> Iterator[Emitted]:
    """``__init__.py``, ``binding.py``, ``server.py`` and ``client.py``."""
    service = ident(api.service.pascal)
    yield package_file(FOLDER, f"{service} over gRPC.")
    yield style_module(FOLDER, "binding.py", _binding_view(api, binding))
    yield app_module(
        api,
        FOLDER,
        f"Serves {service} over gRPC, on grpc.aio.",
        app=("graceful", "GracefulServer"),
        options="GrpcOptions",
        table="SERVICE",
        beside=("make_server",),
    )
    yield client_file(api, _CLIENTS)


def _binding_view(api: Api, binding: GrpcBinding) -> BindingView:
    imports = Imports()
    imports.name("_support.protobuf_rpc.method", "Service")
    imports.name("..proto", "MESSAGES")
    if binding.methods:
        imports.name("_support.protobuf_rpc.method", "Method")
        imports.name("..", "operations")
    if api.errors:
        imports.name("..", "errors")
    return BindingView(
        doc=doc(
            f"How {api.service.pascal} travels over gRPC: its rpcs and the reasons of its errors.",
            indent=0,
        ),
        imports=imports,
        name=literal(binding.file.service_name),
        methods=tuple(
            MethodView(
                name=literal(method.rpc.name),
                constant=constant(api.operations[method.rpc.operation]),
                result=None if method.rpc.result is None else literal(method.rpc.result),
                item=None if method.rpc.item is None else literal(method.rpc.item),
                tagged=method.tagged,
            )
            for method in binding.methods
        ),
        reasons=tuple(
            ReasonView(cls=ident(name), reason=literal(Name.parse(name).upper))
            for name in api.errors
        ),
    )
