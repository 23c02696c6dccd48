"""Turns a contract into the two clients of a style: the methods of calls.py, with a transport.

A style brings the classes that its clients inherit and the table that they read.
"""

from dataclasses import dataclass

from generator.emit.python.calls import client_name, sync_client_name
from generator.emit.python.code import DocText, Ident, doc
from generator.emit.python.imports import Imports
from generator.emit.python.module import Module
from generator.model import Api

_SYNC, _ASYNC = "Client", "AsyncClient"


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
    """One of the two classes: a transport, and the methods."""

    name: str
    transport: Ident
    methods: Ident
    doc: DocText


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    """The page: ``client.py`` of one style."""

    title: DocText
    imports: Imports
    attribute: str
    table: Ident
    classes: tuple[ClassView, ClassView]


def client_file(api: Api, base: ClientBase) -> Module:
    """``<style>/client.py``: ``Client`` and ``AsyncClient``."""
    path = f"{base.folder}/client.py"
    return Module(path=path, template="python/client.py.j2", view=view(api, base))


def view(api: Api, base: ClientBase) -> ClientView:
    """Everything that the page shows."""
    imports = Imports.of_service(api, {_SYNC, _ASYNC})
    support = f"_support.{base.folder}.{base.module}"
    over = f"{api.service.pascal} over {base.title}"
    return ClientView(
        title=doc(f"Calls {over}: a sync and an async client.", indent=0),
        attribute=base.attribute,
        table=imports.name(".binding", base.table),
        classes=(
            ClassView(
                name=_SYNC,
                transport=imports.name(support, base.sync_base),
                methods=imports.declared("..calls", sync_client_name(api)),
                doc=doc(f"{over}, sync.", indent=4),
            ),
            ClassView(
                name=_ASYNC,
                transport=imports.name(support, base.async_base),
                methods=imports.declared("..calls", client_name(api)),
                doc=doc(f"{over}, async.", indent=4),
            ),
        ),
        imports=imports,
    )
