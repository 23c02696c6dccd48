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
from generator.styles.xmlrpc.binding import CONTENT, XmlRpcBinding, XmlRpcMethod

DOCUMENT = "xmlrpc.json"
_CLIENTS = ClientBase(
    folder="xmlrpc",
    title="XML-RPC",
    sync_base="SyncXmlRpcClient",
    async_base="AsyncXmlRpcClient",
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


def _view(method: XmlRpcMethod) -> MethodView:
    """The names of the parameters are in their positions; a file comes first."""
    names = [CONTENT] if method.content else []
    return MethodView(
        name=literal(method.name),
        constant=constant(method.operation),
        params=tuple(map(literal, [*names, *(field.json_name for field in method.params)])),
    )


def python_files(api: Api, binding: XmlRpcBinding) -> Iterator[Emitted]:
    """``__init__.py``, ``binding.py``, ``server.py`` and ``client.py``."""
    service = ident(api.service.pascal)
    yield package_file("xmlrpc", f"{service} over XML-RPC.")
    imports = Imports()
    imports.name("_support.xmlrpc.method", "Methods")
    if binding.methods:
        imports.name("_support.xmlrpc.method", "Method")
        imports.name("..", "operations")
    table = BindingView(
        doc=doc(
            f"How {service} travels over XML-RPC: method names, positions of parameters.", indent=0
        ),
        imports=imports,
        methods=tuple(map(_view, binding.methods)),
    )
    yield style_module("xmlrpc", "binding.py", table)
    yield app_module(
        api,
        "xmlrpc",
        f"Serves {service} over XML-RPC.",
        app=("server", "XmlRpcApp"),
        options="XmlRpcOptions",
        table="METHODS",
        more=(("_support.packaged", "beside"),),
    )
    yield client_file(api, _CLIENTS)
