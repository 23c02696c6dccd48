"""Turns the advice for all operations into what a contract as a whole asks for, in a few words.

The rules, in their order: a style that cannot carry the contract's streams drops out; of the rest,
the one is named over which intermediaries can cache and retry the most operations; where that tells
nothing apart, the one that leads in most measurements. Then who leads in at least half of the
operations in something that was measured, or in the length of bodies.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.compare.page.advice import FOR, Advice, Condition, advise
from generator.compare.sideways.comparison import Comparison, OperationComparison
from generator.compare.timing.result import Measurement
from generator.formats.readable import listed
from generator.styles.style import Trait

Styles = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A part of the decision that speaks for some styles (none: for all of them).

    place: where it stands among others, which may belong to another choice of styles.
    """

    styles: Styles
    text: str
    place: int = 0


def sentence(comparison: Comparison, measured: Measurement | None) -> str:
    """What to take for a contract, as text; "" where there is one style only."""
    titles = {style.name: style.title for style in comparison.styles}
    advice = [advise(operation, titles, measured) for operation in comparison.operations]
    parts: list[str] = []
    for clause in decide(comparison, advice, titles):
        names = listed([titles[style] for style in clause.styles], "or")
        joint = "" if not names else f"{names} " if parts else f"{names}, because "
        parts.append(f"{joint}{clause.text}.")
    return f"For this contract: {' '.join(parts)}" if parts else ""


def decide(
    comparison: Comparison, advice: Sequence[Advice], titles: Mapping[str, str]
) -> tuple[Clause, ...]:
    """What to take for a contract, then what to take where something else counts."""
    if len(titles) < 2 or not advice:
        return ()
    main = _main(comparison.operations, advice, titles)
    return (main, *_alternatives(advice, main.styles))


def _main(
    operations: Sequence[OperationComparison], advice: Sequence[Advice], titles: Mapping[str, str]
) -> Clause:
    chosen: Styles = tuple(titles)
    reasons = []
    streaming = [one for one in operations if one.streams]
    carried = {style: _count(streaming, style, "streamable") for style in titles}
    best = _best(carried, chosen)
    if best != chosen:
        reasons.append(_streams(titles, carried, best, len(streaming)))
        chosen = best
    cached = [one for one in operations if one.cache_seconds]
    caches = {style: _count(cached, style, "cacheable") for style in titles}
    retries = {style: _count(operations, style, "idempotent") for style in titles}
    best = _best({style: caches[style] + retries[style] for style in titles}, chosen)
    if best != chosen:
        seen = [
            f"{verb} {_of(counts[best[0]], len(operations))}"
            for verb, counts in (("cache", caches), ("retry", retries))
            if counts[best[0]]
        ]
        reasons.append(f"intermediaries can {listed(seen)} without knowing the contract")
        chosen = best
    if not reasons:
        leads = Counter(style for one in advice for c in one.conditions for style in c.styles)
        best = _best(leads, chosen)
        if best != chosen and any(c.about != "bodies" for a in advice for c in a.conditions):
            reasons.append("it leads in most measurements; otherwise its semantics fit all alike")
            chosen = best
    if not reasons:
        return Clause(
            styles=(), text="all styles fit alike: take the one that your callers have tools for"
        )
    return Clause(styles=chosen, text=listed(reasons))


def _streams(
    titles: Mapping[str, str], carried: Mapping[str, int], best: Styles, whole: int
) -> str:
    """What of the streams the other styles cannot carry."""
    others = [style for style in titles if style not in best]
    if not any(carried[style] for style in others):
        cannot = listed([titles[style] for style in others], "or")
        many = carried[best[0]]
        streams = "one operation streams" if many == 1 else f"{many} operations stream"
        return f"{streams}, which {cannot} cannot carry"
    told = [f"{titles[style]} carries only {carried[style]}" for style in others]
    return f"{listed(told)} of the {whole} streams"


def _alternatives(advice: Sequence[Advice], main: Styles) -> Iterator[Clause]:
    """Who leads in at least half of the operations, by what it leads in."""
    found: dict[Styles, dict[str, list[str]]] = {}
    places: dict[Styles, int] = {}
    for place, (about, noun) in enumerate(FOR.items(), 1):
        led = [condition for one in advice for condition in one.conditions]
        led = [condition for condition in led if condition.about == about]
        for styles, count in Counter(condition.styles for condition in led).most_common(1):
            if 2 * count >= len(advice):
                wins = [condition for condition in led if condition.styles == styles]
                places.setdefault(styles, place)
                found.setdefault(styles, {}).setdefault(_wins(wins, len(advice)), []).append(noun)
    for styles, wins_of in found.items():
        texts = [f"{listed(nouns)} ({wins})" for wins, nouns in wins_of.items()]
        also = "also for" if {*styles} <= {*main} else "for"
        yield Clause(styles=styles, text=f"{also} {listed(texts)}", place=places[styles])


def _wins(wins: Sequence[Condition], whole: int) -> str:
    ratios = sorted(one.ratio for one in wins if one.ratio is not None)
    said = _of(len(wins), whole)
    if not ratios:
        return said
    low, high = f"×{ratios[0]:.1f}", f"×{ratios[-1]:.1f}"
    return f"{said}, {low}" if low == high else f"{said}, {low} to {high}"


def _of(part: int, whole: int) -> str:
    if part == whole:
        return "the one operation" if whole == 1 else f"all {whole} operations"
    return f"{part} of {whole} operations"


def _count(operations: Sequence[OperationComparison], style: str, name: str) -> int:
    """How many operations have a trait that holds over a style."""
    traits: list[Trait | None] = [
        getattr(one.facts, name)
        for operation in operations
        for one in operation.styles
        if one.style == style
    ]
    return sum(trait is not None and trait.holds for trait in traits)


def _best(counts: Mapping[str, int], among: Styles) -> Styles:
    """The styles with the highest count."""
    most = max(counts.get(style, 0) for style in among)
    return tuple(style for style in among if counts.get(style, 0) == most)
