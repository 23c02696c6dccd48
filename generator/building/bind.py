"""Turns contracts into what they mean and how they travel, with the problems of all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.building import locks, pipeline
from generator.building.output import problems as p
from generator.building.output.paths import absolute
from generator.building.output.plan import Change
from generator.building.pipeline import Bound
from generator.contract.lock.open import check_left_behind, is_contract, is_lock
from generator.contract.read import read
from generator.diagnostics import Problems
from generator.runtime.long_stack import on_a_long_stack
from generator.settings.problems import unknown_style
from generator.styles import registry
from generator.styles.style import AnyStyle


@dataclass(frozen=True, kw_only=True)
class Contract:
    """One contract, bound; ``texts`` are the files that were read for it."""

    path: Path
    bound: Bound
    lock: Change | None  # what the build does to it
    numbered: bool  # whether the lock had numbers before
    texts: dict[str, str]


def styles_of(names: Sequence[str] | None, problems: Problems) -> tuple[AnyStyle, ...]:
    """The styles of these names, or problems for those that are not installed."""
    known = registry.names()
    unknown = [name for name in names or () if name not in known]
    for name in unknown:
        problems.add(unknown_style(None, name, known))
    return () if unknown else registry.styles(names)


def bind_all(
    paths: Iterable[Path], root: Path, names: Sequence[str] | None, problems: Problems
) -> list[Contract]:
    """Read and bind every contract; those with errors are left out."""
    return on_a_long_stack(lambda: _bind_all(paths, root, names, problems))


def _bind_all(
    paths: Iterable[Path], root: Path, names: Sequence[str] | None, problems: Problems
) -> list[Contract]:
    styles = styles_of(names, problems)
    made: list[Contract] = []
    folders: dict[str, Path] = {}
    packages: dict[str, Path] = {}
    paths = list(dict.fromkeys(paths))
    check_left_behind((path for path in paths if not is_lock(path)), problems)
    for path in paths:
        if problems.failed and not styles:
            break
        contract = _bind(path, root, styles, problems)
        if contract is None:
            continue
        other = folders.setdefault(contract.bound.api.folder, path)
        if other != path:
            problems.add(p.folder_taken(contract.bound.api.folder, str(path), str(other)))
        else:
            owner = packages.setdefault(contract.bound.api.package, path)
            check_package(contract, owner, problems)
        made.append(contract)
    return made


def check_package(contract: Contract, owner: Path, problems: Problems) -> None:
    """Report that a package belongs to another contract."""
    api = contract.bound.api
    if owner != contract.path:
        problems.add(p.package_taken(api.package, str(contract.path), str(owner), api.span))


def _bind(
    path: Path, root: Path, styles: Sequence[AnyStyle], problems: Problems
) -> Contract | None:
    found = Problems()
    api = read(path, registry.names(), root=_root(path, root), problems=found)
    whole = not found.failed
    bound = lock = None
    numbered = False
    if is_contract(path):  # else it has no lock
        ledger, old = locks.open_lock(path, found)
        numbered = not ledger.is_empty
        if api is not None:
            ledger.whole = whole
            bound = pipeline.bind(api, ledger, styles, found)
            lock = locks.change(path, ledger, old)
    problems.texts.update(found.texts)
    for diagnostic in found:
        problems.add(diagnostic)
    if bound is None:
        return None
    return Contract(path=path, bound=bound, lock=lock, numbered=numbered, texts=found.texts)


def _root(contract: Path, root: Path) -> Path:
    """The folder that imports must not leave: the project's, or that of a contract elsewhere."""
    full = absolute(contract)
    if full.is_relative_to(absolute(root)):
        return root
    projects = (folder for folder in full.parents if (folder / "pyproject.toml").is_file())
    return next(projects, full.parent)
