"""Turns a binding into the Python files of the style: the table, the server, the clients."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.emit.python.client import ClientBase, client_file
from generator.emit.python.code import Annotation, DocText, Ident, Literal, doc, ident, literal
from generator.emit.python.imports import Imports
from generator.emit.python.module import Emitted, Module, View
from generator.emit.python.service import served
from generator.emit.python.signature import constant
from generator.formats.output_tree import File
from generator.formats.templates import render
from generator.model import Api
from generator.styles.jsonrpc.binding import JsonRpcBinding

_CLIENTS = ClientBase(
    folder="jsonrpc",
    title="JSON-RPC",
    sync_base="SyncJsonRpcClient",
    async_base="AsyncJsonRpcClient",
    attribute="_methods",
    table="METHODS",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """One entry of the table; formatters write a tuple of one on one line."""

    name: Literal
    constant: Ident
    params: tuple[Literal, ...]

    @property
    def only_param(self) -> Literal | None:
        """The parameter, if there is just one."""
        return self.params[0] if len(self.params) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingView:
    """``binding.py``."""

    doc: DocText
    imports: Imports
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerView:
    """``server.py``."""

    doc: DocText
    imports: Imports
    served: Annotation
    app: Ident
    table: Ident


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageView:
    """``__init__.py``."""

    doc: DocText


def python_files(api: Api, binding: JsonRpcBinding) -> Iterator[Emitted]:
    """``__init__.py``, ``binding.py``, ``server.py`` and ``client.py``."""
    service = ident(api.service.pascal)
    package = PackageView(doc=_title(f"{service} over JSON-RPC 2.0."))
    yield File(path="jsonrpc/__init__.py", content=render("jsonrpc/__init__.py.j2", package))
    imports = Imports()
    imports.name("_support.jsonrpc.method", "Methods")
    if binding.methods:
        imports.name("_support.jsonrpc.method", "Method")
        imports.name("..", "operations")
    table = BindingView(
        doc=_title(f"How {service} travels over JSON-RPC: method names, positions of parameters."),
        imports=imports,
        methods=tuple(
            MethodView(
                name=literal(method.name),
                constant=constant(method.operation),
                params=tuple(literal(field.json_name) for field in method.params),
            )
            for method in binding.methods
        ),
    )
    yield _module("binding.py", table)
    yield _module("server.py", _server_view(api))
    yield client_file(api, _CLIENTS)


def _server_view(api: Api) -> ServerView:
    service = api.service.pascal
    imports = Imports.of_service(api)
    app = imports.name("_support.jsonrpc.server", "JsonRpcApp")
    imports.name("_support.jsonrpc.server", "beside")
    annotation = served(api, imports, "..service")
    table = imports.name(".binding", "METHODS")
    return ServerView(
        doc=_title(f"Serves {service} over JSON-RPC 2.0."),
        imports=imports,
        served=annotation,
        app=app,
        table=table,
    )


def _module(name: str, view: View) -> Module:
    return Module(path=f"jsonrpc/{name}", template=f"jsonrpc/{name}.j2", view=view)


def _title(text: str) -> DocText:
    return doc(text, indent=0)
