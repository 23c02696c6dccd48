"""Turns contracts and a target's parameters into a folder that is up to date, or compares it."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.building.bind import bind_all
from generator.building.output import plan, write
from generator.building.output import problems as output_problems
from generator.building.output.file_lock import lock_folders
from generator.building.output.guard import check_folder
from generator.building.output.paths import absolute, shown
from generator.building.output.plan import Change, Obstacle
from generator.building.request import BuildResult
from generator.deploy.front import Front, front
from generator.deploy.parameter import Values, values
from generator.deploy.target import Once, Target
from generator.diagnostics import Problems, Severity, Span
from generator.formats.notice import with_notice
from generator.formats.output_tree import File, OutputTree

_IGNORED = ".gitignore"


@dataclass(frozen=True, kw_only=True)
class DeployRequest:
    """What to write: all that the command line or the settings say.

    given: the target's parameters, by their names; span: where the settings say so; generated: the
    project's own output folder, whose builds would remove another one in it.
    """

    target: Target
    contracts: Sequence[Path]
    root: Path
    output: Path
    generated: Path
    given: Mapping[str, Sequence[str]]
    styles: tuple[str, ...] | None = None
    span: Span | None = None
    check: bool = False
    force: bool = False


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """The files of a folder, in memory, and those that are made once beside them."""

    files: tuple[File, ...]
    once: tuple[Once, ...]


def deployment(target: Target, made: Front, found: Values, problems: Problems) -> Deployment:
    """What a target writes for contracts; what it cannot do goes into ``problems``."""
    apis = [service.api for service in made.services]
    tree = OutputTree(with_notice(f, *apis) for f in target.emit(made, found, problems))
    once = tuple(target.once(made, found))
    if once:
        paths = "".join(f"/{path}\n" for one in once for path in one.paths)
        tree.add(File(path=_IGNORED, content=paths.encode()))
    return Deployment(files=tuple(tree), once=once)


def show_place(span: Span | None, problems: Problems) -> None:
    """Let problems at a place of the settings show its line."""
    if span is not None:
        with contextlib.suppress(OSError):
            problems.texts[span.file] = Path(span.file).read_text("utf-8")


def deploy(
    request: DeployRequest, *, waiting: Callable[[str], None] = lambda _folder: None
) -> BuildResult:
    """Write the folder, or compare it; whatever a user can get wrong comes back as a problem."""
    problems = Problems()
    show_place(request.span, problems)
    place = request.output
    result = BuildResult(output=place, problems=problems, failed=True)
    check_folder(place, request.root, problems)
    if absolute(place).is_relative_to(absolute(request.generated)):
        why = f"is inside '{shown(request.generated)}', which 'gen build' replaces"
        problems.add(output_problems.bad_output_folder(shown(place), why))
    made = _made(request, problems)
    if made is None or problems.failed:
        return result
    try:
        with lock_folders([place.parent], waiting):
            if not request.check:
                write.recover(place)
            return _written(request, result, made)
    except OSError as error:
        problems.add(output_problems.cannot_write(error))
        return result


def _made(request: DeployRequest, problems: Problems) -> Deployment | None:
    read = Problems()
    contracts = bind_all(request.contracts, request.root, request.styles, read)
    problems.texts.update(read.texts)
    for one in read:
        if one.severity is not Severity.NOTE:  # of what styles carry, which builds tell
            problems.add(one)
    if read.failed:
        return None
    bound = [contract.bound for contract in contracts]
    names = [one.api.folder for one in bound]
    asked = Problems()
    found = values(request.target.parameters, request.given, names, asked, request.span)
    stands = front(bound, asked)
    made = None if asked.failed else deployment(request.target, stands, found, problems)
    for one in asked:
        problems.add(one)
    return made


def _written(request: DeployRequest, result: BuildResult, made: Deployment) -> BuildResult:
    place, problems = request.output, result.problems
    planned = plan.make(place.parent, {place.name: made.files})
    for obstacle in [*planned.obstacles, *_kept(place, made.once)]:
        if not (obstacle.forcible and (request.force or request.check)):  # a check loses nothing
            problems.add(output_problems.obstacle(place.parent, obstacle))
    if problems.failed:
        return result
    changes = [_below(place, change) for change in planned.changes]
    if not request.check:
        changes += _missing(place, made.once)
        write.apply(place, changes, in_place=True)  # a proxy may be running in it
    told = tuple(replace(change, path=f"{shown(place)}/{change.path}") for change in changes)
    first = request.contracts[0].as_posix() if request.contracts else shown(place)
    return replace(
        result,
        changes=told,
        drift={first: told} if told else {},
        failed=False,
        written=not request.check,
    )


def _kept(place: Path, once: Sequence[Once]) -> Iterator[Obstacle]:
    """Files of their owner that would be made anew, since others of their set are missing."""
    for one in once:
        there = [path for path in one.paths if (place / path).exists()]
        if len(there) < len(one.paths):
            for path in there:
                yield Obstacle(path=f"{place.name}/{path}", kind="foreign")


def _missing(place: Path, once: Sequence[Once]) -> Iterator[Change]:
    """The files that are made once and are not there: all of a set, if one of it is missing.

    They may hold a private key.
    """
    for one in once:
        if all((place / path).exists() for path in one.paths):
            continue
        for path, content in zip(one.paths, one.make(), strict=True):
            yield Change(path=path, kind="added", old=None, new=content, private=True)


def _below(place: Path, change: Change) -> Change:
    return replace(change, path=change.path.removeprefix(f"{place.name}/"))
