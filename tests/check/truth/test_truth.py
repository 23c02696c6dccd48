"""`gen diff` says of every edit what running it shows; the committed table is what is seen."""

import asyncio

import pytest

from tests.check.truth import table
from tests.check.truth.edits import areas
from tests.check.truth.hosting import hosting
from tests.check.truth.page import page
from tests.check.truth.running import Runner

AGAIN = "python -m tests.check.truth makes it anew"
EDITS = list(table.every_edit())


@pytest.fixture(scope="module")
def committed() -> table.Rows:
    return table.load()


async def _seen(area: str) -> table.Rows:
    async with hosting() as host:
        runner = Runner(host)
        try:
            return await table.seen(area, runner)
        finally:
            await runner.close()


@pytest.mark.parametrize("area", areas())
def test_old_and_new_are_seen_to_get_on_as_the_table_says(area: str, committed: table.Rows) -> None:
    for name, row in asyncio.run(_seen(area)).items():
        assert committed[name]["seen"] == row["seen"], (name, AGAIN)


@pytest.mark.parametrize("area", areas())
def test_gen_diff_is_right(area: str, committed: table.Rows) -> None:
    wrong = {}
    for edit, old, new in table.sides(area):
        said = table.said_by_diff(old, new)
        wrong[edit.name] = table.wrong(edit, committed[str(edit)] | {"diff": said})
        assert committed[str(edit)]["diff"] == said, (str(edit), AGAIN)
    assert {name: problems for name, problems in wrong.items() if problems} == {}


def test_harmless_edits_harm_no_old_caller(committed: table.Rows) -> None:
    for edit in EDITS:
        seen = committed[str(edit)]["seen"]
        broken = [name for name, told in seen.items() if told["old"] == "fails"]
        assert not (edit.harmless and broken), (str(edit), broken)


def test_buf_says_what_the_table_has(committed: table.Rows) -> None:
    said = table.said_by_buf()
    assert {name: row["buf"] for name, row in committed.items()} == said, AGAIN


def test_the_page_is_printed_from_the_table(committed: table.Rows) -> None:
    assert table.PAGE.read_text("utf-8") == page(committed), AGAIN


def test_there_are_as_many_edits_as_promised(committed: table.Rows) -> None:
    assert committed.keys() == {str(edit) for edit in EDITS}, AGAIN
    harmless = [edit for edit in EDITS if edit.harmless]
    assert len(harmless) >= 40
    assert len(EDITS) - len(harmless) >= 100
