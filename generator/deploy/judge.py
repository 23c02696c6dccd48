"""Hands files of deployments to the target that they are of, and gives what it finds."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.building.output.paths import shown
from generator.deploy import problems as p
from generator.deploy import registry
from generator.diagnostics import Problems

_LARGEST = 10 * 1024 * 1024


def judge(places: Iterable[Path], target: str | None, problems: Problems) -> int:
    """Judge files, and those in folders, by the rules of one target, or of each.

    A target looks at the files that it knows for its own. Gives how many were looked at.
    """
    if target is not None and target not in registry.names():
        problems.add(p.unknown_target(None, target, registry.names()))
        return 0
    files: dict[str, bytes] = {}
    for place in places:
        for file in _files(place):
            try:
                content = file.read_bytes()
            except OSError as error:
                problems.add(p.unreadable_file(shown(file), error.strerror or str(error)))
                continue
            if len(content) <= _LARGEST:
                files[shown(file)] = content
                problems.texts[shown(file)] = content.decode(errors="replace")
    chosen = registry.names() if target is None else (target,)
    return sum(registry.target(name).judge(files, problems) for name in chosen)


def _files(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from (file for file in sorted(place.rglob("*")) if file.is_file())
    else:
        yield place
