"""Decides whether a folder may be an output folder, before anything is read or written."""

from pathlib import Path

from generator.building.output import problems as p
from generator.building.output.paths import absolute, shown
from generator.diagnostics import Problems


def check_folder(output: Path, root: Path, problems: Problems) -> None:
    """Refuse an output that is a file, a link or behind one, or that holds the project."""
    link = symlink_on(output)
    if link is not None:
        problems.add(p.symlinked_output(shown(link)))
    elif output.exists() and not output.is_dir():
        problems.add(p.bad_output_folder(shown(output), "is not a folder"))
    elif any(absolute(place).is_relative_to(absolute(output)) for place in (root, Path.cwd())):
        problems.add(p.bad_output_folder(shown(output), "holds the project itself"))


def symlink_on(path: Path) -> Path | None:
    """The first symbolic link on the way to a path.

    Links right below the file system's root (macOS's /tmp) are the system's, not a trap; what the
    current folder itself is reached through is the user's own doing.
    """
    full = absolute(path)
    here = Path.cwd()
    place = Path(full.anchor)
    for depth, step in enumerate(full.relative_to(full.anchor).parts):
        place /= step
        if place.is_symlink() and depth > 0 and not here.is_relative_to(place):
            return place
    return None
