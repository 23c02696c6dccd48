"""Turns a contract into calls.py: the Protocols of its clients, which every style's clients are."""

from dataclasses import dataclass

from generator.emit.python.code import DocText, Ident, doc, ident
from generator.emit.python.imports import Imports
from generator.emit.python.method_view import (
    MethodView,
    client_methods,
    iterator_names,
    options_name,
)
from generator.emit.python.service import service_name, sync_service_name
from generator.formats.output_tree import File
from generator.formats.templates import render
from generator.model import Api


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
    protocol: Ident
    options: Ident
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
    imports = Imports.of(api)
    methods = client_methods(api, imports, types=".types")
    iterators = iterator_names(methods, imports)
    service = api.service.pascal
    view = CallsView(
        title=doc(f"How {service} is called: what its clients offer in every style.", indent=0),
        protocol=imports.name("typing", "Protocol"),
        options=options_name(api, imports, ".._support"),
        protocols=(
            ClientProtocolView(
                name=client_name(api),
                base=imports.declared(".service", service_name(api)),
                doc=doc(f"Every async client of {service}.", indent=4),
                define="async def",
                iterator=iterators[1],
            ),
            ClientProtocolView(
                name=sync_client_name(api),
                base=imports.declared(".service", sync_service_name(api)),
                doc=doc(f"Every sync client of {service}.", indent=4),
                define="def",
                iterator=iterators[0],
            ),
        ),
        methods=methods,
        imports=str(imports),
    )
    return File(path="calls.py", content=render("python/calls.py.j2", view))
