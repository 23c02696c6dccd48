"""Turns the name of a package into that package: the support of generated code, once for many."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.building.bind import styles_of
from generator.building.make import unit_rows
from generator.building.output import plan, write
from generator.building.output import problems as p
from generator.building.output.file_lock import lock_folders
from generator.building.output.guard import check_folder
from generator.building.output.paths import absolute, shown
from generator.building.output.plan import Change
from generator.building.pipeline import emit_support
from generator.building.request import BuildResult
from generator.diagnostics import Problems
from generator.emit.python.code import Literal, literal
from generator.emit.support import lent
from generator.formats.notice import with_notice
from generator.formats.output_tree import File
from generator.formats.templates import render
from generator.settings.problems import bad_support
from generator.settings.support import fault
from generator.styles import registry
from generator.styles.style import AnyStyle

_TYPED = File(path="py.typed", content=b"")  # PEP 561


@dataclass(frozen=True, kw_only=True)
class SupportRequest:
    """A support package: its dotted name, and the folder that its first part lies in."""

    name: str
    folder: Path
    root: Path  # of the project
    output: Path  # of the project's builds, which would remove a package in it
    styles: Sequence[str] | None = None
    check: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutView:
    """The page: a module in the place of a style that was left out."""

    title: str
    text: Literal


def write_support(request: SupportRequest, *, waiting: Callable[[str], None]) -> BuildResult:
    """Write the package, or compare it; what a user can get wrong comes back as a problem."""
    problems = Problems()
    place = request.folder.joinpath(*request.name.split("."))
    result = BuildResult(output=place, problems=problems, failed=True)
    why = fault(request.name, request.output.name)
    if why is None and absolute(place).is_relative_to(absolute(request.output)):
        why = f"is inside the output folder '{shown(request.output)}', which builds replace"
    if why is not None:
        problems.add(bad_support(None, request.name, why))
        return result
    styles = styles_of(request.styles, problems)
    check_folder(place, request.root, problems)
    if problems.failed:
        return result
    files = [_TYPED, *emit_support(styles), *_left_out(request.name, styles)]
    try:
        with lock_folders([place.parent], waiting):
            if not request.check:
                write.recover(place)
            return _written(request, result, files)
    except OSError as error:
        problems.add(p.cannot_write(error))
        return result


def _left_out(package: str, styles: Sequence[AnyStyle]) -> Iterator[File]:
    """A module in the place of each folder that other styles need, to say so when it is imported.

    Generated code that speaks one of them would fail with a bare ModuleNotFoundError.
    """
    there = {*lent(styles)}
    for style in registry.styles(None):
        for place in sorted({*lent([style])} - there):
            there.add(place)
            chosen = " ".join(f"--style {one.name}" for one in (*styles, style))
            command = f"gen support {package} {chosen}"
            text = f"{package} was written without {style.title}: run '{command}'"
            page = LeftOutView(title=style.title, text=literal(text))
            content = render("python/left_out.py.j2", page)
            yield with_notice(File(path=f"{place.rpartition('.')[2]}.py", content=content))


def _written(request: SupportRequest, result: BuildResult, files: list[File]) -> BuildResult:
    place, problems = result.output, result.problems
    planned = plan.make(place.parent, {place.name: files})
    for obstacle in planned.obstacles:
        if not (obstacle.forcible and (request.force or request.check)):
            problems.add(p.obstacle(place.parent, obstacle))
    if problems.failed:
        return result
    if not request.check:
        write.apply(place, [_below(place, change) for change in planned.changes])
    changes = tuple(
        replace(change, path=f"{shown(place.parent)}/{change.path}") for change in planned.changes
    )
    changed = {change.path for change in planned.changes}
    return replace(
        result,
        changes=changes,
        drift={request.name: changes} if changes else {},
        rows=tuple(unit_rows(place.name, request.name, files, changed)),
        failed=False,
        written=not request.check,
    )


def _below(place: Path, change: Change) -> Change:
    return replace(change, path=change.path.removeprefix(f"{place.name}/"))
