"""What a contract says, as HTML: its marks are obeyed, whatever else it tries is text."""

import pytest

from generator.compare.page.prose import prose


def test_a_plain_text_is_a_paragraph() -> None:
    assert prose("The shop's products.\n") == "<p>The shop&#39;s products.</p>"


def test_no_text_is_nothing() -> None:
    assert prose(" \n") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It *works*.", "<p>It <em>works</em>.</p>\n"),
        ("Use `id`.", "<p>Use <code>id</code>.</p>\n"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("1. a", "<ol>\n<li>a</li>\n</ol>\n"),
        ("# Head\n\nText", '<p class="headed">Head</p>\n<p>Text</p>\n'),
        ("Head\n----", '<p class="headed">Head</p>\n'),
        ("[here](https://a.example)", '<p><a href="https://a.example">here</a></p>\n'),
        ("<https://a.example>", '<p><a href="https://a.example">https://a.example</a></p>\n'),
        ("AT&amp;T", "<p>AT&amp;T</p>\n"),
    ],
)
def test_commonmark_is_obeyed(text: str, expected: str) -> None:
    assert prose(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<div\nonclick=alert(1)>\n\ntext\n\n</div>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](file:///etc/passwd)",
        "[x](//evil.example/a)",
        "<javascript:alert(1)>",
        "![x](https://evil.example/pixel.png)",
        "![x][y]\n\n[y]: javascript:alert(1)",
        "```html\n<script>alert(1)</script>\n```",
        '```"><script>alert(1)</script>\ntext\n```',
        '[x](https://a.example "onmouseover=alert(1)\\"><script>")',
        "`</code><script>alert(1)</script>`",
    ],
)
def test_what_tries_more_than_to_be_read_is_text(text: str) -> None:
    import html5lib

    found = html5lib.parseFragment(str(prose(text)), namespaceHTMLElements=False)
    allowed = {"p", "a", "pre", "code", "ul", "ol", "li", "em", "strong", "blockquote"}
    for element in found.iter():
        if element is found:
            continue
        assert element.tag in allowed
        assert {*element.keys()} <= {"href", "title", "class"}
        assert element.get("href", "https://").startswith("https://")


def test_marks_that_reorder_text_are_spelled_out() -> None:
    assert prose("a \u202eb") == "<p>a \\u202eb</p>\n"
