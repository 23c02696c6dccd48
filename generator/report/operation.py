"""Turns one compared operation into its section of the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.compare.bodies import compact, is_shown
from generator.compare.comparison import (
    Answer,
    Call,
    Exchange,
    Failure,
    OperationComparison,
    OperationInStyle,
    Request,
    Trait,
)
from generator.diagnostics.render import visible
from generator.measure.result import Measurement
from generator.report import highlight, quantity
from generator.report.advice import Advice, advise
from generator.report.charts import Figure, figures
from generator.report.prose import prose


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message as it goes over the wire; raw: the bytes of a body that is no text."""

    start: Markup
    headers: Markup
    body: Markup
    size: str
    raw: str
    ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeView:
    """One style's column of a call."""

    number: int
    title: str
    request: MessageView
    answer: MessageView


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """One call in every style; title: the example's name, and how it ends."""

    title: str
    code: Markup
    exchanges: tuple[ExchangeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitView:
    """A trait, whether it holds, and why."""

    name: str
    holds: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsView:
    """What a style makes of the operation."""

    number: int
    title: str
    status: str
    client: str
    server: str
    knowledge: tuple[str, ...]
    traits: tuple[TraitView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureView:
    """A way to fail, and how it arrives in each style."""

    name: str
    declared: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """A consideration, and the styles that it speaks for: their names, or ""."""

    styles: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceView:
    """What to take (nothing: ""), why, what else to take when, and all the reasons."""

    nature: str
    choice: str
    why: str
    otherwise: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """What a style's request is in a line, for the index."""

    number: int
    title: str
    start: Markup
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """The section."""

    name: str
    anchor: str
    description: Markup
    tags: tuple[str, ...]
    advice: AdviceView
    server: Markup
    index: tuple[CellView, ...]
    first: tuple[CallView, ...]  # none when it cannot be shown; note says why
    others: tuple[CallView, ...]
    note: str
    facts: tuple[FactsView, ...]
    failures: tuple[FailureView, ...]
    figures: tuple[Figure, ...]


class Operations:
    """Makes the sections of one page."""

    def __init__(self, titles: dict[str, str], folder: str, measured: Measurement | None) -> None:
        self._titles = titles
        self._numbers = {name: number for number, name in enumerate(titles)}
        self._folder = folder
        self._measured = measured

    def view(self, operation: OperationComparison) -> OperationView:
        """One section."""
        advice = advise(operation, self._titles, self._measured)
        measured = self._measured
        calls = tuple(map(self._call, operation.calls))
        return OperationView(
            name=operation.name,
            anchor=f"op-{operation.name}",
            description=prose(operation.description),
            tags=tuple(_tags(operation)),
            advice=self._advice(advice),
            server=highlight.code(operation.server),
            index=tuple(self._cell(one) for call in operation.calls[:1] for one in call.exchanges),
            first=calls[:1],
            others=calls[1:],
            note=visible(operation.note),
            facts=tuple(self._facts(one) for one in operation.styles),
            failures=tuple(self._failure(failure) for failure in operation.failures),
            figures=tuple(figures(measured, operation.name, list(self._titles)))
            if measured
            else (),
        )

    def _advice(self, advice: Advice) -> AdviceView:
        only = self._names(tuple(self._titles)) if len(self._titles) == 1 else ""
        return AdviceView(
            nature=advice.nature,
            choice=only or self._names(advice.styles),
            why="the only style that is compared here" if only else advice.why,
            otherwise=self._otherwise(advice),
            reasons=tuple(
                ReasonView(styles=self._names(one.styles), text=one.text) for one in advice.reasons
            ),
        )

    def _otherwise(self, advice: Advice) -> str:
        """What else to take, and when: "B where …; C where … or where …"."""
        cases: dict[str, list[str]] = {}
        for reason in advice.reasons:
            if reason.styles and reason.about and not set(reason.styles) <= set(advice.styles):
                cases.setdefault(self._names(reason.styles), []).append(reason.about)
        return "; ".join(
            f"{names} {quantity.listed(abouts, 'or')}" for names, abouts in cases.items()
        )

    def _names(self, styles: Sequence[str]) -> str:
        return quantity.listed([self._titles[style] for style in styles], "or")

    def _cell(self, exchange: Exchange) -> CellView:
        return CellView(
            number=self._numbers[exchange.style],
            title=self._titles[exchange.style],
            start=highlight.start(exchange.request.start),
            body=visible(compact(exchange.request.text)),
        )

    def _call(self, call: Call) -> CallView:
        title = f"Example {visible(call.example)}" if call.example else "A call"
        ends = f", ends with {call.error}" if call.error else ""
        return CallView(
            title=f"{title}{ends}",
            code=highlight.code(call.code),
            exchanges=tuple(
                ExchangeView(
                    number=self._numbers[one.style],
                    title=self._titles[one.style],
                    request=_message(one.request, ok=True),
                    answer=_message(one.answer, ok=one.answer.ok),
                )
                for one in call.exchanges
            ),
        )

    def _facts(self, one: OperationInStyle) -> FactsView:
        facts = one.facts
        traits = {
            "safe": facts.safe,
            "idempotent": facts.idempotent,
            "cacheable": facts.cacheable,
            "streamable": facts.streamable,
        }
        return FactsView(
            number=self._numbers[one.style],
            title=self._titles[one.style],
            status=visible(one.status),
            client=f"{self._folder}/{one.style}/client.py",
            server=f"{self._folder}/{one.style}/server.py",
            knowledge=tuple(map(visible, facts.knowledge)),
            traits=tuple(_trait(name, trait) for name, trait in traits.items()),
        )

    def _failure(self, failure: Failure) -> FailureView:
        return FailureView(
            name=visible(failure.name),
            declared=failure.declared,
            cells=tuple(visible(failure.statuses[style]) for style in self._titles),
        )


def _tags(operation: OperationComparison) -> list[str]:
    """What the contract says of it."""
    what = f"{operation.verb} {operation.resource}".strip() if operation.verb else "function"
    return [
        what,
        *(["safe"] if operation.safe else []),
        *(["idempotent"] if operation.idempotent else []),
        *([f"cacheable for {operation.cache_seconds:,} s"] if operation.cache_seconds else []),
        *([f"streams {operation.streams}"] if operation.streams else []),
        *([f"needs {' or '.join(operation.auth)}"] if operation.auth else []),
    ]


def _trait(name: str, trait: Trait) -> TraitView:
    return TraitView(name=name, holds=trait.holds, why=visible(trait.why))


def _message(message: Request | Answer, *, ok: bool) -> MessageView:
    length = len(message.body)
    is_text = not length or is_shown(message.body, message.text)
    return MessageView(
        start=highlight.start(message.start),
        headers=highlight.headers(message.headers),
        body=highlight.body(message.text) if message.text else Markup(""),
        size=f"body: {quantity.count(length, 'byte')}" if length else "no body",
        raw="" if is_text else message.body.hex(" "),
        ok=ok,
    )
