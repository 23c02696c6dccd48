"""Makes the table anew: ``python -m tests.check.truth``.

``python -m tests.check.truth wrong [AREA…]`` only says where ``gen diff`` disagrees with it.

oasdiff is asked where Go is there to build it; else what the table has of it stays.
"""

import asyncio
import sys
from functools import partial

import pytest

from tests.check.truth import table
from tests.check.truth.edits import areas
from tests.check.truth.foreign import oasdiff
from tests.check.truth.hosting import hosting
from tests.check.truth.running import Runner
from tests.portable import toolbox


def main() -> None:
    """Run every edit, ask every tool, and write what was found."""
    before = table.load()
    rows = asyncio.run(_rows())
    for name, rules in table.said_by_buf().items():
        rows[name]["buf"] = rules
    try:
        said = table.said_by_oasdiff(partial(oasdiff, toolbox.oasdiff()))
    except pytest.skip.Exception as reason:
        print(f"oasdiff: {reason}")
        said = {name: before.get(name, {}).get("oasdiff", []) for name in rows}
    for name, rules in said.items():
        rows[name]["oasdiff"] = rules
    table.write(rows)
    wrong = 0
    for edit in table.every_edit():
        problems = table.wrong(edit, rows[str(edit)])
        wrong += bool(problems)
        for problem in problems:
            print(f"{edit}: {problem}")
    print(f"{len(rows)} edits, {wrong} of them judged otherwise by gen diff")


def wrong(areas: list[str]) -> None:
    """Hold what `gen diff` says now against the committed table."""
    rows = table.load()
    for edit, old, new in table.sides(*areas):
        said = table.said_by_diff(old, new)
        for problem in table.wrong(edit, rows[str(edit)] | {"diff": said}):
            print(f"{edit}: {problem}")


async def _rows() -> table.Rows:
    rows: table.Rows = {}
    async with hosting() as host:
        for area in areas():
            runner = Runner(host)
            rows |= await table.seen(area, runner)
            await runner.close()
    return rows


if __name__ == "__main__":
    if sys.argv[1:2] == ["wrong"]:
        wrong(sys.argv[2:])
    else:
        main()
