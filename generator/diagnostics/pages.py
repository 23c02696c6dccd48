"""Turns the kinds of all diagnostics into Markdown: a page for each code, and an index.

``python -m generator.diagnostics.pages docs/diagnostics`` writes them.
"""

import sys
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from generator.diagnostics.diagnostic import Kind
from generator.diagnostics.registry import all_kinds, style_areas

_AREAS = {
    "GEN1": "Files, YAML and imports",
    "GEN2": "Names and types",
    "GEN3": "Resources, operations, errors, examples, auth",
    "GEN5": "Protobuf and gRPC",
    "GEN7": "The lock",
    "GEN8": "Output and settings",
}


def page(kind: Kind) -> str:
    """What ``gen explain CODE`` shows, as a page of the documentation."""
    return f"# {kind.code}: {kind.name} ({kind.severity.value})\n\n{kind.explanation.strip()}\n"


def index(kinds: Iterable[Kind]) -> str:
    """All codes, by area."""
    lines = [
        "# Diagnostics",
        "",
        "Every problem that `gen` reports has a code. `gen explain CODE` prints its page.",
        "How problems are printed, for people and for programs: [formats](formats.md).",
    ]
    areas = _AREAS | style_areas()
    for prefix, group in groupby(kinds, key=lambda kind: kind.code[:4]):
        lines += ["", f"## {prefix}xx: {areas.get(prefix, 'Other')}", ""]
        lines += [f"- [{kind.code}]({kind.code}.md) {kind.name}" for kind in group]
    return "\n".join(lines) + "\n"


def pages(kinds: Mapping[str, Kind]) -> dict[str, str]:
    """All files by name."""
    return {
        "README.md": index(kinds.values()),
        **{f"{code}.md": page(kind) for code, kind in kinds.items()},
    }


def write(folder: Path, kinds: Mapping[str, Kind]) -> None:
    """Write all pages, and remove those of codes that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages(kinds)
    for stale in folder.glob("GEN*.md"):
        if stale.name not in wanted:
            stale.unlink()
    for name, content in wanted.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]), all_kinds())
