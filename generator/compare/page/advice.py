"""Turns what is known of an operation into advice with its reasons; it knows no style by name.

First what follows from the operation's semantics, through what each style lets intermediaries see;
then what was measured. Where nothing tells the styles apart, it says so instead of choosing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.compare.sideways.comparison import OperationComparison
from generator.compare.timing.findings import Finding, findings
from generator.compare.timing.result import Flow, Measurement, Run
from generator.formats.readable import listed

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
    trait: of ``Facts``, which tells the styles apart, "" for none;
    conditions: what the numbers say, which never overrules the semantics; numbers: in sentences.
    """

    styles: tuple[str, ...]
    why: str
    because: str
    trait: str
    conditions: tuple[Condition, ...]
    numbers: tuple[str, ...]


def advise(
    operation: OperationComparison, titles: Mapping[str, str], measured: Measurement | None
) -> Advice:
    """Advice for one operation; ``titles`` has the compared styles, in their order."""
    styles, why, because, trait = _semantics(operation, titles)
    found = list(_findings(operation, titles, measured)) if measured else []
    if found:
        conditions = [
            Condition(about=one.about, styles=one.leaders, ratio=one.ratio)
            for one in found
            if one.about in FOR and one.leaders
        ]
    else:
        conditions = list(_bodies(operation, titles))
    return Advice(
        styles=styles,
        why=why,
        because=because,
        trait=trait,
        conditions=tuple(conditions),
        numbers=tuple(one.text for one in found if one.about),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What to take, as text; place: where it stands; title, because, trait: of its reason."""

    place: int
    styles: str
    text: str
    title: str = ""
    because: str = ""
    trait: str = ""


def recommended(advice: Advice, titles: Mapping[str, str]) -> Iterator[Recommendation]:
    """What to take by the semantics, then what to take where something else counts."""
    yield Recommendation(
        place=0,
        styles=listed([titles[style] for style in advice.styles], "or") or "Any style",
        text=f": {advice.why}.",
        title=advice.why.capitalize(),
        because=advice.because,
        trait=advice.trait,
    )
    places = {about: place for place, about in enumerate(FOR, 1)}
    others: dict[tuple[str, ...], list[Condition]] = {}
    for one in advice.conditions:
        if not {*one.styles} <= {*advice.styles}:
            others.setdefault(one.styles, []).append(one)
    for styles, group in others.items():
        ratios = (f" (×{one.ratio:.1f})" if one.ratio else "" for one in group)
        wheres = [f"{FOR[one.about]}{ratio}" for one, ratio in zip(group, ratios, strict=True)]
        yield Recommendation(
            place=places[group[0].about],
            styles=listed([titles[style] for style in styles], "or"),
            text=f" for {listed(wheres)}.",
        )


def _semantics(
    operation: OperationComparison, titles: Mapping[str, str]
) -> tuple[tuple[str, ...], str, str, str]:
    """The styles that the first rule which tells them apart chooses, and why."""
    for why, because, trait in _rules(operation):
        facts = {one.style: getattr(one.facts, trait) for one in operation.styles}
        can = tuple(style for style in titles if facts[style] and facts[style].holds)
        if can and len(can) < len(titles):
            return can, why, because, trait
    if operation.safe or operation.idempotent or operation.streams:
        why = "all styles show the same of it"
    else:
        why = "it has side effects, so no style lets intermediaries cache or retry it"
    return (), why, "", ""


def _rules(operation: OperationComparison) -> Iterator[tuple[str, str, str]]:
    """In a few words, the reason in full, and the trait that it looks at."""
    if operation.streams:
        yield "it carries the stream", "Not every style can carry a stream.", "streamable"
    if operation.cache_seconds:
        yield (
            "shared caches may keep its responses",
            "Shared caches may answer for as long as the contract allows (RFC 9111), where the "
            "message lets them.",
            "cacheable",
        )
    if operation.safe:
        yield (
            "intermediaries see that it is safe",
            "Where the message itself shows that the call is safe, proxies and libraries that do "
            "not know the contract may retry it, prefetch it, and revalidate it.",
            "safe",
        )
    elif operation.idempotent:
        yield (
            "intermediaries see that it is idempotent",
            "Where the message itself shows that the call is idempotent, proxies and libraries "
            "that do not know the contract may retry it when the response is lost.",
            "idempotent",
        )


def _bodies(operation: OperationComparison, titles: Mapping[str, str]) -> Iterator[Condition]:
    """Without a measurement, the length of the bodies is all there is of numbers."""
    for call in operation.calls[:1]:
        sizes = {
            one.style: len(one.request.body) + len(one.answer.body)
            for one in call.exchanges
            if one.request is not None and one.answer is not None and one.style in titles
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
    for one in findings(measured.of(titles, (operation.name,))):
        if one.operation == operation.name:
            yield one
