"""Turns a comparison into text for a terminal: side by side where there is room, else stacked."""

from collections.abc import Iterator, Sequence

from generator.building.readme.calls import ShownRequest
from generator.compare.sideways.comparison import (
    ComparedCall,
    Comparison,
    Exchange,
    OperationComparison,
)
from generator.formats.columns import (
    BAD,
    BOLD,
    DIM,
    GOOD,
    TITLE,
    Cell,
    Line,
    Printer,
    lines,
    text_of,
)
from generator.formats.readable import compact, hexadecimal, is_shown, spread
from generator.styles.shown.protocol import Answer
from generator.styles.style import Facts, Tool, Trait

_LABEL, _LONGEST_LABEL = 12, 24  # the width of the column that says what a row is about
_LEAST = 36  # a column that is narrower than this is no help
_BETWEEN = "  "

# A row of the table of one operation: what it is about, and a cell for each style.
Row = tuple[str, Sequence[Cell]]


def terminal(comparison: Comparison, *, width: int, color: bool, lead: str = "") -> str:
    """The whole comparison; ``lead`` stands below its title."""
    page = _Page(comparison, width, Printer(color=color), lead)
    return text_of(page.lines())


class _Page:
    def __init__(self, comparison: Comparison, width: int, printer: Printer, lead: str) -> None:
        self._lead = lead
        self._comparison = comparison
        self._titles = [style.title for style in comparison.styles]
        self._width = width
        self._printer = printer
        failures = [len(f.name) for o in comparison.operations for f in o.failures]
        self._label = min(max([_LABEL, *failures]), _LONGEST_LABEL, width // 4)
        count = max(len(self._titles), 1)
        room = (width - self._label) // count - len(_BETWEEN)
        self._beside = room >= _LEAST
        self._room = room if self._beside else width - self._label - len(_BETWEEN)

    def lines(self) -> Iterator[str]:
        found = self._comparison
        yield from self._text(f"{found.title} ({found.package})", BOLD)
        if self._lead:
            yield from self._text(self._lead)
        if len(found.operations) > 1:
            yield ""
            yield from self._overview()
        for operation in found.operations:
            yield ""
            yield self._rule()
            yield from self._operation(operation)

    def _overview(self) -> Iterator[str]:
        """Every operation's request: the table of the textbooks."""
        names = [len(operation.name) for operation in self._comparison.operations]
        label = min(max([_LABEL, *names]), _LONGEST_LABEL)
        if self._beside:
            room = (self._width - label) // len(self._titles) - len(_BETWEEN)
            widths = [label, *[room] * len(self._titles)]
            yield from self._row([[], *([Line(title, TITLE)] for title in self._titles)], widths)
        for operation in self._comparison.operations:
            name = [Line(operation.name, BOLD)]
            cells = [_short(one) for call in operation.calls[:1] for one in call.exchanges]
            if not cells:
                note = [Line(operation.note, DIM)]
                yield from self._row([name, note], [label, self._width - label - len(_BETWEEN)])
            elif self._beside:
                yield from self._row([name, *cells], widths)
            else:
                yield from self._text(operation.name, BOLD)
                yield from self._stacked(cells)

    def _stacked(self, cells: Sequence[Cell]) -> Iterator[str]:
        """The styles of one operation below each other."""
        title_width = max(len(title) for title in self._titles)
        room = self._width - title_width - 2 * len(_BETWEEN)
        for title, cell in zip(self._titles, cells, strict=True):
            yield from self._row([[], [Line(title, TITLE)], cell], [0, title_width, room])

    def _operation(self, operation: OperationComparison) -> Iterator[str]:
        yield from self._text(_headline(operation), BOLD)
        if operation.description:
            yield from self._text(operation.description.strip(), DIM)
        for call in operation.calls[:1]:
            yield ""
            yield from self._code(call, operation.server)
        if not operation.calls:
            yield ""
            yield from self._text(operation.server)
            yield from self._text(operation.note, BAD)
        yield ""
        yield from self._table(self._rows(operation))

    def _code(self, call: ComparedCall, server: str) -> Iterator[str]:
        """The client's call and the server's method, beside each other."""
        heads = [[Line("a client calls", DIM)], [Line("a server implements", DIM)]]
        cells = [lines(call.code), lines(server)]
        if self._beside:
            half = (self._width - len(_BETWEEN)) // 2
            yield from self._row(heads, [half, half])
            yield from self._row(cells, [half, half])
        else:
            for head, cell in zip(heads, cells, strict=True):
                yield from self._row([head], [self._width])
                yield from self._row([cell], [self._width])

    def _rows(self, operation: OperationComparison) -> Iterator[Row]:
        for call in operation.calls:
            exchanges = call.exchanges
            if len(operation.calls) > 1:
                yield "example", [[Line(call.example, BOLD)] for _ in exchanges]
            yield "request", [self._request(exchange) for exchange in exchanges]
            yield "response", [self._answer(exchange.answer) for exchange in exchanges]
        facts = [style.facts for style in operation.styles]
        yield "must know", [_knowledge(one) for one in facts]
        yield "safe", [_trait(one.safe) for one in facts]
        yield "idempotent", [_trait(one.idempotent) for one in facts]
        yield "cacheable", [_trait(one.cacheable) for one in facts]
        streams = [one.streamable for one in facts if one.streamable is not None]
        if streams:
            yield "streams", [_trait(one) for one in streams]
        tools = [style.tool for style in operation.styles]
        if any(tools):
            yield "agent's tool", [_tool(one) for one in tools]
        for failure in operation.failures:
            cells = [[Line(failure.statuses[style.style])] for style in operation.styles]
            yield failure.name, cells

    def _table(self, rows: Iterator[Row]) -> Iterator[str]:
        """Rows with the styles beside each other, or a table for each style."""
        if self._beside:
            widths = [self._label, *[self._room] * len(self._titles)]
            yield from self._row([[], *([Line(title, TITLE)] for title in self._titles)], widths)
            for label, cells in rows:
                yield from self._row([[Line(label, DIM)], *cells], widths)
            return
        known = list(rows)
        for number, title in enumerate(self._titles):
            if number:
                yield ""
            yield self._printer.line(Line(title, TITLE))
            for label, cells in known:
                yield from self._row([[Line(label, DIM)], cells[number]], [self._label, self._room])

    def _request(self, exchange: Exchange) -> list[Line]:
        request = exchange.request
        if request is None:
            return [Line(f"not carried: {exchange.reason}", BAD)]
        return self._message(request.start, BOLD, request)

    def _answer(self, answer: Answer | None) -> list[Line]:
        if answer is None:
            return []
        return self._message(answer.start, GOOD if answer.ok else BAD, answer)

    def _message(self, start: str, paint: str, message: ShownRequest | Answer) -> list[Line]:
        """A message as it goes over the wire, and how long its body is."""
        found = [Line(start, paint)]
        found += [Line(f"{name}: {value}", DIM) for name, value in message.headers]
        if message.text:
            found += [Line(""), *lines(spread(message.text.strip("\n"), self._room))]
        return [*found, *_bytes(message), Line("")]

    def _row(self, cells: Sequence[Cell], widths: Sequence[int]) -> Iterator[str]:
        yield from self._printer.row(cells, widths, _BETWEEN)

    def _text(self, text: str, paint: str = "") -> Iterator[str]:
        yield from self._row([lines(text, paint)], [self._width])

    def _rule(self) -> str:
        return self._printer.line(Line("─" * self._width, DIM))


def _headline(operation: OperationComparison) -> str:
    what = f"{operation.verb} {operation.resource}" if operation.verb else "function"
    traits = [
        *(["safe"] if operation.safe else []),
        *(["idempotent"] if operation.idempotent else []),
        *([f"cacheable for {operation.cache_seconds} s"] if operation.cache_seconds else []),
        *([f"streams {operation.streams}"] if operation.streams else []),
    ]
    needs = [f"needs {' or '.join(operation.auth)}"] if operation.auth else []
    return "  ·  ".join([operation.name, what, *traits, *needs])


def _short(exchange: Exchange) -> Cell:
    request = exchange.request
    if request is None:
        return [Line(f"not carried: {exchange.reason}", DIM)]
    return [Line(request.start, BOLD), *([Line(compact(request.text))] if request.text else [])]


def _bytes(message: ShownRequest | Answer) -> list[Line]:
    """How long a body is, and where it is not text, its bytes."""
    if not message.body:
        return []
    size = f"{len(message.body)} bytes"
    shown = size if is_shown(message.body, message.text) else f"{size}: {hexadecimal(message.body)}"
    return [Line(shown, DIM)]


def _knowledge(facts: Facts) -> Cell:
    return [Line(item) for item in facts.knowledge]


def _tool(tool: Tool | None) -> Cell:
    """What an agent is given, in short."""
    if tool is None:
        return []
    size = Line(f"{len(tool.definition):,} bytes in the list of tools", DIM)
    return [Line(f"{tool.name}: {tool.effects}"), size]


def _trait(trait: Trait) -> Cell:
    return [Line(f"{trait.reach.value}: {trait.why}", GOOD if trait.holds else "")]
