"""Which codes belong to which folder: the beginning of a code is its area."""

import re
from collections.abc import Iterator
from pathlib import Path

from generator.diagnostics.registry import area_of
from generator.styles import registry

ROOT = Path(__file__).parents[2]
# The folders whose `problems` modules may have codes with a beginning. A style has a hundred of its
# own, or ten of the hundred that several share: that of its first code.
FOLDERS: dict[str, tuple[str, ...]] = {
    "GEN1": ("contract/source",),
    "GEN2": ("contract/problems",),
    "GEN3": ("contract/problems",),
    "GEN5": ("formats/protobuf",),
    "GEN7": ("contract/lock",),
    "GEN8": ("building/output", "settings", "cli", "check/lint"),
    "GEN9": ("check", "editor", "deploy"),
    "LINT": ("check/lint",),
    "DIFF": ("check/diff",),
    "AWS1": ("deploy/aws/rules",),
    "AWS2": ("deploy/aws/rules",),
    "AWS3": ("deploy/aws/rules",),
}


def codes(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Every code as it stands in a ``problems`` module, and that module; sorted by code."""
    found = []
    for path in root.glob("generator/**/*.py"):
        if {"problems", "rules"} & {*path.relative_to(root).with_suffix("").parts}:
            text = path.read_text("utf-8")
            found += [(code, path) for code in re.findall(r'\bcode="(\w+)"', text)]
    return iter(sorted(found))


def folders(root: Path = ROOT) -> dict[str, tuple[str, ...]]:
    """The folders of each beginning, the styles' included."""
    found = dict(FOLDERS)
    for place in (f"styles/{name}" for name in registry.names()):
        own = [code for code, path in codes(root) if is_below(path, (place,), root)]
        if own:
            area = area_of(own[0])
            found[area] = (*found.get(area, ()), place)
    return dict(sorted(found.items()))


def is_below(path: Path, places: tuple[str, ...], root: Path = ROOT) -> bool:
    """Whether a module lies in one of these folders of the generator."""
    return any(path.is_relative_to(root / "generator" / place) for place in places)
