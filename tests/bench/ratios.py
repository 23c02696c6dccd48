"""Measures servers beside each other in several runs, and prints medians with their spread.

The ratio of two servers moves with the phase that the machine is in: the figure of one run is none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median

RUNS = 5

# CPU seconds per request of each server, by what is asked.
Costs = Iterator[tuple[str, dict[str, float]]]


def print_ratios(
    measures: Mapping[str, Callable[[], Costs]], others: Sequence[str], own: str = "generated"
) -> None:
    """Print what each server takes, and the ratio of our own to each of the others.

    measures: how it is measured once, by what that is called.
    """
    columns = "".join(f"{name:>10}{'ratio':>8}{'spread':>14}" for name in others)
    print(f"{f'CPU µs, median of {RUNS} runs':<28}{own:>10}{columns}")
    for where, measure in measures.items():
        runs = [dict(measure()) for _ in range(RUNS)]
        for asked in runs[0]:
            taken = {name: [run[asked][name] * 1e6 for run in runs] for name in runs[0][asked]}
            line = f"{f'{asked}, {where}':<28}{median(taken[own]):>10.1f}"
            for name in others:
                pairs = zip(taken[own], taken[name], strict=True)
                ratios = [mine / other for mine, other in pairs]
                spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
                line += f"{median(taken[name]):>10.1f}{median(ratios):>8.2f}{spread:>14}"
            print(line, flush=True)
