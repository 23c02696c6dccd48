"""Turns decision, advice and numbers for each choice of styles into sentences of a page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from generator.compare.page import growth
from generator.compare.page.advice import FOR, Advice, Recommendation, recommended
from generator.compare.page.choices import Choices, Held
from generator.compare.page.decision import Clause, decide
from generator.compare.sideways.comparison import Comparison
from generator.compare.timing.result import Measurement
from generator.formats.readable import listed

# The advice for an operation, by its place, when these styles are compared.
Advised = Callable[[int, tuple[str, ...]], Advice]
AdvisedOperation = Callable[[tuple[str, ...]], Advice]

_ONE = "There is one style: nothing to compare it with."
_NONE = "No style is shown: choose one or more."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """A part of the decision; when: for which choices of styles it holds, now: at first."""

    before: str
    styles: str
    text: str
    when: str
    now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """A piece of advice; why: the id of its reason; when and now as in a clause."""

    styles: str
    text: str
    why: str
    when: str
    now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberView:
    """A sentence on what was measured; when and now as in a clause."""

    text: str
    when: str
    now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    place: int = 0
    before: str = ""
    styles: str = ""
    text: str


def decision(comparison: Comparison, choices: Choices, advised: Advised) -> tuple[ClauseView, ...]:
    """What is said of each choice of styles."""
    held = choices.held(partial(_said, comparison, advised))
    return tuple(map(_view, sorted(held, key=lambda one: one.value.place)))


def _said(
    comparison: Comparison, advised: Advised, titles: Mapping[str, str]
) -> Sequence[_Part] | Iterator[_Part]:
    if not comparison.operations:
        return []
    if len(titles) < 2:
        return [_Part(text=_ONE if titles else _NONE)]
    advice = [advised(number, tuple(titles)) for number in range(len(comparison.operations))]
    return (_part(clause, titles) for clause in decide(comparison, advice, titles))


def _part(clause: Clause, titles: Mapping[str, str]) -> _Part:
    names = listed([titles[style] for style in clause.styles], "or")
    joint = f"{' ' if clause.place else ', because '}" if names else ""
    return _Part(
        place=clause.place,
        before="" if clause.place else "For this contract: ",
        styles=names,
        text=f"{joint}{clause.text}.",
    )


def _view(held: Held[_Part]) -> ClauseView:
    part = held.value
    return ClauseView(
        before=part.before, styles=part.styles, text=part.text, when=held.when, now=held.now
    )


def recommendations(
    choices: Choices, advised: AdvisedOperation, why: Callable[[Recommendation], str]
) -> tuple[ChoiceView, ...]:
    """What is advised for an operation, for each choice of styles."""

    def said(titles: Mapping[str, str]) -> Iterator[Recommendation]:
        if len(titles) > 1:
            yield from recommended(advised(tuple(titles)), titles)

    return tuple(
        ChoiceView(
            styles=held.value.styles,
            text=held.value.text,
            why=why(held.value),
            when=held.when,
            now=held.now,
        )
        for held in sorted(choices.held(said), key=lambda one: one.value.place)
    )


def numbers(
    choices: Choices, advised: AdvisedOperation, measured: Measurement, operation: str
) -> tuple[NumberView, ...]:
    """What the numbers say of an operation, for each choice of styles."""

    def said(titles: Mapping[str, str]) -> Iterator[tuple[int, str]]:
        if len(titles) > 1:
            yield from enumerate(advised(tuple(titles)).numbers)
            for text in growth.of_operation(measured, operation, titles):
                yield len(FOR), text

    return tuple(
        NumberView(text=held.value[1], when=held.when, now=held.now)
        for held in sorted(choices.held(said), key=lambda one: one.value[0])
    )
