"""Turns a measurement into figures: a drawing, words, and the same numbers as a table."""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import TypeVar

from generator.compare.page import growth, quantity
from generator.compare.page.bars import Bar, bars
from generator.compare.page.figure import Figure, LegendEntry, Note, Row, Table
from generator.compare.page.plot import Axis, Drawing, Point, Rule, Series, plot
from generator.compare.page.quantity import seconds_short as _time
from generator.compare.timing import result
from generator.compare.timing.result import (
    CallSize,
    Crossover,
    Growth,
    Load,
    Measurement,
    Run,
    Spread,
)

T = TypeVar("T")

_RATES = attrgetter("in_flight"), attrgetter("calls_per_second")


def figures(measured: Measurement, operation: str, styles: Sequence[str]) -> Iterator[Figure]:
    """What was measured of one operation; ``styles`` gives each its number."""
    runs = [run for run in measured.runs if run.operation == operation and run.style in styles]
    if not runs:
        return
    charts = _Charts(measured, operation, styles, runs)
    yield charts.bytes()
    yield charts.latency()
    yield charts.throughput()
    if all(run.alone for run in runs):
        yield charts.capacity()
    if all(len(run.growth) > 1 for run in runs):
        yield charts.growth(
            "bytes", "Bytes as the list grows", "bytes of the response", quantity.size
        )
        yield charts.growth("latency", "Latency as the list grows", "median", _time)
        yield charts.growth("cpu", "Server CPU as the list grows", "per call", _time)


