"""Turns a comparison, and a measurement if there is one, into a page that needs nothing else."""

from dataclasses import dataclass

from markupsafe import Markup

from generator.compare.comparison import Comparison
from generator.diagnostics.render import visible
from generator.measure.result import Measurement
from generator.report import quantity
from generator.report.numbers import SummaryView, summary
from generator.report.operation import Operations, OperationView
from generator.report.plot import MARKERS
from generator.report.printing import print_page
from generator.report.prose import prose


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleView:
    """A style; number: its place, which gives colour, marker and dashes; marker: an SVG path."""

    number: int
    title: str
    marker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The page."""

    title: str
    package: str
    description: Markup
    lead: str
    styles: tuple[StyleView, ...]
    summary: SummaryView
    operations: tuple[OperationView, ...]


def page(comparison: Comparison, measured: Measurement | None) -> str:
    """One HTML document: no script, no font, no image and no style sheet from elsewhere."""
    titles = {style.name: visible(style.title) for style in comparison.styles}
    if measured is not None:
        names = {operation.name for operation in comparison.operations}
        measured = measured.of({one.name: one.title for one in comparison.styles}, names)
    operations = Operations(titles, comparison.folder, measured)
    view = PageView(
        title=visible(comparison.title),
        package=visible(comparison.package),
        description=prose(comparison.description),
        lead=_lead(comparison, list(titles.values()), measured=measured is not None),
        styles=tuple(
            StyleView(number=number, title=title, marker=MARKERS[number % len(MARKERS)])
            for number, title in enumerate(titles.values())
        ),
        summary=summary(comparison, measured),
        operations=tuple(map(operations.view, comparison.operations)),
    )
    return print_page("report/page.html.j2", view)


def _lead(comparison: Comparison, titles: list[str], *, measured: bool) -> str:
    """What the page is, in a paragraph."""
    operations = quantity.count(len(comparison.operations), "operation")
    text = (
        f"One contract, {operations}, shown over {quantity.listed(titles)}. All of it comes from "
        "the code that was generated from the contract: its clients wrote the requests, its "
        "servers the answers."
    )
    return f"{text} Both were then run and measured." if measured else text
