"""The committed table: what was seen of every edit, and what each tool says of it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.check.diff.differ import differences
from generator.model.change import Grade
from tests.check.truth.edits import SIDES, Edit, areas, edits
from tests.check.truth.foreign import Files, buf
from tests.check.truth.running import PYTHON, Runner, Truth, truth
from tests.check.truth.sides import Side, made

HERE = Path(__file__).parent
JSON = HERE / "table.json"
PAGE = HERE.parents[2] / "docs" / "breaking.md"

Row = dict[str, Any]
Rows = dict[str, Row]
Verdicts = dict[str, dict[str, str]]


def load() -> Rows:
    """The table as it is committed."""
    found: Rows = json.loads(JSON.read_text("utf-8")) if JSON.exists() else {}
    return found


async def seen(area: str, runner: Runner) -> Rows:
    """The truth about each edit of an area, and what `gen diff` says."""
    rows: Rows = {}
    for edit in edits(area):
        async with runner.both(edit) as sides:
            found = await truth(edit, sides)
            said = said_by_diff(sides["old"].side, sides["new"].side)
        rows[str(edit)] = {"seen": _told(found), "diff": said}
    return rows


def _told(found: Mapping[str, Truth]) -> Verdicts:
    """Works or fails, for each style that carries the edit, and for code."""
    told = {
        name: {side: "fails" if getattr(one, side) else "works" for side in SIDES}
        for name, one in found.items()
        if one.carried
    }
    del told[PYTHON]["new"]  # nobody runs new code with the old package
    return told


def said_by_diff(old: Side, new: Side) -> Verdicts:
    """The worst that `gen diff` says of the changes between two contracts, for each audience."""
    found = differences(old.bound, new.bound)
    order = list(Grade)
    return {
        audience.name: {
            side: max(
                (getattr(one.verdicts[audience.name], side) for one in found.found),
                key=order.index,
                default=Grade.FINE,
            ).value
            for side in SIDES
        }
        for audience in found.audiences
    }


def sides(*chosen: str) -> Iterator[tuple[Edit, Side, Side]]:
    """Every edit (of some areas) with both contracts; those of one edit are forgotten after it."""
    for area in chosen or areas():
        bases: dict[str, Side] = {}
        for edit in edits(area):
            if edit.old not in bases:
                bases[edit.old] = made(edit.old)
            old = bases[edit.old]
            new = made(edit.new, old.lock)
            yield edit, old, new
            new.close()
        for side in bases.values():
            side.close()


def said_by_buf() -> dict[str, list[str]]:
    """What buf finds in each edit."""
    return buf({str(edit): (old.files, new.files) for edit, old, new in sides()})


def said_by_oasdiff(run: Callable[[Files, Files], list[str]]) -> dict[str, list[str]]:
    """What oasdiff finds in each edit."""
    return {str(edit): run(old.files, new.files) for edit, old, new in sides()}


def wrong(edit: Edit, row: Row) -> list[str]:
    """Where `gen diff` says otherwise than what was seen."""
    found = []
    for name, told in row["seen"].items():
        for side, outcome in told.items():
            said = row["diff"][name][side]
            if (said == "breaks") != (outcome == "fails"):
                found.append(f"{name}, {side} callers: {said}, but a call {outcome}")
    said = [row["diff"][name]["old"] for name in row["seen"]]
    if edit.harmless and set(said) != {"fine"}:
        found.append(f"an alarm for old callers, whom nothing happens: {', '.join(said)}")
    if edit.weaker and "weaker" not in said:
        found.append("no word of the promise that is less")
    return found


def write(rows: Rows) -> None:
    """Replace the committed table and the page about it."""
    JSON.write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n", "utf-8")
    from tests.check.truth.page import page

    PAGE.write_text(page(rows), "utf-8")


def every_edit() -> Iterable[Edit]:
    """All of them."""
    return (edit for area in areas() for edit in edits(area))
