"""Turns a binding into the Python files of the style: the table, the server, the clients."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.emit.python.client import ClientBase, client_file
from generator.emit.python.code import DocText, Ident, Literal, doc, ident, literal
from generator.emit.python.imports import Imports
from generator.emit.python.module import Emitted
from generator.emit.python.signature import constant
from generator.emit.python.style import app_view, package_file, stdio_module, style_module
from generator.model import Api
from generator.styles.jsonrpc.binding import CONTENT, JsonRpcBinding, JsonRpcMethod

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
    stream: Literal | None = None

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


def _params(method: JsonRpcMethod) -> tuple[Literal, ...]:
    """The names of the parameters in their positions; a file comes first."""
    names = [CONTENT] if method.content else []
    return tuple(map(literal, [*names, *(field.json_name for field in method.params)]))


def python_files(api: Api, binding: JsonRpcBinding) -> Iterator[Emitted]:
    """``__init__.py``, ``binding.py``, ``server.py`` and ``client.py``."""
    service = ident(api.service.pascal)
    yield package_file("jsonrpc", f"{service} over JSON-RPC 2.0.")
    imports = Imports()
    imports.name("_support.jsonrpc.method", "Methods")
    if binding.methods:
        imports.name("_support.jsonrpc.method", "Method")
        imports.name("..", "operations")
    table = BindingView(
        doc=doc(
            f"How {service} travels over JSON-RPC: method names, positions of parameters.", indent=0
        ),
        imports=imports,
        methods=tuple(
            MethodView(
                name=literal(method.name),
                constant=constant(method.operation),
                params=_params(method),
                stream=literal(method.form) if method.events and method.offered else None,
            )
            for method in binding.methods
        ),
    )
    yield style_module("jsonrpc", "binding.py", table)
    app = app_view(
        api,
        "jsonrpc",
        f"Serves {service} over JSON-RPC 2.0.",
        app=("server", "JsonRpcApp"),
        options="JsonRpcOptions",
        table="METHODS",
        more=(("_support.packaged", "beside"),),
    )
    yield stdio_module("jsonrpc", app, "JsonRpcStdioOptions")
    yield client_file(api, _CLIENTS)
