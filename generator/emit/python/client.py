"""Turns a contract into the two clients of a style: one template for all styles.

A style brings the classes that its clients inherit and the table that they read; the methods are
the same everywhere.
"""

from dataclasses import dataclass

from generator.emit.python.code import DocText, Ident, doc
from generator.emit.python.imports import Imports
from generator.emit.python.method_view import (
    MethodView,
    client_methods,
    iterator_names,
    options_name,
)
from generator.emit.python.signature import constant
from generator.formats.output_tree import File
from generator.formats.templates import render
from generator.model import Api

_TYPES = "..types"
_CLASSES = ("Client", "AsyncClient")


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
    table: Ident
    options: Ident
    classes: tuple[ClassView, ClassView]
    methods: tuple[MethodView, ...]


def client_file(api: Api, base: ClientBase) -> File:
    """``<style>/client.py``: ``Client`` and ``AsyncClient``."""
    return File(
        path=f"{base.folder}/client.py", content=render("python/client.py.j2", view(api, base))
    )


def view(api: Api, base: ClientBase) -> ClientView:
    """Everything that the page shows."""
    constants = {constant(operation) for operation in api.operations.values()}
    imports = Imports.of(api, {*_CLASSES, *constants})
    methods = client_methods(api, imports, types=_TYPES)
    for each in sorted(constants):
        imports.exactly("..operations", each)
    iterators = iterator_names(methods, imports)
    bases = f"..._support.{base.folder}.{base.module}"
    return ClientView(
        title=doc(
            f"Calls {api.service.pascal} over {base.title}: a sync and an async client.", indent=0
        ),
        attribute=base.attribute,
        table=imports.name(".binding", base.table),
        options=options_name(api, imports, "..._support"),
        classes=(
            ClassView(
                name=_CLASSES[0],
                base=imports.name(bases, base.sync_base),
                doc=doc(f"{api.service.pascal} over {base.title}, sync.", indent=4),
                define="def",
                call="self._call",
                iterator=iterators[0],
            ),
            ClassView(
                name=_CLASSES[1],
                base=imports.name(bases, base.async_base),
                doc=doc(f"{api.service.pascal} over {base.title}, async.", indent=4),
                define="async def",
                call="await self._call",
                iterator=iterators[1],
            ),
        ),
        methods=methods,
        imports=str(imports),
    )
