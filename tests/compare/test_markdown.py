"""Text that must not become Markdown."""

import pytest

from generator.formats import markdown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a", "`a`"),
        ("a`b", "``a`b``"),
        ("``", "``` `` ```"),
        (" a", "`  a `"),
        ("a\nb", "`a\\nb`"),
        ("a\u202eb", "`a\\u202eb`"),
    ],
)
def test_code_in_a_line_holds_any_text(text: str, shown: str) -> None:
    assert markdown.span(text) == shown


def test_a_pipe_does_not_end_a_cell() -> None:
    assert markdown.cell("a|b`|") == "``a\\|b`\\|``"


def test_a_block_of_code_cannot_be_closed_from_inside() -> None:
    assert markdown.block("```\n# x\n````", "json") == "`````json\n```\n# x\n````\n`````"


def test_a_quotation_keeps_every_line_and_shows_html() -> None:
    text = "# Big\n\n```\nunclosed <script>"
    assert markdown.quote(text) == "> # Big\n>\n> ```\n> unclosed &lt;script>"


def test_plain_text_means_nothing_to_markdown() -> None:
    text = "a *b* [c](d) `e` <f> & | g\n# h"
    assert markdown.plain(text) == r"a \*b\* \[c\](d) \`e\` \<f\> \& \| g \# h"
