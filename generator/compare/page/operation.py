"""Turns one compared operation into its section of the page."""

from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from generator.building.readme.calls import ShownRequest
from generator.compare.page import flows, highlight, quantity
from generator.compare.page.advice import Recommendation
from generator.compare.page.charts import figures
from generator.compare.page.choices import Choices
from generator.compare.page.figure import Figure
from generator.compare.page.prose import prose
from generator.compare.page.reasons import LineView, Reasons
from generator.compare.page.said import (
    AdvisedOperation,
    ChoiceView,
    NumberView,
    numbers,
    recommendations,
)
from generator.compare.sideways.comparison import (
    ComparedCall,
    Exchange,
    Failure,
    OperationComparison,
)
from generator.compare.timing.result import Measurement
from generator.diagnostics.render import visible
from generator.formats.readable import hexadecimal, is_shown
from generator.styles.shown.protocol import Answer
from generator.styles.style import Trait

_TRAITS = ("safe", "idempotent", "cacheable", "streamable")
_CALL, _STREAM = "bytes, latency, throughput, CPU", "first item, items per second, bytes, CPU"
_LONG = 12  # lines of a message, above which it gets a scroll bar


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message as it goes over the wire; raw: the bytes of a body that is no text."""

    name: str
    start: Markup
    headers: Markup
    body: Markup
    size: str
    raw: str
    ok: bool
    is_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeView:
    """One style's column of a call; knowledge: what a client must know before it can make it.

    Without messages, ``reason`` says why the style does not carry the call.
    """

    number: int
    title: str
    messages: tuple[MessageView, ...]
    reason: str
    command: str
    more: str
    knowledge: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """One call in every style; title: the example's name, and how it ends."""

    title: str
    code: Markup
    exchanges: tuple[ExchangeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row: a cell for each style; why: the id of the reasons, "" for none."""

    name: str
    code: bool
    why: str
    cells: tuple[tuple[str, str], ...]  # class and text


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """Rows with a cell for each style."""

    title: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """The section; without a call, ``note`` says why."""

    name: str
    anchor: str
    description: Markup
    tags: tuple[str, ...]
    choices: tuple[ChoiceView, ...]
    server: Markup
    first: tuple[CallView, ...]
    others: tuple[CallView, ...]
    note: str
    semantics: TableView
    errors: tuple[TableView, ...]  # one, or none where nothing can fail
    measured: str  # what was, "" for nothing
    streamed: tuple[TableView, ...]  # one, where a stream was measured
    figures: tuple[Figure, ...]
    numbers: tuple[NumberView, ...]


class Operations:
    """Makes the sections of one page."""

    def __init__(
        self, choices: Choices, folder: str, measured: Measurement | None, reasons: Reasons
    ) -> None:
        self._choices = choices
        self._titles = titles = choices.titles
        self._numbers = {name: number for number, name in enumerate(titles)}
        self._folder = folder
        self._measured = measured
        self._reasons = reasons

    def view(self, operation: OperationComparison, advised: AdvisedOperation) -> OperationView:
        """One section; advised: what is said when these styles are compared."""
        measured = self._measured
        drawn = tuple(figures(measured, operation.name, [*self._titles])) if measured else ()
        streamed = self._streamed(operation)
        calls = tuple(self._call(operation, call) for call in operation.calls)
        return OperationView(
            name=operation.name,
            anchor=f"op-{operation.name}",
            description=prose(operation.description),
            tags=tuple(_tags(operation)),
            choices=recommendations(self._choices, advised, partial(self._why, operation)),
            server=highlight.code(operation.server),
            first=calls[:1],
            others=calls[1:],
            note=visible(operation.note),
            semantics=self._semantics(operation),
            errors=self._errors(operation),
            measured=_CALL if drawn else _STREAM if streamed else "",
            streamed=streamed,
            figures=drawn,
            numbers=numbers(self._choices, advised, measured, operation.name) if measured else (),
        )

    def _semantics(self, operation: OperationComparison) -> TableView:
        traits = [self._trait(operation, name) for name in _TRAITS if _is_told(operation, name)]
        return TableView(title="Semantics", rows=(*traits, *self._success(operation)))

    def _errors(self, operation: OperationComparison) -> tuple[TableView, ...]:
        rows = tuple(map(self._failure, operation.failures))
        return (TableView(title="Errors", rows=rows),) if rows else ()

    def _streamed(self, operation: OperationComparison) -> tuple[TableView, ...]:
        if self._measured is None:
            return ()
        rows = tuple(
            RowView(name=name, code=False, why="", cells=tuple(("", cell) for cell in cells))
            for name, cells in flows.rows(self._measured, operation.name, list(self._titles))
        )
        return (TableView(title="One stream", rows=rows),) if rows else ()

    def _why(self, operation: OperationComparison, found: Recommendation) -> str:
        """The reason of a recommendation, "" where it needs none."""
        if not found.because:
            return ""
        general = LineView(number=None, title="", mark="", text=found.because)
        return self._reasons.anchor(found.title, (general, *self._lines(operation, found.trait)))

    def _call(self, operation: OperationComparison, call: ComparedCall) -> CallView:
        title = f"Example {visible(call.example)}" if call.example else "A call"
        ends = f", ends with {call.error}" if call.error else ""
        return CallView(
            title=f"{title}{ends}",
            code=highlight.code(call.code),
            exchanges=tuple(self._exchange(operation, one) for one in call.exchanges),
        )

    def _exchange(self, operation: OperationComparison, one: Exchange) -> ExchangeView:
        facts = next(found.facts for found in operation.styles if found.style == one.style)
        messages: tuple[MessageView, ...] = ()
        if one.request is not None and one.answer is not None:
            messages = (
                _message("Request", one.request, ok=True),
                _message("Response", one.answer, ok=one.answer.ok),
            )
        return ExchangeView(
            number=self._numbers[one.style],
            title=self._titles[one.style],
            messages=messages,
            reason=visible(one.reason),
            command=visible(one.command),
            more="What a client must know" + ("; bytes" if any(m.raw for m in messages) else ""),
            knowledge=tuple(map(visible, facts.knowledge)),
            files=tuple(f"{self._folder}/{one.style}/{side}.py" for side in ("client", "server")),
        )

    def _trait(self, operation: OperationComparison, name: str) -> RowView:
        traits: list[Trait] = [getattr(one.facts, name) for one in operation.styles]
        return RowView(
            name=name,
            code=False,
            why=self._reasons.anchor(name.capitalize(), self._lines(operation, name)),
            cells=tuple((one.reach.name.lower(), one.reach.value) for one in traits),
        )

    def _lines(self, operation: OperationComparison, name: str) -> tuple[LineView, ...]:
        """Why a trait holds or not, a line for each style."""
        traits: dict[str, Trait] = {one.style: getattr(one.facts, name) for one in operation.styles}
        return tuple(
            LineView(
                number=self._numbers[style],
                title=self._titles[style],
                mark=trait.reach.value,
                text=visible(trait.why),
            )
            for style, trait in traits.items()
        )

    def _success(self, operation: OperationComparison) -> list[RowView]:
        cells = tuple(("status", visible(one.status)) for one in operation.styles)
        if not any(text for _, text in cells):
            return []
        return [RowView(name="success", code=False, why="", cells=cells)]

    def _failure(self, failure: Failure) -> RowView:
        return RowView(
            name=visible(failure.name),
            code=failure.declared,
            why="",
            cells=tuple(("status", visible(failure.statuses[style])) for style in self._titles),
        )


def _is_told(operation: OperationComparison, name: str) -> bool:
    return all(getattr(one.facts, name) is not None for one in operation.styles)


def _tags(operation: OperationComparison) -> list[str]:
    """What the contract says of it."""
    what = f"{operation.verb} {operation.resource}".strip() if operation.verb else "function"
    return [
        what,
        *(["safe"] if operation.safe else []),
        *(["idempotent"] if operation.idempotent and not operation.safe else []),
        *([f"max_age {operation.cache_seconds:,} s"] if operation.cache_seconds else []),
        *([f"streams {operation.streams}"] if operation.streams else []),
        *([f"needs {' or '.join(operation.auth)}"] if operation.auth else []),
    ]


def _message(name: str, message: ShownRequest | Answer, *, ok: bool) -> MessageView:
    length = len(message.body)
    is_text = not length or is_shown(message.body, message.text)
    body = highlight.body(message.text) if message.text else Markup("")
    return MessageView(
        name=name,
        start=highlight.start(message.start),
        headers=highlight.headers(message.headers),
        body=body,
        size=f"body {quantity.count(length, 'byte')}" if length else "no body",
        raw="" if is_text else hexadecimal(message.body),
        ok=ok,
        is_long=body.count("\n") + len(message.headers) + 3 > _LONG,
    )
