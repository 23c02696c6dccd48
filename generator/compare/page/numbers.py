"""Turns a measurement, or its absence, into what stands around the figure: limits, conditions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.compare.page import quantity
from generator.compare.timing.findings import findings
from generator.compare.timing.result import Environment, Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersView:
    """caption: what the figure shows; caution: what forbids to rely on it, "".

    limits: sentences, each with the class of the style that it speaks of, "" for all.
    """

    caption: str
    caution: str
    limits: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    measured: bool


_LIMITS = (
    "Client and server ran on one machine, over its loopback: distance, loss and the bandwidth of "
    "a real network are left out, and with them most of what bytes cost.",
    "Both sides are Python and shared the same processors. The numbers compare these libraries as "
    "much as the styles; in another language the order may be another.",
    "The servers answer from memory: what takes milliseconds in a database hides most of the "
    "differences shown here.",
    "There was no encryption, no proxy, no cache and no compression{but}.",
)
_BUT = ", save where it is said what intermediaries do"
_NOT_MEASURED = (
    "Nothing was timed: latency, throughput and CPU are unknown here.",
    "The lengths are those of the bodies alone; start lines, headers and framing come on top.",
    "One example of each operation stands for all calls.",
)


def numbers(titles: Mapping[str, str], measured: Measurement | None) -> NumbersView:
    """What has to be said of the numbers of a page."""
    if measured is None:
        return NumbersView(
            caption="Bodies of each operation's first example. Logarithmic scales.",
            caution="",
            limits=tuple(("", text) for text in _NOT_MEASURED),
            conditions=(),
            measured=False,
        )
    but = "" if measured.through is None else _BUT
    general = [one.text for one in findings(measured) if not one.operation]
    places = {style: f"c{number}" for number, style in enumerate(titles)}
    skipped = (
        (
            places.get(one.style, ""),
            f"{one.operation} over {titles.get(one.style, one.style)} was left out: {one.reason}.",
        )
        for one in measured.skipped
    )
    return NumbersView(
        caption=f"Medians of {measured.repetitions} rounds. Logarithmic scales.",
        caution=" ".join(general),
        limits=(*skipped, *(("", text.format(but=but)) for text in _LIMITS)),
        conditions=tuple(_conditions(measured)),
        measured=True,
    )


def _conditions(measured: Measurement) -> Iterator[tuple[str, str]]:
    where: Environment = measured.environment
    yield "Rounds", f"{measured.repetitions}, the styles in turn"
    yield "Machine", f"{where.processor}, {quantity.count(where.cores, 'core')}, {where.system}"
    if where.apart:
        yield "Processes", "client and servers on cores of their own"
    yield "Load before", f"{where.load_before:.1f}"
    if where.others is not None:
        yield "Other load", f"other processes took {where.others:.0%} of the machine"
    yield "Python", f"{where.python}, {where.event_loop}"
    yield "Libraries", ", ".join(f"{name} {version}" for name, version in where.versions.items())
