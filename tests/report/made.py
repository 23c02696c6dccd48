"""Comparisons and measurements that are the same in every run, for tests of the page."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generator.building import trial
from generator.compare.evolving.result import Cell, Direction, Evolution, Row, State, Told
from generator.compare.page.choices import SHOWN
from generator.compare.sideways.assemble import compare
from generator.compare.sideways.comparison import (
    Comparison,
    OperationComparison,
    OperationInStyle,
    StyleComparison,
)
from generator.compare.timing.result import (
    CallSize,
    Environment,
    Growth,
    Load,
    Measurement,
    Run,
    Spread,
    WireBytes,
)
from generator.compare.timing.summary import crossovers, too_wide
from generator.diagnostics import Problems
from generator.styles import registry
from generator.styles.style import Facts, Reach, Trait

ROOT = Path(__file__).resolve().parents[2]


def comparison_of(contract: Path, styles: Sequence[str] | None = None) -> Comparison:
    """Of some styles; without any, of the first ones, as a page opens."""
    problems = Problems()
    chosen = styles or [style.name for style in registry.styles()[:SHOWN]]
    tried = trial.prepare(contract, contract.parent, problems, chosen)
    assert tried is not None, [problem.message for problem in problems]
    return compare(tried)


def around(median: float, share: float) -> Spread:
    return Spread(median=median, low=median * (1 - share), high=median * (1 + share))


def measurement(comparison: Comparison, *, spread: float = 0.02) -> Measurement:
    """Each style twice as costly as the one before, the last cheap on long lists."""
    runs = [
        run(operation.name, style.name, place, operation.is_list, spread)
        for operation in comparison.operations
        if not operation.streams
        for place, style in enumerate(comparison.styles)
    ]
    return Measurement(
        contract=comparison.package,
        title=comparison.title,
        styles={style.name: style.title for style in comparison.styles},
        repetitions=5,
        environment=Environment(
            python="CPython 3.11.7",
            system="Linux 6.1",
            processor="A processor",
            cores=2,
            event_loop="asyncio",
            versions={"uvicorn": "0.40.0"},
            load_before=0.1,
        ),
        runs=tuple(runs),
        crossovers=tuple(crossovers(runs)),
        wide=tuple(too_wide(runs)),
    )


def run(operation: str, style: str, place: int, grows: bool, spread: float) -> Run:
    factor = 2.0**place
    warm = CallSize(
        request=WireBytes(head=100 * (place + 1), body=20, framing=9 * place),
        response=WireBytes(head=80 * (place + 1), body=30, framing=9 * place),
    )
    loads = tuple(
        Load(
            in_flight=in_flight,
            calls=100,
            calls_per_second=around(1000 * in_flight**0.5 / factor, spread),
            p50=around(0.0004 * factor * in_flight, spread),
            p90=around(0.0008 * factor * in_flight, spread),
            p99=around(0.004 * factor * in_flight, spread),
            client_cpu=around(0.0001 * factor, spread),
            server_cpu=around(0.0002 * factor, spread),
            latencies=tuple(0.0003 * factor * 1.02**step for step in range(150)),
        )
        for in_flight in (1, 8, 64)
    )
    sizes = (1, 10, 100, 1000)
    growth = tuple(
        Growth(
            items=items,
            response=WireBytes(head=100 * (place + 1), body=items * 120 // (place + 1), framing=0),
            latency=around((0.0003 * factor + 0.00001 * items / factor), spread),
            server_cpu=around((0.0002 * factor + 0.000005 * items / factor), spread),
        )
        for items in sizes
    )
    return Run(
        operation=operation,
        style=style,
        cold=warm,
        warm=warm,
        loads=loads,
        growth=growth if grows else (),
    )


def in_styles(comparison: Comparison, titles: list[str]) -> Comparison:
    """A comparison in a style for each title; the real styles lend what it shows."""
    known = [style.name for style in comparison.styles]
    lent = {f"style{n}": known[n % len(known)] for n in range(len(titles))}

    def taken(values: tuple, style: str) -> object:
        value = next(one for one in values if one.style == lent[style])
        return replace(value, style=style)

    return replace(
        comparison,
        styles=tuple(
            StyleComparison(name=name, title=title, target="localhost:1")
            for name, title in zip(lent, titles, strict=True)
        ),
        operations=tuple(
            replace(
                operation,
                styles=tuple(taken(operation.styles, name) for name in lent),
                calls=tuple(
                    replace(call, exchanges=tuple(taken(call.exchanges, name) for name in lent))
                    for call in operation.calls
                ),
                failures=tuple(
                    replace(one, statuses={name: one.statuses[lent[name]] for name in lent})
                    for one in operation.failures
                ),
            )
            for operation in comparison.operations
        ),
    )


def only(comparison: Comparison, names: list[str]) -> Comparison:
    """A comparison without the other styles."""
    return replace(
        comparison,
        styles=tuple(style for style in comparison.styles if style.name in names),
        operations=tuple(
            replace(
                operation,
                styles=tuple(one for one in operation.styles if one.style in names),
                calls=tuple(
                    replace(
                        call,
                        exchanges=tuple(one for one in call.exchanges if one.style in names),
                    )
                    for call in operation.calls
                ),
            )
            for operation in comparison.operations
        ),
    )


def trait(holds: bool) -> Trait:
    reach = Reach.ANYBODY if holds else Reach.NOBODY
    return Trait(reach=reach, why="so it is" if holds else "it is not")


def in_style(style: str, **traits: bool) -> OperationInStyle:
    names = ("safe", "idempotent", "cacheable")
    facts = Facts(
        knowledge=(),
        **{name: trait(traits.get(name, False)) for name in names},
        streamable=trait(traits["streamable"]) if "streamable" in traits else None,
    )
    return OperationInStyle(style=style, status="", facts=facts)


def operation(*styles: OperationInStyle, **changes: object) -> OperationComparison:
    """An operation that changes something, of styles whose traits are given."""
    values: dict[str, object] = {
        "name": "Act",
        "method": "act",
        "description": "",
        "verb": "",
        "resource": "",
        "kind": "function",
        "safe": False,
        "idempotent": False,
        "cache_seconds": None,
        "auth": (),
        "streams": "",
        "is_list": False,
        "server": "",
        "calls": (),
        "note": "",
        "failures": (),
        "styles": styles,
    }
    return OperationComparison(**(values | changes))  # type: ignore[arg-type]


def evolution(comparison: Comparison) -> Evolution:
    """Who keeps working, with every state in the table."""
    states = itertools.cycle([*State, None])
    styles = {style.name: style.title for style in comparison.styles}
    rows = [
        Row(
            old=f"Old{operation.name}",
            new=operation.name,
            cells={
                (style, direction): Cell(state=next(states), why="it is another <thing>", seen="no")
                for style in styles
                for direction in Direction
            },
            changes=(0,),
        )
        for operation in comparison.operations
    ]
    told = Told(
        code="DIFF101",
        what="Product.price",
        message="'price' is another <thing>",
        place="line 3",
        judged={(row.old, row.new): {} for row in rows},
    )
    return Evolution(base="main (0123456789)", styles=styles, rows=tuple(rows), changes=(told,))
