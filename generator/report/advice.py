"""Turns what is known of an operation into advice with its reasons; it knows no style by name.

First what follows from the operation's nature, through what each style lets those on the way see;
then what was measured. Where nothing tells the styles apart, it says so instead of choosing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.compare.comparison import OperationComparison, Trait
from generator.measure.findings import Finding, findings
from generator.measure.result import Measurement, Run
from generator.report import growth, quantity

_CLEAR = 1.5  # how many times smaller bodies must be to be worth a word
_CARRIED = 0.5  # a call whose bodies are less of its bytes than this is a small call


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One consideration, and the styles that it speaks for; about: "because …" or "where …"."""

    about: str
    styles: tuple[str, ...]
    text: str


_UNDECIDED_BY_NATURE = Reason(
    about="as it fits all styles alike: take the one that your callers have tools for",
    styles=(),
    text="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The styles that an operation's nature asks for, and why; none when it fits all alike.

    The reasons may speak for other styles where something else counts.
    """

    nature: str
    styles: tuple[str, ...]
    why: str
    reasons: tuple[Reason, ...]


def advise(
    operation: OperationComparison, titles: dict[str, str], measured: Measurement | None
) -> Advice:
    """Advice for one operation; ``titles`` has the compared styles, in their order."""
    by_nature = list(_by_nature(operation, titles))
    numbers = list(_numbers(operation, titles, measured)) if measured else []
    if not numbers:
        numbers = list(_bodies(operation, titles))
    reasons = (*by_nature, *numbers)
    decisive = next((one for one in by_nature if one.styles), _UNDECIDED_BY_NATURE)
    return Advice(
        nature=_nature(operation), styles=decisive.styles, why=decisive.about, reasons=reasons
    )


def _nature(operation: OperationComparison) -> str:
    """What kind of operation it is, in a few words."""
    if operation.streams:
        return f"streams {operation.streams}"
    if operation.kind == "resource":
        kind = f"resource-like: {operation.verb} {operation.resource}".rstrip()
    else:
        kind = "function-like"
    if operation.safe:
        return f"{kind}, only reads"
    return f"{kind}, may be repeated" if operation.idempotent else f"{kind}, changes something"


def _by_nature(operation: OperationComparison, titles: dict[str, str]) -> Iterator[Reason]:
    if operation.streams:
        yield from _streaming(operation, titles)
    if operation.safe:
        yield from _caching(operation, titles)
    if operation.idempotent or operation.safe:
        yield from _repeating(operation, titles)
    elif not operation.streams:
        yield Reason(
            about="",
            styles=(),
            text="It changes something each time it is sent, so in no style may anybody on the way "
            "cache it or send it again: by its nature every style serves it alike.",
        )


def _streaming(operation: OperationComparison, titles: dict[str, str]) -> Iterator[Reason]:
    can, cannot = _split(operation, "streamable")
    if not cannot or not can:
        return
    text = f"It streams {operation.streams}: {_carry(can, titles)}."
    text += f" Not {_whys(cannot, titles)}."
    yield Reason(
        about="because a stream needs a style that carries one", styles=tuple(can), text=text
    )


def _caching(operation: OperationComparison, titles: dict[str, str]) -> Iterator[Reason]:
    can, cannot = _split(operation, "cacheable")
    if not can or not cannot:
        return
    if operation.cache_seconds:
        for_how_long = f"for {quantity.count(operation.cache_seconds, 'second')}, as it allows"
        about = "because caches on the way may then keep its answers"
    else:
        for_how_long = "once the contract says for how long (it names no time yet)"
        about = "because there everybody on the way can see that it only reads"
    text = (
        f"It only reads. Over {_names(can, titles)}, caches between client and server may answer "
        f"it, {for_how_long}. Not {_whys(cannot, titles)}."
    )
    yield Reason(about=about, styles=tuple(can), text=text)


def _repeating(operation: OperationComparison, titles: dict[str, str]) -> Iterator[Reason]:
    can, cannot = _split(operation, "idempotent")
    if not can or not cannot:
        return
    text = (
        f"Sent twice, it acts once. Over {_names(can, titles)} that shows in the message, so a "
        f"proxy or any library may send it again when the answer is lost. "
        f"Not {_whys(cannot, titles)}: there, only a client that knows the contract may."
    )
    about = "because there anybody on the way can see that it may be sent again"
    yield Reason(about=about, styles=tuple(can), text=text)


def _split(operation: OperationComparison, name: str) -> tuple[dict[str, Trait], dict[str, Trait]]:
    """The styles in which something holds, and those in which it does not."""
    traits: dict[str, Trait] = {one.style: getattr(one.facts, name) for one in operation.styles}
    can = {style: trait for style, trait in traits.items() if trait.holds}
    return can, {style: trait for style, trait in traits.items() if not trait.holds}


def _bodies(operation: OperationComparison, titles: dict[str, str]) -> Iterator[Reason]:
    """Without a measurement, the length of the bodies is all there is of numbers."""
    for call in operation.calls[:1]:
        sizes = {one.style: len(one.request.body) + len(one.answer.body) for one in call.exchanges}
        ranked = sorted(sizes, key=lambda style: sizes[style])
        if len(ranked) < 2 or sizes[ranked[1]] < _CLEAR * max(sizes[ranked[0]], 1):
            continue
        others = [f"{sizes[style]:,} over {titles[style]}" for style in ranked[1:]]
        text = (
            f"The bodies of its first example are shortest over {titles[ranked[0]]}: "
            f"{quantity.count(sizes[ranked[0]], 'byte')} against {quantity.listed(others)}. Heads "
            "and framing come on top; measure before relying on it."
        )
        yield Reason(about="where short bodies count", styles=(ranked[0],), text=text)


def _numbers(
    operation: OperationComparison, titles: dict[str, str], measured: Measurement
) -> Iterator[Reason]:
    runs = [run for run in measured.runs if run.operation == operation.name and run.style in titles]
    if len(runs) < 2 or len(runs) != len({run.style for run in runs}):
        return
    found = [one for one in findings(measured) if one.operation == operation.name]
    found = [one for one in found if not one.style or one.style in titles]
    yield from (_small_calls(one, runs) for one in found if one.about == "bytes")
    for about, words in _JUDGED.items():
        for one in found:
            if one.about == about and one.leaders:
                yield Reason(about=words, styles=one.leaders, text=one.text)
    undecided = [
        _UNDECIDED[one.about] for one in found if one.about in _UNDECIDED and not one.leaders
    ]
    if undecided:
        text = (
            f"No winner in {quantity.listed(undecided)}: no style leads in every one of "
            f"{measured.repetitions} rounds."
        )
        yield Reason(about="", styles=(), text=text)
    grows = growth.of_operation(measured, operation.name, titles)
    if grows:
        yield Reason(about="", styles=(), text=f"{grows[0].upper()}{grows[1:]}")


_JUDGED = {
    "latency": "where waiting time counts",
    "throughput": "where many calls at a time count",
    "capacity": "where many clients share a server",
    "cpu": "where the server's CPU counts",
}
_UNDECIDED = {
    "latency": "waiting time",
    "throughput": "calls per second",
    "capacity": "calls per second of the server alone",
    "cpu": "server CPU",
}


def _small_calls(finding: Finding, runs: Sequence[Run]) -> Reason:
    both = [part for run in runs for part in (run.warm.request, run.warm.response)]
    share = sum(part.body for part in both) / max(sum(part.total for part in both), 1)
    text = finding.text
    if share < _CARRIED:
        text += (
            f" Only {share:.0%} of all these bytes are bodies: it is a small call, and a batch of "
            "such calls on one connection pays mostly for heads and framing."
        )
    styles = (finding.style,) if finding.style else ()
    return Reason(about="where bytes on an open connection count", styles=styles, text=text)


def _names(styles: dict[str, Trait], titles: dict[str, str]) -> str:
    return quantity.listed([titles[style] for style in styles])


def _carry(styles: dict[str, Trait], titles: dict[str, str]) -> str:
    return "; ".join(f"{titles[style]}: {trait.why}" for style, trait in styles.items())


def _whys(styles: dict[str, Trait], titles: dict[str, str]) -> str:
    return quantity.listed(
        [f"over {titles[style]} ({trait.why})" for style, trait in styles.items()], "nor"
    )
