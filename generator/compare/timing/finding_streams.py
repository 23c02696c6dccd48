"""Turns what was measured of one stream into sentences."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.compare.timing.finding import Finding
from generator.compare.timing.result import Flow, Spread
from generator.compare.timing.verdict import verdict
from generator.formats.readable import listed


@dataclass(frozen=True, kw_only=True)
class _Question:
    about: str
    what: str
    value: Callable[[Flow], Spread | None]
    lower: bool = True


def _bytes(flow: Flow) -> Spread:
    total = flow.sent + flow.received
    return Spread(median=total, low=total, high=total)


_QUESTIONS = (
    _Question(about="first", what="time to the first item", value=lambda flow: flow.first),
    _Question(
        about="pace",
        what="items per second",
        value=lambda flow: flow.items_per_second,
        lower=False,
    ),
    _Question(about="item_bytes", what="bytes per item", value=_bytes),
    _Question(
        about="item_cpu", what="CPU per item on the server", value=lambda flow: flow.server_cpu
    ),
)


def streamed(titles: Mapping[str, str], flows: Sequence[Flow]) -> Iterator[Finding]:
    """What can be said of one operation over several styles; ``titles`` by style."""
    for question in _QUESTIONS:
        values = {flow.style: question.value(flow) for flow in flows}
        known = {style: value for style, value in values.items() if value is not None}
        if len(known) == len(flows):
            yield _judged(titles, flows[0], question, known)


def _judged(
    titles: Mapping[str, str], flow: Flow, question: _Question, values: Mapping[str, Spread]
) -> Finding:
    winner = verdict(values, lower_is_better=question.lower)
    if winner is None:
        text = f"In one stream, no style leads in every round in {question.what}: no winner."
        return Finding(operation=flow.operation, style="", text=text, about=question.about)
    alone = len(winner.leaders) == 1
    best = listed([titles[style] for style in winner.leaders])
    has = "has" if alone else "do not differ more than they vary, but have"
    span = f" ({winner.low:.2f} to {winner.high:.2f})" if winner.low < winner.high else ""
    return Finding(
        operation=flow.operation,
        style=winner.leaders[0] if alone else "",
        text=f"In one stream, {best} {has} the best {question.what}, {winner.ratio:.2f} times as "
        f"good as {titles[winner.second]}, the next{span}.",
        about=question.about,
        leaders=winner.leaders,
        ratio=winner.ratio,
    )
