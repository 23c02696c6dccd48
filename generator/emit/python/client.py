"""Turns a contract into the two clients of a style: one template for all styles.

A style brings the classes that its clients inherit and the table that they read; the methods are
the same everywhere.
"""

from dataclasses import dataclass

from generator.emit.python.code import DocText, doc
from generator.emit.python.imports import Imports
from generator.emit.python.method_view import MethodView, client_methods
from generator.emit.templates import render
from generator.model import Api
from generator.output.tree import File

_TYPES = "..types"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientBase:
    """What a style adds: ``_support/rest/client.py`` has the bases, ``rest/binding.py`` the table.

    attribute, table: the client classes say ``_methods = METHODS``; the bases read it.
    """

    folder: str
    title: str
    sync_base: str
    async_base: str
    attribute: str
    table: str
    module: str = "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """One of the two classes; they differ in a few words."""

    name: str
    base: str
    doc: DocText
    define: str
    call: str
    iterator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    """The page: ``client.py`` of one style."""

    title: DocText
    imports: str
    attribute: str
    table: str
    classes: tuple[ClassView, ClassView]
    methods: tuple[MethodView, ...]


def client_file(api: Api, base: ClientBase) -> File:
    """``<style>/client.py``: ``Client`` and ``AsyncClient``."""
    return File(
        path=f"{base.folder}/client.py", content=render("python/client.py.j2", view(api, base))
    )


def view(api: Api, base: ClientBase) -> ClientView:
    """Everything that the page shows."""
    imports = Imports()
    if api.operations:
        imports.name("..._support", "CallOptions")
    imports.name(f"..._support.{base.folder}.{base.module}", base.sync_base, base.async_base)
    imports.name(".binding", base.table)
    methods = client_methods(api, imports, types=_TYPES)
    imports.name("..operations", *(method.constant for method in methods))
    if any(method.pages for method in methods):
        imports.name("collections.abc", "AsyncIterator", "Iterator")
    return ClientView(
        title=doc(
            f"Calls {api.service.pascal} over {base.title}: a sync and an async client.", indent=0
        ),
        imports=str(imports),
        attribute=base.attribute,
        table=base.table,
        classes=(
            ClassView(
                name="Client",
                base=base.sync_base,
                doc=doc(f"{api.service.pascal} over {base.title}, sync.", indent=4),
                define="def",
                call="self._call",
                iterator="Iterator",
            ),
            ClassView(
                name="AsyncClient",
                base=base.async_base,
                doc=doc(f"{api.service.pascal} over {base.title}, async.", indent=4),
                define="async def",
                call="await self._call",
                iterator="AsyncIterator",
            ),
        ),
        methods=methods,
    )
