"""Which codes belong to which folder: the beginning of a code is its area."""

import re
from collections.abc import Iterator
from pathlib import Path

from generator.styles import registry

ROOT = Path(__file__).parents[2]
# The folders whose `problems` modules may have codes with a beginning; a style has one of its own.
FOLDERS: dict[str, tuple[str, ...]] = {
    "GEN1": ("contract/source",),
    "GEN2": ("contract/resolve",),
    "GEN3": ("contract/resolve",),
    "GEN7": ("contract/lock",),
    "GEN8": ("building/output", "settings", "cli"),
}


def codes(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Every code as it stands in a ``problems`` module, and that module; sorted by code."""
    found = []
    for path in root.glob("generator/**/*.py"):
        if "problems" in path.relative_to(root).with_suffix("").parts:
            text = path.read_text("utf-8")
            found += [(code, path) for code in re.findall(r'\bcode="(\w+)"', text)]
    return iter(sorted(found))


def folders(root: Path = ROOT) -> dict[str, tuple[str, ...]]:
    """The folders of each beginning, the styles' included: the hundred of a style is its first."""
    found = dict(FOLDERS)
    for name in registry.names():
        place = f"styles/{name}"
        first = next(code for code, path in codes(root) if is_below(path, (place,), root))
        found[first[:4]] = (*found.get(first[:4], ()), place)
    return found


def is_below(path: Path, places: tuple[str, ...], root: Path = ROOT) -> bool:
    """Whether a module lies in one of these folders of the generator."""
    return any(path.is_relative_to(root / "generator" / place) for place in places)
