"""Turns a contract and what was emitted for it into its README: the styles side by side."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.compare import expression, markdown
from generator.compare.loading import importable
from generator.compare.service import methods
from generator.compare.values import Underivable, Values
from generator.compare.wire import Clients, Request, compact, spread
from generator.emit.templates import render
from generator.model import Api, Json, Operation
from generator.output.tree import File
from generator.styles.style import AnyStyle

_WIDTH = 48  # of a column: three of them fit a page
_HTTP = re.compile(r"[A-Z]+ /")


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleView:
    """A style that the contract is served in."""

    title: str
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """One call: as code, and per style what goes over the wire."""

    title: str  # of the example; "" when there is only one call
    code: str
    requests: tuple[str, ...]
    call_cell: str
    request_cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """One operation's section; without a call, ``note`` says why."""

    name: str
    anchor: str
    description: str
    calls: tuple[CallView, ...]
    note: str
    server: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmeView:
    """The page."""

    title: str
    description: str
    package: str
    styles: tuple[StyleView, ...]
    operations: tuple[OperationView, ...]


def readme(
    api: Api, styles: Sequence[AnyStyle], files: Mapping[str, bytes], support: Mapping[str, bytes]
) -> File:
    """``README.md`` of a contract's folder; ``files`` and ``support`` are what was emitted."""
    tree = {f"{api.folder}/{path}": content for path, content in files.items()}
    tree |= {f"_support/{path}": content for path, content in support.items()}
    with importable(tree) as package:
        clients = Clients(package, api.folder, tuple(style.name for style in styles))
        servers = methods(files["service.py"].decode(), api.service.pascal)
        page = _Page(api, styles, clients, servers)
        return File(path="README.md", content=render("readme/README.md.j2", page.view()))


class _Page:
    def __init__(
        self, api: Api, styles: Sequence[AnyStyle], clients: Clients, servers: Mapping[str, str]
    ) -> None:
        self._api = api
        self._styles = styles
        self._clients = clients
        self._servers = servers
        self._values = Values(api)

    def view(self) -> ReadmeView:
        api = self._api
        return ReadmeView(
            title=markdown.plain(api.title),
            description=markdown.quote(api.description) if api.description else "",
            package=markdown.span(api.package),
            styles=tuple(StyleView(title=s.title, folder=s.name) for s in self._styles),
            operations=tuple(map(self._operation, api.operations.values())),
        )

    def _operation(self, operation: Operation) -> OperationView:
        calls: tuple[CallView, ...] = ()
        note = ""
        if operation.stream_input is not None or operation.stream_output:
            note = "This operation streams; its specs show how."
        else:
            try:
                calls = tuple(self._calls(operation))
            except Underivable:
                note = "No example input follows from the contract: give this operation one."
        method = self._clients.method(operation)
        return OperationView(
            name=operation.name.text,
            anchor=operation.name.text.lower(),
            description=markdown.quote(operation.description) if operation.description else "",
            calls=calls,
            note=note,
            server=markdown.block(self._servers[method], "python"),
        )

    def _calls(self, operation: Operation) -> Iterator[CallView]:
        inputs = list(self._inputs(operation))
        for title, given in inputs:
            arguments = self._clients.arguments(operation, given)
            code = self._clients.call(operation, arguments)
            requests = [self._clients.request(operation, s.name, arguments) for s in self._styles]
            yield CallView(
                title=markdown.span(title) if len(inputs) > 1 else "",
                code=markdown.block(expression.layout(code), "python"),
                requests=tuple(map(_block, requests)),
                call_cell=markdown.cell(expression.one_line(code)),
                request_cells=tuple(map(_cell, requests)),
            )

    def _inputs(self, operation: Operation) -> Iterator[tuple[str, dict[str, Json]]]:
        """The inputs of the examples that succeed; without any, one that follows from the types."""
        examples = [e for e in operation.examples if e.error is None] or operation.examples
        for example in examples:
            assert isinstance(example.input, dict | None)
            yield example.name, example.input or {}
        if not examples:
            yield "", self._values.arguments(operation)


def _block(request: Request) -> str:
    lines = [request.start, *(f"{name}: {value}" for name, value in request.headers)]
    if request.text:
        lines += ["", spread(request.text.strip("\n"), _WIDTH)]
    language = "http" if _HTTP.match(request.start) else ""
    return markdown.block("\n".join(lines), language)


def _cell(request: Request) -> str:
    start = markdown.cell(request.start)
    return f"{start}<br>{markdown.cell(compact(request.text))}" if request.text else start
