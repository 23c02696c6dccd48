"""Makes the table anew: ``python -m tests.check.truth``.

oasdiff is asked where Go is there to build it; else what the table has of it stays.
"""

import asyncio
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


async def _rows() -> table.Rows:
    rows: table.Rows = {}
    async with hosting() as host:
        for area in areas():
            runner = Runner(host)
            rows |= await table.seen(area, runner)
            await runner.close()
    return rows


if __name__ == "__main__":
    main()
