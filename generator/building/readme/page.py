"""Turns a bound contract, and the code emitted for it, into its README."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.building.in_memory import Package, importable
from generator.building.readme.calls import (
    NO_VALUE,
    UNDERIVABLE,
    Bindings,
    ClientCall,
    ExampleCalls,
    ShownRequest,
)
from generator.building.readme.errors import error_cases
from generator.emit.credentials import needs
from generator.emit.python.layout import steady_code
from generator.emit.python.service import signatures
from generator.emit.support import lent
from generator.formats import markdown
from generator.formats.output_tree import File
from generator.formats.readable import compact, spread
from generator.formats.templates import render
from generator.model import Api, Operation
from generator.runtime.long_stack import on_a_long_stack
from generator.styles.style import Facts, Trait

_WIDTH = 48  # of a column: three of them fit a page


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleView:
    """A style that the contract is served in."""

    title: str
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """One call: as code, and per style what goes over the wire; ``answer`` may be ""."""

    title: str  # of the example; "" when there is only one call
    code: str
    requests: tuple[str, ...]
    answer: str
    call_cell: str
    request_cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row of a table: what it is about, and a cell for each style."""

    head: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """One operation's section; without a call, ``note`` says why; needs: of its callers."""

    name: str
    anchor: str
    description: str
    needs: str
    calls: tuple[CallView, ...]
    note: str
    server: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmeView:
    """The page."""

    title: str
    description: str
    package: str
    signed: bool  # some operations need credentials
    styles: tuple[StyleView, ...]
    operations: tuple[OperationView, ...]


def readme(api: Api, bindings: Bindings, files: Mapping[str, bytes]) -> File:
    """``README.md`` of a contract's folder; ``files`` is its code, below the output folder."""
    styles = [style for style, _ in bindings]
    whole = f"{api.folder}/__init__.py"  # imports what no request needs
    needed = {path: content for path, content in files.items() if path != whole}
    with importable(needed, lent(styles)) as package:
        view = on_a_long_stack(lambda: _Page(api, bindings, package).view())
    return File(path="README.md", content=render("readme/README.md.j2", view))


class _Page:
    def __init__(self, api: Api, bindings: Bindings, package: Package) -> None:
        self._api = api
        self._styles = [style for style, _ in bindings]
        self._calls = ExampleCalls(api, bindings, package)
        self._descriptions = list(self._calls.descriptions.values())
        self._signatures = signatures(api)

    def view(self) -> ReadmeView:
        api = self._api
        return ReadmeView(
            title=markdown.plain(api.title),
            description=markdown.quote(api.description) if api.description else "",
            package=markdown.span(api.package),
            signed=any(operation.auth for operation in api.operations.values()),
            styles=tuple(StyleView(title=s.title, folder=s.name) for s in self._styles),
            operations=tuple(map(self._operation, api.operations.values())),
        )

    def _operation(self, operation: Operation) -> OperationView:
        calls: list[ClientCall] = []
        rows = self._facts(operation)
        note = ""
        try:
            found = self._calls.of(operation)
            calls = [call for call in found if not (call.example and call.example.error)]
        except NO_VALUE:
            note = UNDERIVABLE
        rows += self._statuses(operation)
        name = operation.name.text
        return OperationView(
            name=name,
            anchor=name.lower(),
            description=markdown.quote(operation.description) if operation.description else "",
            needs=", or ".join(map(markdown.plain, needs(operation))),
            calls=tuple(self._call(operation, call, titled=len(calls) > 1) for call in calls),
            note=note,
            server=markdown.block(steady_code(self._signatures[name]), "python"),
            rows=tuple(rows),
        )

    def _call(self, operation: Operation, call: ClientCall, *, titled: bool) -> CallView:
        requests = [self._request(operation, style.name, call) for style in self._styles]
        answer = self._calls.returned(operation, call)
        return CallView(
            title=markdown.span(call.example.name) if titled and call.example else "",
            code=markdown.block(steady_code(call.code), "python"),
            requests=tuple(one if isinstance(one, str) else _block(one) for one in requests),
            answer=markdown.block(steady_code(answer), "python") if answer else "",
            call_cell=markdown.cell(call.short),
            request_cells=tuple(one if isinstance(one, str) else _cell(one) for one in requests),
        )

    def _request(self, operation: Operation, style: str, call: ClientCall) -> ShownRequest | str:
        """What a style's client sends; where it cannot, why not."""
        request = self._calls.request(operation, style, call.arguments, call.items)
        if request is not None:
            return self._calls.show(style, request)
        why = self._calls.descriptions[style].facts(operation).not_carried
        return _text(f"not carried: {why}")

    def _facts(self, operation: Operation) -> list[RowView]:
        """What differs between the styles besides the request."""
        facts = [one.facts(operation) for one in self._descriptions]
        rows = [
            RowView(head="A client must know", cells=tuple(map(_knowledge, facts))),
            RowView(head="Safe", cells=tuple(_trait(f.safe) for f in facts)),
            RowView(head="Idempotent", cells=tuple(_trait(f.idempotent) for f in facts)),
            RowView(head="Cacheable", cells=tuple(_trait(f.cacheable) for f in facts)),
        ]
        carried = [fact.streamable for fact in facts if fact.streamable is not None]
        if carried:
            rows.append(RowView(head="Streams", cells=tuple(map(_trait, carried))))
        return rows

    def _statuses(self, operation: Operation) -> Iterator[RowView]:
        """How success and each failure arrive."""
        found = self._descriptions
        carried = [one.facts(operation).carried for one in found]
        cells = tuple(
            markdown.plain(one.success(operation)) if can else "—"
            for one, can in zip(found, carried, strict=True)
        )
        yield RowView(head="Success", cells=cells)
        for case in error_cases(self._api, operation):
            plain = markdown.plain(case.name).capitalize()
            head = markdown.cell(case.name) if case.declared else plain
            cells = tuple(
                markdown.plain(one.failure(operation, case)) if can else "—"
                for one, can in zip(found, carried, strict=True)
            )
            yield RowView(head=head, cells=cells)


def _block(request: ShownRequest) -> str:
    lines = [request.start, *(f"{name}: {value}" for name, value in request.headers)]
    if request.text:
        lines += ["", spread(request.text.strip("\n"), _WIDTH)]
    return markdown.block("\n".join(lines), "http" if request.is_http else "")


def _cell(request: ShownRequest) -> str:
    start = markdown.cell(request.start)
    return f"{start}<br>{markdown.cell(compact(request.text))}" if request.text else start


def _knowledge(facts: Facts) -> str:
    return "<br>".join(_text(item) for item in facts.knowledge)


def _trait(trait: Trait) -> str:
    return f"{trait.reach.value}: {_text(trait.why)}"


def _text(text: str) -> str:
    return markdown.plain(text)
