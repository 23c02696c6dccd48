"""Turns a contract into calls.py: the Protocols of its clients, which every style's clients are."""

from dataclasses import dataclass

from generator.emit.python.code import DocText, Ident, doc, ident
from generator.emit.python.imports import Imports
from generator.emit.python.method_view import MethodView, client_methods
from generator.emit.python.service import service_name, sync_service_name
from generator.emit.templates import render
from generator.model import Api
from generator.output.tree import File


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientProtocolView:
    """One of the twins."""

    name: Ident
    base: Ident
    doc: DocText
    define: str
    iterator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsView:
    """The page: ``calls.py``."""

    title: DocText
    imports: str
    protocols: tuple[ClientProtocolView, ClientProtocolView]
    methods: tuple[MethodView, ...]


def client_name(api: Api) -> Ident:
    """``ProductsClient``"""
    return ident(f"{api.service.pascal}Client")


def sync_client_name(api: Api) -> Ident:
    """``ProductsClientSync``"""
    return ident(f"{api.service.pascal}ClientSync")


def calls_file(api: Api) -> File:
    """``calls.py``"""
    imports = Imports()
    imports.name("typing", "Protocol")
    imports.name(".service", service_name(api), sync_service_name(api))
    if api.operations:
        imports.name(".._support", "CallOptions")
    methods = client_methods(api, imports, types=".types")
    if any(method.pages for method in methods):
        imports.name("collections.abc", "AsyncIterator", "Iterator")
    service = api.service.pascal
    view = CallsView(
        title=doc(f"How {service} is called: what its clients offer in every style.", indent=0),
        imports=str(imports),
        protocols=(
            ClientProtocolView(
                name=client_name(api),
                base=service_name(api),
                doc=doc(f"Every async client of {service}.", indent=4),
                define="async def",
                iterator="AsyncIterator",
            ),
            ClientProtocolView(
                name=sync_client_name(api),
                base=sync_service_name(api),
                doc=doc(f"Every sync client of {service}.", indent=4),
                define="def",
                iterator="Iterator",
            ),
        ),
        methods=methods,
    )
    return File(path="calls.py", content=render("python/calls.py.j2", view))
