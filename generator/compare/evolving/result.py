"""What became of the callers of an older contract: plain values, for a page, text and JSON."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


class State(enum.Enum):
    """Whether calls of one operation go on, in one style and direction, from the best."""

    SAME = "same"  # it works as before, and nothing that it carries has changed
    WORKS = "works"  # the examples work, and so does all else
    WEAKER = "weaker"  # the examples work; what the contract promised is less
    AT_RISK = "at risk"  # the examples work, other values do not
    FAILS = "fails"  # an example was called, and failed


class Direction(enum.Enum):
    """Who is older; the value is how people read it."""

    OLD = "old clients, new server"
    NEW = "new clients, old server"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a change does in one style and direction: ``fine``, ``weaker``, ``breaks``; and why."""

    grade: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One change of the contract.

    judged: what it does to each operation that it reaches, by the old and new name, "" where there
    is none; by style and direction.
    """

    code: str
    what: str
    message: str
    place: str
    judged: Mapping[tuple[str, str], Mapping[tuple[str, Direction], Judged]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One operation in one style and direction; state: None where there is no such call.

    why: why it fails, or may; the reason that it is not called, where there is no state; seen: how
    an example failed.
    """

    state: State | None
    why: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One operation: its old and new name, "" where it is new or gone.

    changes: places in ``Evolution.changes`` of those that reach it.
    """

    old: str
    new: str
    cells: Mapping[tuple[str, Direction], Cell]
    changes: tuple[int, ...]

    @property
    def name(self) -> str:
        """As people know it today."""
        return self.new or self.old


@dataclass(frozen=True, slots=True, kw_only=True)
class Evolution:
    """All operations of two versions; styles: title by name."""

    base: str
    styles: Mapping[str, str]
    rows: tuple[Row, ...]
    changes: tuple[Told, ...]

    def states(self, style: str, direction: Direction) -> Iterator[State]:
        """What became of all calls of one style in one direction."""
        for row in self.rows:
            state = row.cells[style, direction].state
            if state is not None:
                yield state

    def summary(self, style: str, direction: Direction) -> tuple[int, int]:
        """How many operations keep working, and how many there are."""
        found = list(self.states(style, direction))
        bad = (State.FAILS, State.AT_RISK)
        return sum(state not in bad for state in found), len(found)
