"""What a build is asked for, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.building.output.paths import shown
from generator.building.output.plan import Change
from generator.diagnostics import Diagnostic, Problems


@dataclass(frozen=True, kw_only=True)
class BuildRequest:
    """What to build: all that the command line and the settings say."""

    contracts: Sequence[Path]
    root: Path  # of the project: imports stay below it
    output: Path
    styles: tuple[str, ...] | None = None
    support: str = (
        ""  # the package that the code imports its support from; "": a copy in the output
    )
    models: Mapping[Path, tuple[str, ...]] = field(default_factory=dict)  # forms, by contract
    check: bool = False
    force: bool = False
    complete: bool = False  # these are all contracts there are: folders of others are stale


@dataclass(frozen=True, kw_only=True)
class BuildRow:
    """What a build made of one contract in one style ("" for what is common to all)."""

    unit: str  # the folder below the output folder
    contract: str
    style: str
    files: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class BuildResult:
    """What a build found, and what it wrote (or, with ``check``, would write)."""

    output: Path
    problems: Problems
    changes: tuple[Change, ...] = ()  # paths as people know them; locks first
    drift: Mapping[str, Sequence[Change]] = field(default_factory=dict)  # the same by contract
    rows: tuple[BuildRow, ...] = ()
    failed: bool = False
    written: bool = False

    @property
    def shown(self) -> str:
        """The output folder as people know it."""
        return shown(self.output)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found, in the order of the places."""
        return tuple(self.problems)

    @property
    def ok(self) -> bool:
        """Whether the output is now what the contracts say."""
        return not self.failed and (self.written or not self.changes)
