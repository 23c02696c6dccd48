"""Turns a contract's path into its generated package, in memory: to compare, to serve, to measure.

Nothing is written, not even the lock.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from generator.building import pipeline
from generator.building.bind import bind_all
from generator.building.in_memory import Package, importable
from generator.building.pipeline import Bound
from generator.diagnostics import Problems
from generator.emit.support import SUPPORT, lent
from generator.model import Api
from generator.styles.style import AnyStyle


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A contract, and the files that a build would write below the output folder."""

    bound: Bound

    @property
    def api(self) -> Api:
        """What the contract means."""
        return self.bound.api

    @property
    def styles(self) -> tuple[AnyStyle, ...]:
        """The styles that it is tried in, in their order."""
        return tuple(style for style, _ in self.bound.bindings)

    def only(self, styles: Collection[str]) -> "Trial":
        """The same contract in some of its styles."""
        bindings = tuple(one for one in self.bound.bindings if one[0].name in styles)
        return Trial(bound=replace(self.bound, bindings=bindings))

    @cached_property
    def files(self) -> dict[str, bytes]:
        """All of them but the README, the support code included."""
        support = pipeline.emit_support(self.styles)
        found = {f"{SUPPORT}/{file.path}": file.content for file in support}
        return found | self._emitted(documents=True)

    def _emitted(self, *, documents: bool) -> dict[str, bytes]:
        emitted = pipeline.emit_code(self.bound, documents=documents)
        return {f"{self.api.folder}/{file.path}": file.content for file in emitted}

    def package(self, *, documents: bool = True) -> AbstractContextManager[Package]:
        """All of it, to import in this process, with the support code as it lies in here.

        documents: also what no import reads.
        """
        return importable(self._emitted(documents=documents), lent(self.styles))


def prepare(
    path: Path, root: Path, problems: Problems, styles: Sequence[str] | None = None
) -> Trial | None:
    """Read and bind a contract; None when it has errors, which are then in ``problems``."""
    found = bind_all([path], root, styles, problems)
    return None if problems.failed else Trial(bound=found[0].bound)
