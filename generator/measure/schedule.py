"""Decides what is measured when, and for how long: rounds, each of which visits everything once.

Within a round, the styles follow each other under the same conditions: whatever disturbs the
machine falls on neighbours alike, and the verdict compares them round by round.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

IN_FLIGHT = (1, 8, 64)
ITEMS = (1, 10, 100, 1000)
ROUNDS = 8  # by chance, one of two equals leads in all of them once in 128 times
BUDGET = 40.0  # seconds for all rounds
SHORTEST = 0.01  # seconds of a stretch: many operations take more than the budget
_LONGEST = 0.1
_LONG = 2  # how much longer a stretch with many calls in flight is, which begins and ends slowly
_MANY = 64
_SEED = 1  # the order is shuffled, and the same every time
_FIRST_GUESS = 2.0  # what a round takes, as a multiple of its stretches

Key = tuple[str, str]  # operation, style


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What all styles are put to, one after another.

    replayed: the call's bytes are sent again, instead of calling the generated client; items: of
    the list that is answered, 0 where growth is not what is looked at.
    """

    operation: str
    in_flight: int = 1
    replayed: bool = False
    items: int = 0

    @property
    def weight(self) -> int:
        """How long its stretches are, relative to others."""
        return _LONG if self.in_flight >= _MANY else 1


class Schedule:
    """Shares the budget out; what was slower than expected shortens the rounds that follow."""

    def __init__(
        self, keys: Sequence[Key], lists: Sequence[str], rounds: int, budget: float
    ) -> None:
        self._styles: dict[str, list[str]] = {}
        for operation, style in keys:
            self._styles.setdefault(operation, []).append(style)
        self._settings = [
            Setting(operation=operation, in_flight=in_flight, replayed=replayed)
            for operation in self._styles
            for in_flight in IN_FLIGHT
            for replayed in (False, True)
        ]
        self._settings += [
            Setting(operation=operation, items=items)
            for operation in self._styles
            if operation in lists
            for items in ITEMS
        ]
        self._rounds = rounds
        self._budget = budget
        self._units = sum(
            setting.weight * len(self._styles[setting.operation]) for setting in self._settings
        )

    @property
    def steps(self) -> int:
        """How many stretches there are in all rounds."""
        each = sum(len(self._styles[setting.operation]) for setting in self._settings)
        return each * self._rounds

    @property
    def seconds(self) -> float:
        """About how long it takes."""
        shortest = SHORTEST * _FIRST_GUESS * self._units * self._rounds
        longest = _LONGEST * _FIRST_GUESS * self._units * self._rounds
        return min(max(self._budget, shortest), longest)

    def stretches(self) -> Iterator[tuple[Setting, str, float]]:
        """Every stretch: under what setting, over which style, for how many seconds."""
        chance = random.Random(_SEED)
        begin = time.monotonic()
        lost = (1 - 1 / _FIRST_GUESS) * self._budget / self._rounds  # in a round, between stretches
        for number in range(self._rounds):
            start = time.monotonic()
            share = (begin + self._budget - start) / (self._rounds - number)
            unit = min(max((share - lost) / max(self._units, 1), SHORTEST), _LONGEST)
            for setting in chance.sample(self._settings, len(self._settings)):
                styles = self._styles[setting.operation]
                for style in chance.sample(styles, len(styles)):
                    yield setting, style, unit * setting.weight
            lost = time.monotonic() - start - unit * self._units
