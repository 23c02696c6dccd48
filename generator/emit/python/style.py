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
    """``server.py`` of a style: what it serves, what comes of it, and the table that it reads."""

    doc: DocText
    imports: Imports
    served: Annotation
    authenticate: Ident
    sequence: Ident
    hook: Ident
    unpack: Ident
    options: Ident
    app: Ident
    table: Ident


@dataclass(frozen=True, slots=True, kw_only=True)
class StdioView:
    """``server.py`` of a style that is served on standard input and output, too."""

    app: AppView
    principal: Ident
    unchecked: Ident
    stdio: Ident
    stdio_options: Ident

    @property
    def imports(self) -> Imports:
        """What the page imports."""
        return self.app.imports


def package_file(folder: str, title: str) -> File:
    """``<style>/__init__.py``, which says what the package is."""
    view = PackageView(doc=doc(title, indent=0))
    return File(path=f"{folder}/__init__.py", content=render("python/style.py.j2", view))


def style_module(folder: str, name: str, view: View) -> Module:
    """A module of a style's package, printed by the template of the same name in its folder."""
    return Module(path=f"{folder}/{name}", template=f"{folder}/{name}.j2", view=view)


def app_module(
    api: Api,
    folder: str,
    title: str,
    *,
    app: tuple[str, str],
    options: str,
    table: str,
    more: tuple[tuple[str, str], ...] = (),
) -> Module:
    """``<style>/server.py``; see ``app_view``."""
    about = app_view(api, folder, title, app=app, options=options, table=table, more=more)
    return style_module(folder, "server.py", about)


def stdio_module(folder: str, app: AppView, options: str) -> Module:
    """``<style>/server.py`` with ``serve_stdio``.

    options: the class of its settings in the support's ``settings.py``, whose ``stdio.py`` serves.
    """
    name = app.imports.name
    view = StdioView(
        app=app,
        principal=name("_support.auth.principal", "Principal"),
        unchecked=name("_support.auth.authenticate", "Unchecked"),
        stdio=name(f"_support.{folder}.stdio", "serve"),
        stdio_options=name(f"_support.{folder}.settings", options),
    )
    return style_module(folder, "server.py", view)


def app_view(
    api: Api,
    folder: str,
    title: str,
    *,
    app: tuple[str, str],
    options: str,
    table: str,
    more: tuple[tuple[str, str], ...] = (),
) -> AppView:
    """What ``<style>/server.py`` shows of an ASGI app.

    app: the module of the support and the class of what the page makes; options: the class of its
    settings in ``settings.py``; more: what else the page takes, each name with its module.
    """
    imports = Imports.of_service(api)
    support = f"_support.{folder}"
    for module, name in more:
        imports.name(module, name)
    return AppView(
        doc=doc(title, indent=0),
        imports=imports,
        served=served(api, imports, "..service"),
        authenticate=imports.name("_support.auth.authenticate", "Authenticate"),
        sequence=imports.name("collections.abc", "Sequence"),
        hook=imports.name("_support.hook", "Hook"),
        unpack=imports.name("typing", "Unpack"),
        options=imports.name(f"{support}.settings", options),
        app=imports.name(f"{support}.{app[0]}", app[1]),
        table=imports.name(".binding", table),
    )
