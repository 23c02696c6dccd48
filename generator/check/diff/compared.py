"""Compares contracts with a base: each with its old self, and what is accepted of the changes."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.building.bind import Contract, bind_all
from generator.building.output.paths import absolute
from generator.check.accepted import Found, settle, unknown_rules
from generator.check.diff import problems as p
from generator.check.diff.bases import PROJECT, Base
from generator.check.diff.differ import Difference, Differences, differences
from generator.check.diff.findings import counts, finding
from generator.check.diff.rules import rules
from generator.check.diff.version import Proposal, propose
from generator.contract.lock.open import path_of
from generator.diagnostics import Diagnostic, Kind, Problems, Severity, Span
from generator.model import Accept
from generator.settings import ProjectSettings, earlier
from generator.styles import registry


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One contract and its old self.

    counting: what breaks somebody and is not accepted; accepted: what breaks and is.
    """

    path: str
    before: str
    found: Differences
    counting: tuple[Difference, ...]
    accepted: tuple[tuple[Difference, Accept], ...]
    version: Proposal


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All contracts of a run.

    new: paths of contracts that the base does not have; dropped: styles that only the base has;
    failed: a comparison could not be made.
    """

    base: str
    both: bool
    compared: tuple[Compared, ...]
    new: tuple[str, ...]
    removed: tuple[str, ...]
    dropped: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: bool

    @property
    def breaks(self) -> bool:
        """Whether something breaks that nobody accepted."""
        return bool(self.removed or self.dropped) or any(one.counting for one in self.compared)


class Comparer:
    """Compares contracts with one base; what is wrong, and what is found, goes to the problems.

    here: places must lie in the new contracts, for programs that mark their lines.
    """

    def __init__(
        self,
        base: Base,
        *,
        settings: ProjectSettings,
        styles: Sequence[str] | None,
        today: datetime.date,
        both: bool,
        here: bool,
        problems: Problems,
    ) -> None:
        self._base = base
        self._settings = settings
        self._project = absolute(settings.root)
        self._styles = styles
        self._today = today
        self._both = both
        self._here = here
        self._problems = problems
        self._failed = False

    def run(self, contracts: Sequence[Contract], *, partial: bool = True) -> Comparison:
        """Compare bound contracts; partial: there are others, so none of the base is missed."""
        compared: list[Compared] = []
        new: list[str] = []
        unchanged: list[str] = []
        used: set[Path] = set()
        for contract in contracts:
            package = contract.bound.api.package
            path = counterpart(self._base, self._project, contract.path, package)
            if path is None:
                new.append(str(contract.path))
                self._problems.add(p.new_contract(contract.bound.api.span, self._base.label))
                continue
            used.add(path)
            if self._same(contract, path):
                unchanged.append(str(contract.path))
                continue
            old = self._old(path)
            if old is not None:
                compared.append(self._compare(contract, old))
        whole = not partial and self._base.file is None
        before = matches(self._base, self._settings.contracts) if whole else ()
        removed = [self._removed(path) for path in before if path not in used]
        return Comparison(
            base=self._base.label,
            both=self._both,
            compared=tuple(compared),
            new=tuple(new),
            removed=tuple(removed),
            dropped=tuple(self._dropped()) if whole else (),
            unchanged=tuple(unchanged),
            failed=self._failed,
        )

    def _same(self, contract: Contract, old: Path) -> bool:
        """Whether nothing that the contract is read from has changed."""
        if self._base.file is not None:
            return False
        for file, text in contract.texts.items():
            full = absolute(Path(file))
            if not full.is_relative_to(self._project):
                return False
            before = self._base.root / full.relative_to(self._project)
            if not before.is_file() or before.read_text("utf-8", "replace") != text:
                return False
        lock = path_of(old)  # one that is gone is no text of the contract
        return old.is_file() and (path_of(contract.path).exists() or not lock.exists())

    def _old(self, path: Path) -> Contract | None:
        found = Problems()
        bound = bind_all([path], self._base.root, self._styles, found)
        shown = {self._base.shown(file): text for file, text in found.texts.items()}
        self._problems.texts.update(shown)
        if found.failed or not bound:
            errors = [
                Diagnostic(
                    code=one.code,
                    severity=one.severity,
                    message=one.message,
                    span=None if one.span is None else self._shown(one.span),
                )
                for one in found
                if one.severity is Severity.ERROR
            ]
            self._problems.add(p.invalid_base(self._base.shown(str(path)), errors))
            self._failed = True
            return None
        return bound[0]

    def _shown(self, span: Span) -> Span:
        return span._replace(file=self._base.shown(span.file))

    def _compare(self, contract: Contract, old: Contract) -> Compared:
        found = differences(old.bound, contract.bound)
        settled, kept = self._settled(found)
        for one in found.found:
            if not any(one is each for each, _ in settled):
                self._problems.add(self._finding(one, found, here=self._here))
        version = propose(found, kept)
        if version.problem is not None:
            self._problems.add(version.problem)
        return Compared(
            path=str(contract.path),
            before=self._base.shown(str(old.path)),
            found=found,
            counting=tuple(kept),
            accepted=settled,
            version=version,
        )

    def _settled(
        self, found: Differences
    ) -> tuple[tuple[tuple[Difference, Accept], ...], list[Difference]]:
        counting = [one for one in found.found if counts(one, both=self._both)]
        items = {}
        for one in counting:
            gone = one.change.what if one.change.new is None else None
            item = Found(diagnostic=self._finding(one, found, here=True), was=gone)
            items[id(item)] = (item, one)
        settled = settle(
            [item for item, _ in items.values()], found.pair.new.accepts, _judged(), self._today
        )
        for problem in (*settled.problems, *unknown_rules(found.pair.new.accepts)):
            self._problems.add(problem)
        accepted = tuple((items[id(item)][1], accept) for item, accept in settled.accepted)
        return accepted, [items[id(item)][1] for item in settled.kept]

    def _finding(self, one: Difference, found: Differences, *, here: bool) -> Diagnostic:
        return finding(one, found, self._shown, both=self._both, here=here)

    def _dropped(self) -> Iterator[str]:
        """The styles that the base's settings had and these do not."""
        before = earlier(self._base.root / PROJECT)
        if before is None or self._styles != self._settings.styles:
            return
        now = registry.names() if self._settings.styles is None else self._settings.styles
        for name in before.styles or registry.names():
            if name not in now:
                self._problems.add(p.style_removed(name, self._base.label))
                yield name

    def _removed(self, path: Path) -> str:
        found = Problems()
        bound = bind_all([path], self._base.root, self._styles, found)
        shown = self._base.shown(str(path))
        package = bound[0].bound.api.package if bound else None
        self._problems.add(p.contract_removed(shown, package))
        return shown


