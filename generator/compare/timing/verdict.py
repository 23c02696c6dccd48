"""Says which styles are better than others, and by how much: what the rounds allow to be said."""

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.compare.timing.result import Spread

ENOUGH = 6  # rounds; of two equals, one leads in all of them by chance once in 32 times


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Which styles are better than all others in every round, and how many times as good.

    leaders: one, or several that the rounds do not tell apart; second: the next best; ratio: of the
    worst leader to the best of the others, the median over the rounds; low, high: its range.
    """

    leaders: tuple[str, ...]
    second: str
    ratio: float
    low: float
    high: float


def verdict(values: Mapping[str, Spread], *, lower_is_better: bool) -> Verdict | None:
    """The fewest styles that lead all others in every round; None where no styles do."""
    costs = {name: list(_costs(value, lower_is_better)) for name, value in values.items()}
    ranked = sorted(values, key=lambda name: values[name].median, reverse=not lower_is_better)
    enough = len(costs[ranked[0]]) >= ENOUGH or not values[ranked[0]].rounds
    for count in range(1, len(ranked) if enough else 0):
        ahead = zip(*(costs[name] for name in ranked[:count]), strict=True)
        behind = zip(*(costs[name] for name in ranked[count:]), strict=True)
        ratios = [
            min(best for best, _ in theirs) / max(worst for _, worst in ours)
            for ours, theirs in zip(ahead, behind, strict=True)
        ]
        if min(ratios) > 1:
            return Verdict(
                leaders=tuple(name for name in values if name in ranked[:count]),
                second=ranked[count],
                ratio=statistics.median(ratios),
                low=min(ratios),
                high=max(ratios),
            )
    return None


def _costs(value: Spread, lower_is_better: bool) -> Iterator[tuple[float, float]]:
    """What each round cost, at best and at worst; an old file knows only the range of them all."""
    rounds = [(one, one) for one in value.rounds] or [(value.low, value.high)]
    for low, high in rounds:
        yield (low, high) if lower_is_better else (1 / high, 1 / low)
