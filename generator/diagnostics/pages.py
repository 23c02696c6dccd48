"""The pages of docs/diagnostics, one for each code, and the index of all.

``python -m generator.diagnostics.pages docs/diagnostics`` writes the index.
"""

import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from generator.diagnostics.diagnostic import Kind
from generator.diagnostics.registry import all_kinds, area_of, style_areas

_AREAS = {
    "GEN1": "Files, YAML and imports",
    "GEN2": "Names and types",
    "GEN3": "Resources, operations, errors, examples, auth",
    "GEN5": "Protobuf and gRPC",
    "GEN7": "The lock",
    "GEN8": "Output and settings",
    "GEN9": "Checks and deployments",
    "AWS1": "API Gateway: rules of `gen deploy lint`",
    "AWS2": "Application Load Balancer: rules of `gen deploy lint`",
    "AWS3": "VPC Lattice: rules of `gen deploy lint`",
    "LINT": "Design: rules of `gen lint`",
    "DIFF": "Changes: rules of `gen diff`",
}


def pages_folder() -> Path:
    """``generator/_diagnostics`` in a wheel, ``docs/diagnostics`` of the checkout otherwise."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "_diagnostics"
    return packed if packed.is_dir() else package.parent / "docs" / "diagnostics"


def heading(kind: Kind) -> str:
    """The first line of a page; how severe a change is follows from whom it breaks."""
    severity = "severity by verdict" if kind.code.startswith("DIFF") else kind.severity.value
    return f"# {kind.code}: {kind.name} ({severity})"


def explanation(kind: Kind) -> str:
    """What is wrong, an example, and the way out, in Markdown: the page below its heading."""
    if kind.explanation:
        return kind.explanation
    text = (pages_folder() / f"{kind.code}.md").read_text(encoding="utf-8")
    return text.partition("\n\n")[2]


def page(kind: Kind) -> str:
    """What ``gen explain CODE`` shows."""
    return f"{heading(kind)}\n\n{explanation(kind).strip()}\n"


def index(kinds: Iterable[Kind]) -> str:
    """All codes, by area."""
    lines = [
        "# Diagnostics",
        "",
        "Every problem that `gen` reports has a code. `gen explain CODE` prints its page.",
        "How problems are printed, for people and for programs: [formats](formats.md).",
    ]
    areas = _AREAS | style_areas()
    for prefix, group in groupby(kinds, key=lambda kind: area_of(kind.code)):
        lines += ["", f"## {prefix:x<6}: {areas.get(prefix, 'Other')}", ""]
        lines += [f"- [{kind.code}]({kind.code}.md) {kind.name}" for kind in group]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    content = index(all_kinds().values())
    (Path(sys.argv[1]) / "README.md").write_text(content, encoding="utf-8", newline="\n")