def _judged() -> Mapping[str, Kind]:
    return {rule.KIND.code: rule.KIND for rule in rules()}


def matches(base: Base, patterns: Sequence[str]) -> Iterator[Path]:
    """The contracts that the settings' patterns name in the base, and those that it named itself.

    Who takes a contract out of the settings takes it from its callers, too.
    """
    before = earlier(base.root / PROJECT)
    named = dict.fromkeys((*patterns, *(() if before is None else before.contracts)))
    found = (path for pattern in named for path in sorted(base.root.glob(pattern)))
    yield from dict.fromkeys(path for path in found if path.is_file())


def counterpart(base: Base, project: Path, contract: Path, package: str) -> Path | None:
    """A contract in the base: the same file, or the one with the same package where it was moved.

    project: the folder that the base's root stands for.
    """
    if base.file is not None:
        return base.file
    full, project = absolute(contract), absolute(project)
    below = full.relative_to(project) if full.is_relative_to(project) else None
    for path in (base.root / (below or full.name), base.root / full.name):
        if path.is_file():
            return path
    key = r"""^(?:\{\s*)?(['"]?)contract\1[ \t]*:\s+(['"]?)%s\2[ \t]*(?:$|[,}]|[ \t]#)"""
    says = re.compile(key % re.escape(package), re.MULTILINE)
    for path in sorted(base.root.rglob("*.y*ml")):
        if path.is_file() and says.search(path.read_text("utf-8", "replace")):
            return path
    return None
