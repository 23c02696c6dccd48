"""Decides what is measured when, and for how long: rounds, each of which visits everything once.

Within a round, the styles follow each other under the same conditions: whatever disturbs the
machine falls on neighbours alike, and the verdict compares them round by round.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.compare.timing.verdict import ENOUGH

IN_FLIGHT = (1, 8, 64)
ITEMS = (1, 10, 100, 1000)
ROUNDS = 8  # by chance, one of two equals leads in all of them once in 128 times
BUDGET = 40.0  # seconds for all rounds
SHORTEST = 0.01  # seconds of a stretch: many operations take more than the budget
_LONGEST = 0.1
_LONG = 2  # how much longer a stretch with many calls in flight is, which begins and ends slowly
_MANY = 64
# Seconds above which the most calls in flight, the longest to take, are left out; then, rounds.
_PATIENCE = 180.0
_LATE = 1.2  # times the estimate; after it, the fewest rounds that can name a winner are enough
_SEED = 1  # the order is shuffled, and the same every time
# About what the fewest calls of a stretch take: opening it, and for each of those in flight.
_OPENING, _EACH = 0.012, 0.0007

LoadKey = tuple[str, str]  # operation, style


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

    @property
    def least(self) -> float:
        """About how many seconds the fewest calls of a stretch take."""
        return _OPENING + _EACH * self.in_flight


class Schedule:
    """Shares the budget out; what was slower than expected shortens the rounds that follow."""

    def __init__(
        self, keys: Sequence[LoadKey], lists: Sequence[str], rounds: int, budget: float
    ) -> None:
        self._styles: dict[str, list[str]] = {}
        for operation, style in keys:
            self._styles.setdefault(operation, []).append(style)
        self._lists = lists
        self._rounds = rounds
        self._budget = budget
        self.in_flight: tuple[int, ...] = IN_FLIGHT
        self._settings = self._visited()
        if self._least * rounds > max(budget, _PATIENCE):
            self.in_flight = IN_FLIGHT[:-1]
            self._settings = self._visited()
            if self._least * rounds > _PATIENCE:
                self._rounds = min(rounds, ENOUGH)

    @property
    def steps(self) -> int:
        """How many stretches there are in all rounds."""
        return self._rounds * sum(self._count(setting) for setting in self._settings)

    @property
    def seconds(self) -> float:
        """About how long it takes."""
        longest = _LONGEST * self._units + self._least
        return min(max(self._budget, self._least * self._rounds), longest * self._rounds)

    def stretches(self) -> Iterator[tuple[Setting, str, float]]:
        """Every stretch: under what setting, over which style, for how many seconds."""
        chance = random.Random(_SEED)
        begin = time.monotonic()
        end = begin + self._budget
        lost = self._least / 2  # in a round, between stretches
        for number in range(self._rounds):
            start = time.monotonic()
            if number >= ENOUGH and start > begin + _LATE * self.seconds:
                return
            share = (end - start) / (self._rounds - number)
            unit = min(max((share - lost) / max(self._units, 1), SHORTEST), _LONGEST)
            for setting in chance.sample(self._settings, len(self._settings)):
                styles = self._styles[setting.operation]
                for style in chance.sample(styles, len(styles)):
                    yield setting, style, unit * setting.weight
            lost = time.monotonic() - start - unit * self._units

    def _visited(self) -> list[Setting]:
        loads = [
            Setting(operation=operation, in_flight=in_flight, replayed=replayed)
            for operation in self._styles
            for in_flight in self.in_flight
            for replayed in (False, True)
        ]
        growing = [operation for operation in self._styles if operation in self._lists]
        return loads + [
            Setting(operation=operation, items=items) for operation in growing for items in ITEMS
        ]

    def _count(self, setting: Setting) -> int:
        return len(self._styles[setting.operation])

    @property
    def _units(self) -> int:
        """The stretches of a round, by weight."""
        return sum(setting.weight * self._count(setting) for setting in self._settings)

    @property
    def _least(self) -> float:
        """About how many seconds a round takes at least."""
        return sum(setting.least * self._count(setting) for setting in self._settings)
