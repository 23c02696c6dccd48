"""Turns the comparison of a contract into its README."""

from dataclasses import dataclass

from generator.compare.sideways import markdown
from generator.compare.sideways.bodies import compact, spread
from generator.compare.sideways.comparison import (
    Call,
    Comparison,
    Failure,
    OperationComparison,
    Request,
)
from generator.emit.python.layout import steady_code
from generator.formats.output_tree import File
from generator.formats.templates import render
from generator.styles.style import Facts, Trait

_WIDTH = 48  # of a column: three of them fit a page


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
class RowView:
    """A row of a table: what it is about, and a cell for each style."""

    head: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """One operation's section; without a call, ``note`` says why."""

    name: str
    anchor: str
    description: str
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


def readme(comparison: Comparison) -> File:
    """``README.md`` of a contract's folder."""
    view = ReadmeView(
        title=markdown.plain(comparison.title),
        description=markdown.quote(comparison.description) if comparison.description else "",
        package=markdown.span(comparison.package),
        signed=any(operation.auth for operation in comparison.operations),
        styles=tuple(StyleView(title=s.title, folder=s.name) for s in comparison.styles),
        operations=tuple(map(_operation, comparison.operations)),
    )
    return File(path="README.md", content=render("readme/README.md.j2", view))


def _operation(operation: OperationComparison) -> OperationView:
    calls = [call for call in operation.calls if not call.error]
    description = operation.description
    return OperationView(
        name=operation.name,
        anchor=operation.name.lower(),
        description=markdown.quote(description) if description else "",
        calls=tuple(_call(call, titled=len(calls) > 1) for call in calls),
        note=operation.note,
        server=markdown.block(steady_code(operation.server), "python"),
        rows=(*_facts(operation), *map(_failure, operation.failures)),
    )


def _call(call: Call, *, titled: bool) -> CallView:
    requests = [exchange.request for exchange in call.exchanges]
    return CallView(
        title=markdown.span(call.example) if titled else "",
        code=markdown.block(steady_code(call.code), "python"),
        requests=tuple(map(_block, requests)),
        call_cell=markdown.cell(call.short),
        request_cells=tuple(map(_cell, requests)),
    )


def _block(request: Request) -> str:
    lines = [request.start, *(f"{name}: {value}" for name, value in request.headers)]
    if request.text:
        lines += ["", spread(request.text.strip("\n"), _WIDTH)]
    return markdown.block("\n".join(lines), "http" if request.is_http else "")


def _cell(request: Request) -> str:
    start = markdown.cell(request.start)
    return f"{start}<br>{markdown.cell(compact(request.text))}" if request.text else start


def _facts(operation: OperationComparison) -> list[RowView]:
    """What differs between the styles besides the request."""
    facts = [style.facts for style in operation.styles]
    rows = [
        RowView(head="A client must know", cells=tuple(map(_knowledge, facts))),
        RowView(head="Safe", cells=tuple(_trait(f.safe) for f in facts)),
        RowView(head="Idempotent", cells=tuple(_trait(f.idempotent) for f in facts)),
        RowView(head="Cacheable", cells=tuple(_trait(f.cacheable) for f in facts)),
    ]
    streams = [fact.streamable for fact in facts if fact.streamable is not None]
    if streams:
        rows.append(RowView(head="Streams", cells=tuple(map(_trait, streams))))
    statuses = tuple(markdown.plain(style.status) for style in operation.styles)
    if any(statuses):
        rows.append(RowView(head="Success", cells=statuses))
    return rows


def _knowledge(facts: Facts) -> str:
    return "<br>".join(_text(item) for item in facts.knowledge)


def _trait(trait: Trait) -> str:
    return f"{trait.reach.value}: {_text(trait.why)}"


def _text(text: str) -> str:
    return markdown.plain(text)


def _failure(failure: Failure) -> RowView:
    name = markdown.cell(failure.name) if failure.declared else markdown.plain(failure.name)
    return RowView(
        head=name.capitalize() if not failure.declared else name,
        cells=tuple(markdown.plain(status) for status in failure.statuses.values()),
    )
