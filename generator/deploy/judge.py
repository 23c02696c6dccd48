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
                content = _content(file)
            except OSError as error:
                problems.add(p.unreadable_file(shown(file), error.strerror or str(error)))
                continue
            files[shown(file)] = content
            problems.texts[shown(file)] = content.decode(errors="replace")
    chosen = registry.names() if target is None else (target,)
    return sum(registry.target(name).judge(files, problems) for name in chosen)


def _content(file: Path) -> bytes:
    """What is in a file; OSError for what never ends, such as a pipe, or is too large."""
    if not file.is_file() and file.exists():
        raise OSError("it is no file")
    with file.open("rb") as opened:
        content = opened.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise OSError(f"it has more than {_LARGEST // 1024 // 1024} MiB")
    return content


def _files(place: Path) -> Iterator[Path]:
    """A file, or those in a folder; not what lies there and is too large for a deployment."""
    if place.is_dir():
        found = (file for file in sorted(place.rglob("*")) if file.is_file())
        yield from (file for file in found if file.stat().st_size <= _LARGEST)
    else:
        yield place
