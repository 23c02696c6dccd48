"""Turns a contract into service.py: the Protocol that a service and every client satisfy."""

from dataclasses import dataclass

from generator.emit.python.code import Annotation, DocText, Ident, doc, ident
from generator.emit.python.docs import method_doc
from generator.emit.python.imports import Imports
from generator.emit.python.signature import protocol_method
from generator.emit.templates import render
from generator.model import Api, Operation
from generator.output.tree import File

_TYPES = ".types"


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A method of the Protocols."""

    name: Ident
    parameters: tuple[str, ...]
    returns: Annotation
    doc: DocText


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolView:
    """One of the twins."""

    name: Ident
    doc: DocText
    define: str
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """The page: ``service.py``."""

    title: DocText
    imports: str
    protocols: tuple[ProtocolView, ProtocolView]


def service_name(api: Api) -> Ident:
    """``Products``"""
    return ident(api.service.pascal)


def sync_service_name(api: Api) -> Ident:
    """``ProductsSync``"""
    return ident(f"{api.service.pascal}Sync")


def service_file(api: Api) -> File:
    """``service.py``"""
    imports = Imports()
    imports.name("typing", "Protocol")
    methods = tuple(_method(api, o, imports) for o in api.operations.values())
    described = api.description or f"{api.title}."
    view = ServiceView(
        title=doc(f"What {api.service.pascal} offers, however it is reached.", indent=0),
        imports=str(imports),
        protocols=(
            ProtocolView(
                name=service_name(api),
                doc=doc(described, indent=4),
                define="async def",
                methods=methods,
            ),
            ProtocolView(
                name=sync_service_name(api),
                doc=doc(
                    f"`{api.service.pascal}` for callers that wait: the same methods, as `def`.",
                    indent=4,
                ),
                define="def",
                methods=methods,
            ),
        ),
    )
    return File(path="service.py", content=render("python/service.py.j2", view))


def _method(api: Api, operation: Operation, imports: Imports) -> MethodView:
    method = protocol_method(api, operation, imports, types=_TYPES)
    return MethodView(
        name=method.name,
        parameters=tuple(parameter.text for parameter in method.parameters),
        returns=method.returns,
        doc=method_doc(operation),
    )
