"""Turns a comparison, and a measurement if there is one, into a page that needs nothing else."""

import base64
import functools
import hashlib
from dataclasses import dataclass

from markupsafe import Markup

from generator.compare.page import quantity
from generator.compare.page.advice import advise
from generator.compare.page.contract import ContractView, contract
from generator.compare.page.decision import Clause, decide
from generator.compare.page.numbers import NumbersView, numbers
from generator.compare.page.operation import Operations, OperationView
from generator.compare.page.overview import OverviewView, overview
from generator.compare.page.plot import MARKERS
from generator.compare.page.prose import prose
from generator.compare.page.reasons import Reasons, ReasonView
from generator.compare.sideways.comparison import Comparison
from generator.compare.timing.result import Measurement
from generator.diagnostics.render import visible
from generator.formats.readable import listed
from generator.formats.templates import render_html, templates_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleView:
    """A style; number: its place, which gives colour, marker and dashes; marker: an SVG path."""

    number: int
    title: str
    marker: str
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """A part of the decision; classes: of the styles that it names, which hide it."""

    classes: str
    styles: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The page; digest: what the page's policy knows its only script by."""

    title: str
    package: str
    file: str
    description: Markup
    lead: str
    styles: tuple[StyleView, ...]
    decision: tuple[ClauseView, ...]
    overview: OverviewView
    numbers: NumbersView
    operations: tuple[OperationView, ...]
    contract: ContractView
    reasons: tuple[ReasonView, ...]
    script: Markup
    digest: str


def page(comparison: Comparison, measured: Measurement | None) -> str:
    """One HTML document: no font, image, style sheet or script from elsewhere.

    Its own script only adds buttons that copy; a policy in the document keeps out any other.
    """
    titles = {style.name: visible(style.title) for style in comparison.styles}
    if measured is not None:
        names = {operation.name for operation in comparison.operations}
        measured = measured.of({one.name: one.title for one in comparison.styles}, names)
    reasons = Reasons()
    operations = Operations(titles, comparison.folder, measured, reasons)
    advice = [advise(operation, titles, measured) for operation in comparison.operations]
    places = {name: number for number, name in enumerate(titles)}
    script = _script()
    view = PageView(
        title=visible(comparison.title),
        package=visible(comparison.package),
        file=visible(comparison.file),
        description=prose(comparison.description),
        lead=_lead(comparison, list(titles.values()), measured=measured is not None),
        styles=tuple(
            StyleView(
                number=number,
                title=title,
                marker=MARKERS[number % len(MARKERS)],
                is_first=number == 0,
            )
            for number, title in enumerate(titles.values())
        ),
        decision=tuple(_clause(one, titles, places) for one in decide(comparison, advice, titles)),
        overview=overview(comparison, titles, measured),
        numbers=numbers(titles, measured),
        operations=tuple(map(operations.view, comparison.operations, advice)),
        contract=contract(comparison),
        reasons=reasons.all(),
        script=Markup(script),
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return render_html("report/page.html.j2", view)


@functools.cache
def _script() -> str:
    return (templates_folder() / "report" / "copy.js").read_text(encoding="utf-8")


def _clause(clause: Clause, titles: dict[str, str], places: dict[str, int]) -> ClauseView:
    return ClauseView(
        classes=" ".join(f"c{places[style]}" for style in clause.styles),
        styles=listed([titles[style] for style in clause.styles], "or"),
        text=clause.text,
    )


def _lead(comparison: Comparison, titles: list[str], *, measured: bool) -> str:
    """What the page is, in a sentence or two."""
    operations = quantity.count(len(comparison.operations), "operation")
    text = (
        f"{operations} over {listed(titles)}. Every request and response comes from "
        "the generated clients and servers."
    )
    return f"{text} Both were then run and measured." if measured else text
