"""Turns the crossovers of a measurement into sentences, and says which of them are settled."""

from collections.abc import Collection

from generator.compare.page import quantity
from generator.compare.timing.result import GROWING, Crossover, Measurement
from generator.compare.timing.verdict import verdict

_WHAT = {"bytes": "bytes", "latency": "latency", "cpu": "server CPU"}


def crossings(measured: Measurement, operation: str, styles: Collection[str]) -> list[Crossover]:
    """Where lines really cross, among some styles."""
    return [
        one
        for one in measured.crossovers
        if one.operation == operation
        and one.items is not None
        and {one.first, one.second} <= set(styles)
    ]


def sentence(measured: Measurement, crossing: Crossover) -> str:
    """Who overtakes whom, where; without the end of the sentence."""
    first, second = measured.styles[crossing.first], measured.styles[crossing.second]
    text = f"{second} overtakes {first} from about {quantity.count(crossing.items or 0, 'item')}"
    return text if settled(measured, crossing) else f"{text} (not settled: within the variation)"


def settled(measured: Measurement, crossing: Crossover) -> bool:
    """Whether the one that has overtaken ends below in every round."""
    value = GROWING[crossing.what]
    ends = {
        run.style: value(run.growth[-1])
        for run in measured.runs
        if run.operation == crossing.operation and run.growth
    }
    pair = {style: ends[style] for style in (crossing.first, crossing.second)}
    found = verdict(pair, lower_is_better=True)
    return found is not None and found.leaders == (crossing.second,)


def of_operation(measured: Measurement, operation: str, styles: Collection[str]) -> list[str]:
    """Who overtakes whom as the list grows, a sentence each; none for what is no list."""
    runs = [run for run in measured.runs if run.operation == operation and run.growth]
    runs = [run for run in runs if run.style in styles]
    if len(runs) < 2:
        return []
    few, many = runs[0].growth[0].items, runs[0].growth[-1].items
    grows = f"As its response grows from {few:,} to {quantity.count(many, 'item')}"
    found = crossings(measured, operation, styles)
    if not found:
        return [f"{grows}, no style overtakes another."]
    return [f"{grows}: in {_WHAT[one.what]} {sentence(measured, one)}." for one in found]
