"""Turns a binding into the Python files of the style: the table, the server, the clients."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.emit.http_headers import fixed_headers
from generator.emit.python.client import ClientBase, client_file
from generator.emit.python.code import (
    WIDTH,
    DocText,
    Ident,
    Literal,
    doc,
    ident,
    literal,
    member,
)
from generator.emit.python.imports import Imports
from generator.emit.python.module import Emitted
from generator.emit.python.signature import constant
from generator.emit.python.style import app_module, package_file, style_module
from generator.model import Api
from generator.naming import Name
from generator.styles.rest.binding import (
    Place,
    RestBinding,
    RestBody,
    RestOperation,
    RestParameter,
)
from generator.styles.rest.conditional import returns_tagged
from generator.styles.rest.fit import is_list, may_be_empty, url_kind

_CLIENTS = ClientBase(
    folder="rest",
    title="REST",
    sync_base="SyncRestClient",
    async_base="AsyncRestClient",
    attribute="_binding",
    table="BINDING",
)
_RUNTIME = "_support.rest.route"


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView:
    """``Route(…)``; a setting is a keyword argument, and what has its default is left out."""

    constant: Ident
    method: Literal
    path: Literal
    status: int  # 0: the default
    settings: tuple[str, ...]
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemView:
    """One entry of the errors."""

    name: Ident
    uri: Literal
    title: Literal
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingView:
    """``binding.py``."""

    doc: DocText
    imports: Imports
    routes: tuple[RouteView, ...]
    problems: tuple[ProblemView, ...]
    settings: tuple[str, ...]


def python_files(api: Api, binding: RestBinding) -> Iterator[Emitted]:
    """``__init__.py``, ``binding.py``, ``server.py`` and ``client.py``."""
    service = ident(api.service.pascal)
    yield package_file("rest", f"{service} over REST.")
    yield style_module("rest", "binding.py", _table(api, binding, service))
    title = f"Serves {service} over REST."
    yield app_module(
        api,
        "rest",
        title,
        app=("server", "RestApp"),
        options="RestOptions",
        table="BINDING",
    )
    yield client_file(api, _CLIENTS)


def _table(api: Api, binding: RestBinding, service: Ident) -> BindingView:
    routes = tuple(_route(api, bound) for bound in binding.operations)
    used = _used_errors(binding)
    problems = tuple(
        ProblemView(
            name=Ident(error.name),
            uri=literal(error.uri),
            title=literal(error.title),
            status=error.status,
        )
        for error in binding.errors
        if error.name in used
    )
    imports = Imports()
    imports.name(_RUNTIME, "Binding")
    if binding.operations:
        imports.name(_RUNTIME, "Route")
        imports.name("..", "operations")
    if any(bound.parameters for bound in binding.operations):
        imports.name(_RUNTIME, "Parameter")
    if any(bound.body is not None for bound in binding.operations):
        imports.name(_RUNTIME, "Body")
    if problems:
        imports.name(_RUNTIME, "ProblemType")
        imports.name("..", "errors")
    settings = []
    if binding.credentials:
        settings.append(_names("credentials", binding.credentials))
    if len(binding.formats) > 1:
        settings.append(_names("formats", binding.formats))
    return BindingView(
        doc=doc(f"How {service} travels over REST: methods, paths, places, statuses.", indent=0),
        imports=imports,
        routes=routes,
        problems=problems,
        settings=tuple(settings),
    )


def _route(api: Api, bound: RestOperation) -> RouteView:
    operation = bound.operation
    settings = []
    if bound.parameters:
        settings.append(_parameters(api, bound.parameters))
    if bound.body is not None:
        settings.append(_body(bound.body))
    if bound.location is not None:
        location = _python_location(api, bound, bound.location)
        settings.append(f"location={literal(location)}")
    if bound.next_page is not None:
        settings.append(f"next_page={literal(bound.next_page)}")
    if operation.body_out is not None:
        settings.append(f"media_type={literal(operation.body_out.media_type)}")
    if returns_tagged(api, operation):
        settings.append("tagged=True")
    if bound.challenge:
        settings.append(f"challenge={literal(bound.challenge)}")
    if bound.stream_end != "event":
        settings.append(f"stream_end={literal(bound.stream_end)}")
    headers = fixed_headers(operation)
    return RouteView(
        constant=constant(operation),
        method=literal(bound.method),
        path=literal(bound.path),
        status=0 if bound.status == 200 else bound.status,
        settings=tuple(settings),
        headers=tuple(f"{literal(k)}: {literal(v)}" for k, v in headers.items()),
    )


def _parameters(api: Api, parameters: Sequence[RestParameter]) -> str:
    """``parameters=(…)``; a formatter takes a tuple of one apart only if what is in it is."""
    written = [_parameter(api, parameter) for parameter in parameters]
    if len(written) > 1:
        calls = [_fitted("Parameter", settings, indent=16) for settings in written]
        return _exploded("parameters=", calls, indent=12)
    line = f"parameters=(Parameter({', '.join(written[0])}),)"
    if len(line) + 12 < WIDTH:
        return line
    return _exploded("parameters=", [_exploded("Parameter", written[0], indent=16)], indent=12)


def _parameter(api: Api, parameter: RestParameter) -> list[str]:
    settings = [
        f"name={literal(parameter.name)}",
        f"place={literal(parameter.place.value)}",
        f"member={literal(parameter.field.json_name)}",
    ]
    kind = url_kind(api, parameter.field)
    if kind != "string":
        settings.append(f"kind={literal(kind)}")
    if is_list(api, parameter.field):
        settings.append("many=True")
    if parameter.place is Place.QUERY and may_be_empty(api, parameter.field):
        settings.append("empty=True")
    return settings


def _body(body: RestBody) -> str:
    settings = []
    if body.fields:
        settings.append(_names("members", [f.json_name for f in body.fields], indent=16))
    if body.whole:
        settings.append("whole=True")
    if body.patch:
        settings.append("patch=True")
    if body.media_type is not None:
        settings.append(f"media_type={literal(body.media_type)}")
    return _fitted("body=Body", settings, indent=12)


def _python_location(api: Api, bound: RestOperation, location: str) -> str:
    """The key in a location by the name of its attribute: what the contract calls ``from``…"""
    assert bound.operation.resource is not None
    key = api.resources[bound.operation.resource].key
    if key is None or key in {p.name for p in bound.at(Place.PATH)}:
        return location
    return location.replace(f"{{{key}}}", f"{{{member(Name.parse(key))}}}")


def _used_errors(binding: RestBinding) -> frozenset[str]:
    return frozenset(name for bound in binding.operations for name in bound.operation.errors)


def _names(setting: str, names: Sequence[str], *, indent: int = 4) -> str:
    """``members=("name", "price")``"""
    items = [literal(name) for name in names]
    if len(items) == 1:
        return f"{setting}=({items[0]},)"
    return _fitted(f"{setting}=", items, indent=indent)


def _fitted(head: str, items: Sequence[str], *, indent: int) -> str:
    """``head(…)`` in one line if a comma fits after it, else one item a line."""
    line = f"{head}({', '.join(items)})"
    return line if indent + len(line) < WIDTH else _exploded(head, items, indent=indent)


def _exploded(head: str, items: Sequence[str], *, indent: int) -> str:
    """``head(…)`` with one item a line, which a formatter leaves so."""
    space = " " * indent
    return f"{head}(\n" + "".join(f"{space}    {item},\n" for item in items) + f"{space})"