class _Charts:
    def __init__(
        self, measured: Measurement, operation: str, styles: Sequence[str], runs: Sequence[Run]
    ) -> None:
        self._measured = measured
        self._operation = operation
        self._runs = runs
        self._numbers = {name: number for number, name in enumerate(styles)}
        self._keys = tuple(
            LegendEntry(number=self._numbers[run.style], text=self._title(run.style))
            for run in runs
        )

    def bytes(self) -> Figure:
        rows, cells = [], []
        for run in self._runs:
            for connection, exchange in (("open", run.warm), ("new", run.cold)):
                parts = _parts(exchange)
                total = sum(length for _, length in parts)
                name = f"{self._title(run.style)}, {connection}"
                bar = Bar(
                    number=self._numbers[run.style],
                    style=self._title(run.style),
                    label=name,
                    parts=tuple(parts),
                    total=quantity.digits(total) if total >= 100 else f"{total}",
                )
                rows.append(bar)
                lengths = (f"{length:,}" for _, length in parts)
                cells.append(self._row(run, (name, *lengths, f"{total:,}")))
        return self._figure(
            "bytes",
            "Bytes on the socket",
            "Request and response together, per style on an open and on a new connection, in head "
            "(start line and headers), body, and the framing around them.",
            tuple(bars(rows)),
            _table(("", "head", "body", "framing", "together"), cells),
            notes=("One call, there and back; “new” includes setting up the connection.",),
            parts=True,
        )

    def latency(self) -> Figure:
        few = self._runs[0].loads[0].in_flight
        pairs = [(run, load) for run in self._runs for load in run.loads if load.in_flight == few]
        series = [
            Series(number=self._numbers[run.style], points=_shares(load), markers=False)
            for run, load in pairs
        ]
        shares = Axis(title="share of the calls", label="{:.0%}".format, low=0, high=1)
        times = Axis(title="response within", label=_time, log=True)
        rows = tuple(
            self._row(
                run,
                (
                    f"{self._title(run.style)}, {load.in_flight} in flight",
                    *(quantity.time_spread(value) for value in (load.p50, load.p90, load.p99)),
                ),
            )
            for run in self._runs
            for load in run.loads
        )
        return self._figure(
            "latency",
            "Latency",
            f"The share of responses within a time, with {quantity.calls(few)} in flight: "
            "the further to the left a line rises, the sooner its responses come.",
            (plot(times, shares, series),),
            _table(("", "median", "90 %", "99 %"), rows),
            notes=(f"{quantity.calls(few).capitalize()} in flight, all rounds together.",),
            markers=False,
        )

    def throughput(self) -> Figure:
        return self._rates(
            "throughput",
            "Calls per second, with the generated client",
            lambda run: run.loads,
            ("Both sides share one machine: the client's CPU counts as much as the server's.",),
        )

    def capacity(self) -> Figure:
        return self._rates(
            "capacity",
            "Calls per second, the server alone",
            lambda run: run.alone,
            ("The same calls, replayed by next to no code: what the server itself can serve.",),
        )

    def _rates(
        self,
        anchor: str,
        title: str,
        loads: Callable[[Run], Sequence[Load]],
        notes: tuple[str, ...],
    ) -> Figure:
        series = [
            Series(number=self._numbers[run.style], points=_points(loads(run), *_RATES))
            for run in self._runs
        ]
        marks = tuple(float(load.in_flight) for load in loads(self._runs[0]))
        across = Axis(title="calls in flight", label=quantity.size, log=True, marks=marks)
        up = Axis(title="calls per second", label=quantity.size, low=0)
        rows = tuple(
            self._row(
                run,
                (
                    f"{self._title(run.style)}, {load.in_flight} in flight",
                    quantity.rate_spread(load.calls_per_second),
                    quantity.time_spread(load.client_cpu),
                    quantity.time_spread(load.server_cpu),
                ),
            )
            for run in self._runs
            for load in loads(run)
        )
        head = ("", "calls per second", "CPU per call, client", "CPU per call, server")
        return self._figure(
            anchor,
            title,
            "Calls per second against calls in flight; error bars from the lowest to the highest "
            "of the rounds.",
            (plot(across, up, series),),
            _table(head, rows),
            notes=(*notes, self._bars()),
        )

    def growth(
        self,
        what: str,
        title: str,
        beside: str,
        label: Callable[[float], str],
    ) -> Figure:
        value = result.GROWING[what]
        series = [
            Series(number=self._numbers[run.style], points=_points(run.growth, _items, value))
            for run in self._runs
        ]
        found = growth.crossings(self._measured, self._operation, self._numbers)
        crossed = [one for one in found if one.what == what]
        rules = [
            Rule(x=float(crossing.items), text=f"{crossing.items}", kind=self._kinds(crossing))
            for crossing in crossed
            if crossing.items is not None
        ]
        marks = tuple(float(size.items) for size in self._runs[0].growth)
        across = Axis(title="items in the response", label=quantity.size, log=True, marks=marks)
        up = Axis(title=beside, label=label, log=True)
        printed = quantity.plain_spread if what == "bytes" else quantity.time_spread
        rows = tuple(
            Row(
                cells=(
                    f"{size.items:,}",
                    *(printed(value(run.growth[place])) for run in self._runs),
                )
            )
            for place, size in enumerate(self._runs[0].growth)
        )
        notes: list[str | Note] = [
            Note(kind=self._kinds(one), text=f"{growth.sentence(self._measured, one)}.")
            for one in crossed
        ]
        if not notes:
            notes = ["The lines do not cross at any size that was measured."]
        if what != "bytes":
            notes.append(self._bars())
        return self._figure(
            f"growth-{what}",
            title,
            f"{title}: {beside} against the number of items, both axes logarithmic; "
            "dashed upright lines mark where one style overtakes another.",
            (plot(across, up, series, rules),),
            Table(
                head=("items", *(self._title(run.style) for run in self._runs)),
                kinds=tuple(f"c{self._numbers[run.style]}" for run in self._runs),
                rows=rows,
            ),
            notes=tuple(notes),
        )

    def _row(self, run: Run, cells: tuple[str, ...]) -> Row:
        return Row(kind=f"c{self._numbers[run.style]}", cells=cells)

    def _kinds(self, crossing: Crossover) -> str:
        """The classes of the two styles, either of which hides it."""
        return " ".join(f"c{self._numbers[one]}" for one in (crossing.first, crossing.second))

    def _bars(self) -> str:
        return f"Bars: lowest to highest of {self._measured.repetitions} rounds."

    def _title(self, style: str) -> str:
        return self._measured.styles[style]

    def _figure(
        self,
        anchor: str,
        title: str,
        description: str,
        drawings: tuple[Drawing, ...],
        table: Table,
        *,
        notes: tuple[str | Note, ...],
        parts: bool = False,
        markers: bool = True,
    ) -> Figure:
        return Figure(
            anchor=f"{self._operation}-{anchor}",
            title=title,
            description=description,
            drawings=drawings,
            keys=self._keys,
            parts=parts,
            markers=markers,
            notes=tuple(Note(text=one) if isinstance(one, str) else one for one in notes),
            table=table,
        )


def _table(head: tuple[str, ...], rows: Sequence[Row]) -> Table:
    """A table whose rows are of a style each."""
    return Table(head=head, kinds=("",) * (len(head) - 1), rows=tuple(rows))


def _parts(exchange: CallSize) -> list[tuple[str, int]]:
    both = (exchange.request, exchange.response)
    return [
        ("head", sum(one.head for one in both)),
        ("body", sum(one.body for one in both)),
        ("framing", sum(one.framing for one in both)),
    ]


def _shares(load: Load) -> tuple[Point, ...]:
    """The share of the calls that were answered within each of the sampled times."""
    count = len(load.latencies)
    shares = ((place + 0.5) / count for place in range(count))
    return tuple(
        Point(x=latency, y=share, low=share, high=share)
        for latency, share in zip(load.latencies, shares, strict=True)
    )


def _points(
    values: Sequence[T], x: Callable[[T], int], y: Callable[[T], Spread]
) -> tuple[Point, ...]:
    return tuple(
        Point(x=float(x(one)), y=y(one).median, low=y(one).low, high=y(one).high) for one in values
    )


def _items(size: Growth) -> int:
    return size.items
