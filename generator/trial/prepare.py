"""Turns a contract's path into its generated package, in memory: to compare, to serve, to measure.

Nothing is written, not even the lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import pipeline
from generator.building.binding import bind_all
from generator.building.make import SUPPORT
from generator.compare.assemble import comparison
from generator.compare.comparison import Comparison
from generator.diagnostics import Problems
from generator.model import Api
from generator.pipeline import Bound
from generator.styles.style import AnyStyle


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A contract, and the files that a build would write below the output folder."""

    bound: Bound
    files: dict[str, bytes]

    @property
    def api(self) -> Api:
        """What the contract means."""
        return self.bound.api

    @property
    def styles(self) -> tuple[AnyStyle, ...]:
        """The styles that it is tried in, in their order."""
        return tuple(style for style, _ in self.bound.bindings)

    def comparison(self, operations: Sequence[str] | None = None) -> Comparison:
        """Its styles side by side; ``operations`` are the names of those to compare."""
        return comparison(self.api, self.bound.bindings, self.files, chosen=operations)


def prepare(
    path: Path, root: Path, problems: Problems, styles: Sequence[str] | None = None
) -> Trial | None:
    """Emit a contract in memory; None when it has errors, which are then in ``problems``."""
    found = bind_all([path], root, styles, problems)
    if problems.failed:
        return None
    bound = found[0].bound
    support = pipeline.emit_support([style for style, _ in bound.bindings])
    tree = pipeline.emit_code(bound, checked=False)
    files = {f"{SUPPORT}/{file.path}": file.content for file in support}
    files |= {f"{bound.api.folder}/{file.path}": file.content for file in tree}
    return Trial(bound=bound, files=files)
