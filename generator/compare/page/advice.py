"""Turns what is known of an operation into advice with its reasons; it knows no style by name.

First what follows from the operation's semantics, through what each style lets intermediaries see;
then what was measured. Where nothing tells the styles apart, it says so instead of choosing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.compare.page import growth
from generator.compare.sideways.comparison import OperationComparison
from generator.compare.timing.findings import Finding, findings
from generator.compare.timing.result import Flow, Measurement, Run
from generator.formats.readable import listed
from generator.styles.style import Trait

_CLEAR = 1.5  # how many times smaller bodies must be to be worth a word

# What a style may be best for.
FOR = {
    "bodies": "short bodies",
    "bytes": "bytes on an open connection",
    "latency": "latency",
    "throughput": "throughput with the generated client",
    "capacity": "throughput of the server alone",
    "cpu": "server CPU",
    "first": "time to the first item",
    "pace": "items per second",
    "item_bytes": "bytes per item",
    "item_cpu": "server CPU per item",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What to take where something else counts: a measured quantity, and who leads in it."""

    about: str  # a key of FOR
    styles: tuple[str, ...]
    ratio: float | None  # how many times as good as the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The styles that the semantics of an operation ask for, none when it fits all alike.

    why: in a few words; because: the reason in full, alike for all operations that it holds for;
    conditions: what the numbers say, which never overrules the semantics; numbers: in sentences.
    """

    styles: tuple[str, ...]
    why: str
    because: str
    conditions: tuple[Condition, ...]
    numbers: tuple[str, ...]


def advise(
    operation: OperationComparison, titles: Mapping[str, str], measured: Measurement | None
) -> Advice:
    """Advice for one operation; ``titles`` has the compared styles, in their order."""
    styles, why, because = _semantics(operation, titles)
    found = list(_findings(operation, titles, measured)) if measured else []
    if found:
        conditions = [
            Condition(about=one.about, styles=one.leaders, ratio=one.ratio)
            for one in found
            if one.about in FOR and one.leaders
        ]
    else:
        conditions = list(_bodies(operation))
    numbers = [one.text for one in found if one.about]
    if measured and found:
        grows = growth.of_operation(measured, operation.name, titles)
        numbers += [f"{grows[0].upper()}{grows[1:]}"] if grows else []
    return Advice(
        styles=styles,
        why=why,
        because=because,
        conditions=tuple(conditions),
        numbers=tuple(numbers),
    )


def _semantics(
    operation: OperationComparison, titles: Mapping[str, str]
) -> tuple[tuple[str, ...], str, str]:
    """The styles that the first rule which tells them apart chooses, and why."""
    for why, because, can, cannot in _rules(operation):
        if can and cannot:
            names = listed([titles[style] for style in can])
            others = [f"over {titles[style]} ({trait.why})" for style, trait in cannot.items()]
            text = f"{because.format(names=names)} Not {listed(others, 'nor')}."
            return tuple(can), why, text
    if operation.safe or operation.idempotent or operation.streams:
        why = "all styles show the same of it"
    else:
        why = "it has side effects, so no style lets intermediaries cache or retry it"
    return (), why, ""


def _rules(
    operation: OperationComparison,
) -> Iterator[tuple[str, str, dict[str, Trait], dict[str, Trait]]]:
    if operation.streams:
        yield (
            "it carries the stream",
            "{names} can carry a stream.",
            *_split(operation, "streamable"),
        )
    if operation.cache_seconds:
        yield (
            "shared caches may keep its responses",
            "Over {names}, shared caches may answer for as long as the contract allows (RFC 9111).",
            *_split(operation, "cacheable"),
        )
    if operation.safe:
        yield (
            "intermediaries see that it is safe",
            "Over {names}, the message itself shows that the call is safe: proxies and libraries "
            "that do not know the contract may retry it, prefetch it, and revalidate it.",
            *_split(operation, "safe"),
        )
    elif operation.idempotent:
        yield (
            "intermediaries see that it is idempotent",
            "Over {names}, the message itself shows that the call is idempotent: proxies and "
            "libraries that do not know the contract may retry it when the response is lost.",
            *_split(operation, "idempotent"),
        )


def _split(operation: OperationComparison, name: str) -> tuple[dict[str, Trait], dict[str, Trait]]:
    """The styles in which something holds, and those in which it does not."""
    traits: dict[str, Trait] = {one.style: getattr(one.facts, name) for one in operation.styles}
    can = {style: trait for style, trait in traits.items() if trait.holds}
    return can, {style: trait for style, trait in traits.items() if not trait.holds}


def _bodies(operation: OperationComparison) -> Iterator[Condition]:
    """Without a measurement, the length of the bodies is all there is of numbers."""
    for call in operation.calls[:1]:
        sizes = {
            one.style: len(one.request.body) + len(one.answer.body)
            for one in call.exchanges
            if one.request is not None and one.answer is not None
        }
        ranked = sorted(sizes, key=lambda style: sizes[style])
        if len(ranked) < 2:
            continue
        least, following = sizes[ranked[0]], sizes[ranked[1]]
        if following >= _CLEAR * max(least, 1):
            ratio = following / least if least else None
            yield Condition(about="bodies", styles=(ranked[0],), ratio=ratio)


def _findings(
    operation: OperationComparison, titles: Mapping[str, str], measured: Measurement
) -> Iterator[Finding]:
    """What was found out about the operation, where at least two styles were measured."""
    seen: tuple[Run | Flow, ...] = (*measured.runs, *measured.flows)
    runs = [run for run in seen if run.operation == operation.name and run.style in titles]
    if len(runs) < 2 or len(runs) != len({run.style for run in runs}):
        return
    for one in findings(measured):
        if one.operation == operation.name and {*one.leaders} <= {*titles}:
            yield one
