"""Turns a comparison, and a measurement if there is one, into a page that needs nothing else."""

import base64
import functools
import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from markupsafe import Markup

from generator.compare.evolving.result import Evolution
from generator.compare.page import quantity
from generator.compare.page.advice import advise
from generator.compare.page.agents import AgentsView, agents
from generator.compare.page.choices import SHOWN, Choices
from generator.compare.page.contract import ContractView, contract
from generator.compare.page.evolution import EvolutionView, evolution_view
from generator.compare.page.intermediaries import BetweenView, between
from generator.compare.page.numbers import NumbersView, numbers
from generator.compare.page.operation import Operations, OperationView
from generator.compare.page.overview import OverviewView, overview
from generator.compare.page.plot import MARKERS
from generator.compare.page.prose import prose
from generator.compare.page.reasons import Reasons, ReasonView
from generator.compare.page.said import ClauseView, decision
from generator.compare.sideways.comparison import Comparison
from generator.compare.timing.result import Measurement
from generator.diagnostics.render import visible
from generator.formats.readable import listed
from generator.formats.templates import render_html, templates_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleView:
    """A style; number: its place, which gives colour, marker and dashes; marker: an SVG path.

    shown: whether it is when the page is opened.
    """

    number: int
    name: str
    title: str
    marker: str
    is_first: bool
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The page; digest: what the page's policy knows its only script by."""

    title: str
    package: str
    file: str
    description: Markup
    lead: str
    opened: str  # the styles that the page opens with
    styles: tuple[StyleView, ...]
    decision: tuple[ClauseView, ...]
    overview: OverviewView
    evolution: EvolutionView | None
    between: BetweenView | None
    numbers: NumbersView
    operations: tuple[OperationView, ...]
    agents: tuple[AgentsView, ...]
    contract: ContractView
    reasons: tuple[ReasonView, ...]
    script: Markup
    digest: str


def page(
    comparison: Comparison,
    measured: Measurement | None,
    shown: Collection[str] | None = None,
    evolution: Evolution | None = None,
) -> str:
    """One HTML document: no font, image, style sheet or script from elsewhere.

    shown: the styles that it opens with, the first three when None; evolution: who keeps working
    since an older version. Its own script only looks up
    what is said of a choice of styles, and copies; a policy in the document keeps out any other.
    """
    titles = {style.name: visible(style.title) for style in comparison.styles}
    first = list(titles)[:SHOWN] if shown is None else shown
    choices = Choices(titles, [name for name in titles if name in first])
    if measured is not None:
        names = {operation.name for operation in comparison.operations}
        measured = measured.of({one.name: one.title for one in comparison.styles}, names)
    reasons = Reasons()
    advised = functools.cache(
        lambda number, chosen: advise(
            comparison.operations[number], {name: titles[name] for name in chosen}, measured
        )
    )
    operations = Operations(choices, comparison.folder, measured, reasons)
    views = tuple(
        operations.view(operation, functools.partial(advised, number))
        for number, operation in enumerate(comparison.operations)
    )
    script = _script()
    view = PageView(
        title=visible(comparison.title),
        package=visible(comparison.package),
        file=visible(comparison.file),
        description=prose(comparison.description),
        lead=_lead(comparison, list(titles.values()), measured=measured is not None),
        opened=listed([title for name, title in titles.items() if name in choices.shown]),
        styles=tuple(
            StyleView(
                number=number,
                name=name,
                title=title,
                marker=MARKERS[number % len(MARKERS)],
                is_first=name in choices.shown and not choices.shown & {*list(titles)[:number]},
                shown=name in choices.shown,
            )
            for number, (name, title) in enumerate(titles.items())
        ),
        decision=decision(comparison, choices, advised),
        overview=overview(comparison, titles, measured, choices.shown),
        evolution=evolution_view(evolution),
        between=between(titles, measured),
        numbers=numbers(titles, measured),
        operations=views,
        agents=tuple(agents(comparison, titles)),
        contract=contract(comparison),
        reasons=reasons.all(),
        script=Markup(script),
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return render_html("report/page.html.j2", view)


@functools.cache
def _script() -> str:
    return (templates_folder() / "report" / "page.js").read_text(encoding="utf-8")


def _lead(comparison: Comparison, titles: list[str], *, measured: bool) -> str:
    """What the page is, in a sentence or two."""
    operations = quantity.count(len(comparison.operations), "operation")
    text = (
        f"{operations} over {listed(titles)}. Every request and response comes from "
        "the generated clients and servers."
    )
    return f"{text} Both were then run and measured." if measured else text
