"""Prints the table as a page of the documentation; every figure is counted from it."""

from collections.abc import Callable, Iterable, Iterator

from generator.formats.format import needed
from generator.styles import registry
from tests.check.truth.edits import SIDES, Edit, areas, edits
from tests.check.truth.running import PYTHON
from tests.check.truth.table import Row, Rows, every_edit, wrong

_HEAD = """\
# Whom edits break: what was seen, and what tools say

Made by `python -m tests.check.truth` from the edits in `tests/check/truth/edits/`. Do not edit.

Each row is one edit of a contract. It was built before and after, and generated clients called
generated servers, old with new and new with old, in every style, with values that the edit is
about. The first mark of a cell is for **old clients with the new server**, the second for **new
clients with the old server**: ✓ calls work, ✗ calls fail or mean something else, ~ calls work, and
`gen diff` says that a promise of the contract is less. "python" is code that is written for the
old package and runs with the new one. A cell is empty where a style carries no such call.
buf and oasdiff have ✗ where they find something that breaks.
"""


def page(rows: Rows) -> str:
    """The whole page."""
    parts = [_HEAD, *_summary(rows)]
    for area in areas():
        parts += ["", f"## {area.capitalize()}", "", *_table(edits(area), rows)]
    return "\n".join(parts) + "\n"


def _styles(rows: Rows) -> list[str]:
    judged = {name for row in rows.values() for name in row["diff"]}
    return [*(style.name for style in registry.styles() if style.name in judged), PYTHON]


def _table(chosen: Iterable[Edit], rows: Rows) -> Iterator[str]:
    styles = _styles(rows)
    yield f"| edit | {' | '.join(styles)} | buf | oasdiff |"
    yield f"|---|{':-:|' * (len(styles) + 2)}"
    for edit in chosen:
        row = rows[str(edit)]
        cells = [_cell(row, style) for style in styles]
        others = ["✗" if row.get(tool) else "✓" for tool in ("buf", "oasdiff")]
        yield f"| {_escaped(edit.name)} | {' | '.join([*cells, *others])} |"


def _cell(row: Row, style: str) -> str:
    told = row["seen"].get(style, {})
    return " ".join(
        "✗" if told[side] == "fails" else "~" if row["diff"][style][side] == "weaker" else "✓"
        for side in SIDES
        if side in told
    )


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _summary(rows: Rows) -> Iterator[str]:
    found = list(every_edit())
    harmless = [edit for edit in found if edit.harmless]
    right = [edit for edit in found if not wrong(edit, rows[str(edit)])]
    verdicts = sum(len(told) for edit in found for told in rows[str(edit)]["seen"].values())
    yield (
        f"{len(found)} edits, {len(harmless)} of them harmless to old callers; "
        f"{verdicts} verdicts of styles and directions."
    )
    yield ""
    heads = ["tool", "judges", "edits that break old callers there", "found", "harmless edits"]
    yield f"| {' | '.join(heads)} | false alarms |"
    yield "|---|---|:-:|:-:|:-:|:-:|"
    for judged in (_wires(rows), _any_style(rows)):
        yield _line(found, rows, "`buf breaking` (WIRE_JSON)", judged, _said_by("buf"))
    for judged in (_described(rows), _any_style(rows)):
        yield _line(found, rows, "oasdiff 1.38", judged, _said_by("oasdiff"))
    yield _line(found, rows, "`gen diff`", _any_style(rows), _diff)
    yield ""
    yield (
        f"In every style and both directions, `gen diff` is right on {len(right)} of "
        f"{len(found)} edits."
    )


def _wires(rows: Rows) -> tuple[str, tuple[str, ...]]:
    """The styles whose messages are what the .proto says."""
    return _titled(
        name
        for name in _styles(rows)
        if name in registry.names()
        and any(format_.name == "protobuf" for format_ in needed(registry.style(name).formats))
    )


def _described(rows: Rows) -> tuple[str, tuple[str, ...]]:
    """The styles that the OpenAPI document describes."""
    return _titled(
        name
        for name in _styles(rows)
        if name in registry.names() and registry.style(name).hosting.document == "openapi.yaml"
    )


def _titled(names: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    found = tuple(names)
    return " and ".join(registry.style(name).title for name in found), found


def _any_style(rows: Rows) -> tuple[str, tuple[str, ...]]:
    return "all styles and code", tuple(_styles(rows))


def _diff(row: Row) -> bool:
    return any(said["old"] == "breaks" for said in row["diff"].values())


def _line(
    found: list[Edit],
    rows: Rows,
    tool: str,
    judged: tuple[str, tuple[str, ...]],
    says: Callable[[Row], bool],
) -> str:
    """How often a tool says what was seen of old callers."""
    title, styles = judged
    breaking = [edit for edit in found if _breaks(rows[str(edit)], styles)]
    harmless = [edit for edit in found if edit.harmless]
    hits = sum(says(rows[str(edit)]) for edit in breaking)
    alarms = sum(says(rows[str(edit)]) for edit in harmless)
    counts = map(str, [len(breaking), hits, len(harmless), alarms])
    return f"| {tool} | {title} | {' | '.join(counts)} |"


def _said_by(tool: str) -> Callable[[Row], bool]:
    return lambda row: bool(row.get(tool))


def _breaks(row: Row, styles: tuple[str, ...]) -> bool:
    seen = row["seen"]
    return any(seen[style]["old"] == "fails" for style in styles if style in seen)
