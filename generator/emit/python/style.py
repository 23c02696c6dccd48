"""What the package of a style holds beside its table and its clients: ``__init__.py``, an app."""

from dataclasses import dataclass

from generator.emit.python.code import Annotation, DocText, Ident, doc
from generator.emit.python.imports import Imports
from generator.emit.python.module import Module, View
from generator.emit.python.service import served
from generator.formats.output_tree import File
from generator.formats.templates import render
from generator.model import Api


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageView:
    """``__init__.py``."""

    doc: DocText


@dataclass(frozen=True, slots=True, kw_only=True)
class AppView:
    """``server.py`` of a style over HTTP: what it serves, the app, and the table that it reads."""

    doc: DocText
    imports: Imports
    served: Annotation
    app: Ident
    table: Ident


def package_file(folder: str, title: str) -> File:
    """``<style>/__init__.py``, which says what the package is."""
    view = PackageView(doc=doc(title, indent=0))
    return File(path=f"{folder}/__init__.py", content=render("python/style.py.j2", view))


def style_module(folder: str, name: str, view: View) -> Module:
    """A module of a style's package, printed by the template of the same name in its folder."""
    return Module(path=f"{folder}/{name}", template=f"{folder}/{name}.j2", view=view)


def app_module(
    api: Api, folder: str, title: str, *, app: str, table: str, beside: tuple[str, ...] = ()
) -> Module:
    """``<style>/server.py``.

    app: the class in ``_support/<style>/server.py``; beside: what else the page takes from there.
    """
    imports = Imports.of_service(api)
    support = f"_support.{folder}.server"
    for name in beside:
        imports.name(support, name)
    view = AppView(
        doc=doc(title, indent=0),
        imports=imports,
        app=imports.name(support, app),
        served=served(api, imports, "..service"),
        table=imports.name(".binding", table),
    )
    return style_module(folder, "server.py", view)
