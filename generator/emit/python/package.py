"""Turns a contract into its package: ``__init__.py``, and how to serve it in any style."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import Protocol

from generator.emit.python.calls import client_name, sync_client_name
from generator.emit.python.code import Annotation, DocText, Ident, Literal, doc, ident, literal
from generator.emit.python.imports import Imports, export_order
from generator.emit.python.module import Module
from generator.emit.python.service import base_name, served, service_name, sync_service_name
from generator.emit.python.unions import Unions
from generator.model import Api, Record, RecordOrigin, TypeDef


class HostingLike(Protocol):
    """How the server module of a style is run; what a style's ``hosting`` has to have."""

    @property
    def kind(self) -> OneOf["asgi", "server"]:
        """An ASGI app, or a server that opens its own port."""

    @property
    def mount(self) -> str:
        """Where an ASGI app answers beside others."""

    @property
    def document(self) -> str:
        """The file beside it that describes it to callers; "": there is none."""

    @property
    def stdio(self) -> bool:
        """Whether it can be served on standard input and output."""


class StyleLike(Protocol):
    """What is to know of a style here."""

    @property
    def name(self) -> str:
        """The folder, and the option of ``serve``."""

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def hosting(self) -> HostingLike:
        """How its server is run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageView:
    """The page: ``__init__.py``."""

    title: DocText
    imports: Imports
    names: tuple[Ident, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostView:
    """A style in the table of hosts, and as a parameter of ``serve``."""

    name: Ident
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingView:
    """The page: ``serving.py``."""

    title: DocText
    served: Annotation
    host: Ident
    options: Ident
    authenticate: Ident
    hook: Ident
    sequence: Ident
    unpack: Ident
    imports: Imports
    hosts: tuple[HostView, ...]
    caller: Ident | None  # the type of who calls on stdio; None: nobody can


@dataclass(frozen=True, slots=True, kw_only=True)
class MainView:
    """The page: ``__main__.py``."""

    title: DocText
    imports: Imports


def package_files(api: Api, styles: Sequence[StyleLike]) -> Iterable[Module]:
    """``__init__.py``, ``serving.py`` and ``__main__.py``"""
    types = [name for name, type_def in api.types.items() if not _is_request(type_def)]
    types += Unions.of(api).closed.values()
    services = (service_name(api), sync_service_name(api), base_name(api))
    clients = (client_name(api), sync_client_name(api))
    imports = Imports.of(api)
    exports = ((".errors", api.errors), (".service", services), (".calls", clients))
    for module, exported in (*exports, (".types", types)):
        for name in exported:
            imports.declared(module, name)
    imports.name(".serving", "serve")
    imports.version()
    names = {*services, *clients, *api.errors, *types, "serve"}
    view = PackageView(
        title=doc(api.description or f"{api.title}.", indent=0),
        imports=imports,
        names=tuple(ident(name) for name in sorted(names, key=export_order)),
    )
    yield Module(path="__init__.py", template="python/__init__.py.j2", view=view)
    serving_imports = Imports.of_service(api)
    host = serving_imports.name("_support.hosts", "Host")
    options = serving_imports.name("_support.hosts", "ServeOptions")
    serving_imports.name("_support.start", "run")
    serving = ServingView(
        title=doc(f"Serves {api.service.pascal} in any of its styles at once.", indent=0),
        served=served(api, serving_imports, ".service"),
        host=host,
        options=options,
        authenticate=serving_imports.name("_support.auth.authenticate", "Authenticate"),
        hook=serving_imports.name("_support.hook", "Hook"),
        sequence=serving_imports.name("collections.abc", "Sequence"),
        unpack=serving_imports.name("typing", "Unpack"),
        imports=serving_imports,
        hosts=tuple(_host(style) for style in styles),
        caller=_caller(styles, serving_imports),
    )
    yield Module(path="serving.py", template="python/serving.py.j2", view=serving)
    main_imports = Imports.of_service(api)
    main_imports.name("_support.command", "main")
    main_imports.name(".serving", "HOSTS")
    main = MainView(
        title=doc(f"Serves {api.service.pascal} from the command line.", indent=0),
        imports=main_imports,
    )
    yield Module(path="__main__.py", template="python/__main__.py.j2", view=main)


def _is_request(type_def: TypeDef) -> bool:
    return isinstance(type_def, Record) and type_def.origin is RecordOrigin.REQUEST


def _caller(styles: Sequence[StyleLike], imports: Imports) -> Ident | None:
    if not any(style.hosting.stdio for style in styles):
        return None
    return imports.name("_support.auth.authenticate", "Caller")


def _host(style: StyleLike) -> HostView:
    arguments: list[tuple[str, Literal]] = [
        ("name", literal(style.name)),
        ("title", literal(style.title)),
        ("kind", literal(style.hosting.kind)),
        ("mount", literal(style.hosting.mount)),
        ("document", literal(style.hosting.document)),
    ]
    if style.hosting.stdio:
        arguments.append(("stdio", literal(True)))
    return HostView(
        name=ident(style.name),
        arguments=tuple(f"{name}={text}" for name, text in arguments),
    )
