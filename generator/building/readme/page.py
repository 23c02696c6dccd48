"""Turns a bound contract, and the code emitted for it, into its README.

However many styles there are, no more than three stand beside each other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TypeVar

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
from generator.styles.style import AnyStyle, Description, ErrorCase, Toolbox, Trait

_BESIDE = 3  # styles: as many fit the width of a page
_CELL = 240  # characters of a body in the overview, which follows in full
_WIDTH = 48  # characters of a column then

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleView:
    """A style that the contract is served in."""

    title: str
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """What goes over the wire, as a block and within a cell; knowledge: what callers need."""

    title: str
    block: str
    cell: str
    knowledge: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """One call: as code, and the styles beside each other, in bands; ``answer`` may be ""."""

    title: str  # of the example; "" when there is only one call
    code: str
    bands: tuple[tuple[RequestView, ...], ...]
    answer: str
    call_cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row of a table: what it is about, and what holds for which styles."""

    head: str
    cell: str


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
class BandView:
    """Styles beside each other in the overview, which gives the calls before the first ones."""

    number: int
    is_first: bool
    styles: tuple[StyleView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmeView:
    """The page."""

    title: str
    description: str
    package: str
    signed: bool  # some operations need credentials
    bands: tuple[BandView, ...]
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
            bands=tuple(  # of the overview, where there is something to see
                BandView(
                    number=number,
                    is_first=number == 0,
                    styles=tuple(StyleView(title=s.title, folder=s.name) for s in band),
                )
                for number, band in enumerate(_bands(self._styles) if api.operations else ())
            ),
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
            calls=tuple(
                self._call(operation, call, titled=len(calls) > 1, taught=not number)
                for number, call in enumerate(calls)
            ),
            note=note,
            server=markdown.block(steady_code(self._signatures[name]), "python"),
            rows=tuple(rows),
        )

    def _call(
        self, operation: Operation, call: ClientCall, *, titled: bool, taught: bool
    ) -> CallView:
        """taught: whether to say what a client must know."""
        requests = [self._request(operation, style, call, taught) for style in self._styles]
        answer = self._calls.returned(operation, call)
        return CallView(
            title=markdown.span(call.example.name) if titled and call.example else "",
            code=markdown.block(steady_code(call.code), "python"),
            bands=_bands(requests),
            answer=markdown.block(steady_code(answer), "python") if answer else "",
            call_cell=markdown.cell(call.short),
        )

    def _request(
        self, operation: Operation, style: AnyStyle, call: ClientCall, taught: bool
    ) -> RequestView:
        """What a style's client sends; where it cannot, why not."""
        facts = self._calls.descriptions[style.name].facts(operation)
        knowledge = facts.knowledge if taught and facts.carried else ()
        request = self._calls.request(operation, style.name, call.arguments, call.items)
        shown = self._calls.show(style.name, request) if request is not None else None
        why = _text(f"not carried: {self._calls.untold(operation, style.name)}")
        return RequestView(
            title=style.title,
            block=_block(shown) if shown else why,
            cell=_cell(shown) if shown else why,
            knowledge=tuple(map(_text, knowledge)),
        )

    def _facts(self, operation: Operation) -> list[RowView]:
        """What differs between the styles besides the request."""
        found = self._descriptions
        facts = [one.facts(operation) for one in found]
        rows = [
            self._row("Safe", (_trait(f.safe) for f in facts)),
            self._row("Idempotent", (_trait(f.idempotent) for f in facts)),
            self._row("Cacheable", (_trait(f.cacheable) for f in facts)),
        ]
        if operation.streams:
            streams = (f.streamable for f in facts)
            rows.append(
                self._row("Streams", (_trait(one) if one else ("—", "") for one in streams))
            )
        tools = [one.tool(operation) if isinstance(one, Toolbox) else None for one in found]
        if any(tools):
            told = ((one.name, one.effects) if one else ("—", "") for one in tools)
            rows.append(self._row("An agent's tool", told))
        return rows

    def _statuses(self, operation: Operation) -> Iterator[RowView]:
        """How success and each failure arrive."""
        yield self._status("Success", operation, lambda one: one.success(operation))
        for case in error_cases(self._api, operation):
            plain = markdown.plain(case.name).capitalize()
            head = markdown.cell(case.name) if case.declared else plain
            yield self._status(head, operation, partial(_failing, operation, case))

    def _status(
        self, head: str, operation: Operation, told: Callable[[Description], str]
    ) -> RowView:
        found = self._descriptions
        carried = (one.facts(operation).carried for one in found)
        cells = (
            (told(one), "") if can else ("—", "") for one, can in zip(found, carried, strict=True)
        )
        return self._row(head, cells)

    def _row(self, head: str, cells: Iterable[tuple[str, str]]) -> RowView:
        """What is alike in several styles is said once: in a word, of which styles, and why."""
        groups: dict[tuple[str, str], list[str]] = {}
        for style, cell in zip(self._styles, cells, strict=True):
            groups.setdefault(cell, []).append(style.title)
        told = (
            f"**{markdown.plain(word)}** {', '.join(titles)}{f': {why}' if why else ''}"
            for (word, why), titles in groups.items()
        )
        return RowView(head=head, cell="<br>".join(told))


def _bands(styles: Sequence[T]) -> tuple[tuple[T, ...], ...]:
    """Styles, or what is told of each, in bands that are about as wide."""
    count = -(-len(styles) // _BESIDE)
    ends = [len(styles) * number // max(count, 1) for number in range(count + 1)]
    return tuple(tuple(styles[start:end]) for start, end in pairwise(ends))


def _failing(operation: Operation, case: ErrorCase, description: Description) -> str:
    return description.failure(operation, case)


def _block(request: ShownRequest) -> str:
    lines = [request.start, *(f"{name}: {value}" for name, value in request.headers)]
    if request.text:
        lines += ["", spread(request.text.strip("\n"), _WIDTH)]
    return markdown.block("\n".join(lines), "http" if request.is_http else "")


def _cell(request: ShownRequest) -> str:
    """The request on two lines, the second no longer than can be taken in."""
    start = markdown.cell(request.start)
    body = compact(request.text)
    shown = body if len(body) <= _CELL else f"{body[:_CELL].rstrip()} …"
    return f"{start}<br>{markdown.cell(shown)}" if body else start


def _trait(trait: Trait) -> tuple[str, str]:
    return trait.reach.value, _text(trait.why)


def _text(text: str) -> str:
    return markdown.plain(text)
