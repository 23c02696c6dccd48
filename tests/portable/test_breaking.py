"""oasdiff says of every edit of the table what the table has."""

from functools import partial

from tests.check.truth import table
from tests.check.truth.foreign import oasdiff
from tests.portable.toolbox import oasdiff as program


def test_oasdiff_says_what_the_table_has() -> None:
    said = table.said_by_oasdiff(partial(oasdiff, program()))
    assert {name: row["oasdiff"] for name, row in table.load().items()} == said
