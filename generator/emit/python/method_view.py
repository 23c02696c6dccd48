"""Turns operations into the methods of clients, as templates print them."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.emit.python.code import Annotation, DocText, Ident, doc
from generator.emit.python.docs import method_doc
from generator.emit.python.imports import Imports
from generator.emit.python.signature import Pages, client_method, pages
from generator.model import Api, FieldRole, Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """One method of a client."""

    name: Ident
    constant: Ident
    parameters: tuple[str, ...]
    values: tuple[str, ...]
    returns: Annotation
    prefix: str  # "return ", or nothing where nothing comes back
    doc: DocText
    pages: Pages | None
    pages_doc: DocText
    page_parameters: tuple[str, ...]
    page_values: tuple[str, ...]


def client_methods(api: Api, imports: Imports, *, types: str) -> tuple[MethodView, ...]:
    """The methods in the contract's order; ``types`` is the module of the types."""
    return tuple(_method(api, o, imports, types) for o in api.operations.values())


def options_name(api: Api, imports: Imports, support: str) -> Ident:
    """How a module calls ``CallOptions``, which it imports where there is a method."""
    return imports.name(support if api.operations else "", "CallOptions")


def iterator_names(methods: Iterable[MethodView], imports: Imports) -> tuple[Ident, Ident]:
    """How a module calls ``Iterator`` and ``AsyncIterator``, imported where something pages."""
    module = "collections.abc" if any(method.pages for method in methods) else ""
    return imports.name(module, "Iterator"), imports.name(module, "AsyncIterator")


def _method(api: Api, operation: Operation, imports: Imports, types: str) -> MethodView:
    method = client_method(api, operation, imports, types=types)
    paged = pages(api, operation, imports, types=types)
    kept = [p for p in method.parameters if p.field.role is not FieldRole.PAGE_TOKEN]
    return MethodView(
        name=method.name,
        constant=method.constant,
        parameters=tuple(p.text for p in method.parameters),
        values=tuple(f'"{p.name}": {p.name}' for p in method.parameters),
        returns=method.returns,
        prefix="" if method.returns == "None" else "return ",
        doc=method_doc(operation),
        pages=paged,
        pages_doc=doc(f"Every item of `{method.name}`, page after page.", indent=8),
        page_parameters=tuple(p.text for p in kept),
        page_values=tuple(f'"{p.name}": {p.name}' for p in kept),
    )
