"""What breaks YAML's rules is reported at its place, with a hint, whichever parser reads it."""

import pytest

from tests.source.reading import pure_python, read

CASES = [
    ("a: {rest: PUT /p/{id}}", "GEN108", (1, 11, 22), '`rest: "PUT /p/{id}"`'),
    ("a: {rest: PUT /p/{id}, b: c}", "GEN108", (1, 11, 22), '`rest: "PUT /p/{id}"`'),
    ("a: {p: ^[a-z]{2,3}$}", "GEN108", (1, 8, 20), '`p: "^[a-z]{2,3}$"`'),
    ("a: [x{y}, z]", "GEN108", (1, 5, 9), '`"x{y}"`'),
    ("a: b: c", "GEN108", (1, 4, 8), '`a: "b: c"`'),
    ("a: b: c # d", "GEN108", (1, 4, 8), '`a: "b: c"`'),
    ("a: {b: c: d}", "GEN108", (1, 8, 12), '`b: "c: d"`'),
    ("a: @b", "GEN108", (1, 4, 6), '`a: "@b"`'),
    ("a: {b: `c`, d: e}", "GEN108", (1, 8, 11), '`b: "`c`"`'),
    ("a: %b", "GEN108", (1, 4, 6), '`a: "%b"`'),
    ("a:\n- %b", "GEN108", (2, 3, 5), '`"%b"`'),
    ("a: *b c*", "GEN108", (1, 4, 9), '`a: "*b c*"`'),
    ("a: & b", "GEN108", (1, 4, 7), '`a: "& b"`'),
    ("a: > b", "GEN108", (1, 4, 7), '`a: "> b"`'),
    ("a: 'it's'", "GEN108", (1, 4, 10), '`a: "it\'s"`'),
    ('a: "b" c', "GEN108", (1, 4, 9), "`a: '\"b\" c'`"),
    ("a: ? b", "GEN108", (1, 4, 7), '`a: "? b"`'),
    ("a: {b: - c}", "GEN108", (1, 8, 11), '`b: "- c"`'),
    ("a: {b: c, d: Red, green and blue}", "GEN108", (1, 19, 33), "comma needs quotes"),
    ("a: {b:c}", "GEN108", (1, 5, 8), "`b: c`"),
    ("a: [b-c]+", "GEN108", (1, 4, 10), '`a: "[b-c]+"`'),
    ("a: {b} c", "GEN108", (1, 4, 9), '`a: "{b} c"`'),
    ("a: {b: [c-d]+, e: f}", "GEN108", (1, 8, 14), '`b: "[c-d]+"`'),
    ("a: {b: c, d: [e], f: g{h}}", "GEN108", (1, 22, 26), '`f: "g{h}"`'),
    ("a: {b: c", "GEN109", (1, 4, 5), "missing }"),
    ("a: [b\nc: d", "GEN109", (1, 4, 5), "missing ]"),
    ("a: [b}", "GEN109", (1, 4, 5), "missing ]"),
    ("a: 'b\nc: d", "GEN109", (1, 4, 6), "missing '"),
    ('a: "b', "GEN109", (1, 4, 6), 'missing "'),
    ('a: "b\nc: "d"\ne: f', "GEN109", (1, 4, 6), 'missing "'),
    ("a: it's\nb: 'c\nd:\n- 'e'", "GEN109", (2, 4, 6), "missing '"),
    ('a: "\\d"', "GEN106", (1, 5, 7), "single quotes"),
    ("a: b\n  c: d", "GEN106", (2, 3, 4), "indent it like the line above"),
    ("a:\n  b: c\n d: e", "GEN106", (3, 2, 6), "indent it"),
    ("x:\n  a:\n    b: c\n   d: e", "GEN106", (4, 4, 8), "indent by 2 spaces"),
    ("- a\nb: c", "GEN106", (2, 1, 5), "begins with '- '"),
    ("a: 1\nb\nc: 2", "GEN106", (2, 1, 2), "`key: value`"),
    ("a: 1\nb:c\nd: 2", "GEN106", (2, 1, 4), "`b: c`"),
    ("a:\n- b\n-c", "GEN106", (3, 1, 3), "after the dash"),
    ("- a: b\n   c: d", "GEN106", (2, 4, 5), "indent it like"),
    ("x:\n  - a: b\n   c: d", "GEN106", (3, 4, 8), "indent by 4 spaces"),
    ("a: {b: c d: e}", "GEN106", (1, 10, 11), "a comma before 'd', or quote"),
    ("a: {\n  b: c\n  d: e\n}", "GEN106", (3, 3, 4), "a comma before 'd'"),
    ("a: - b", "GEN106", (1, 4, 5), "next line"),
    ("a: {b: c}}", "GEN106", (1, 10, 11), "remove it"),
    ("a: [b,,c]", "GEN106", (1, 7, 8), "comma"),
    ("a:\n\tb: c", "GEN107", (2, 1, 2), "spaces"),
    ("a: {b: c,\n\td: e}", "GEN107", (2, 1, 2), "spaces"),
    ("a:\tb", "GEN107", (1, 3, 4), "spaces"),
    ("a: b\tc", "GEN107", (1, 5, 6), "spaces"),
    ("a: |\n\tb", "GEN107", (2, 1, 2), "spaces"),
    ("a: !x!y b", "GEN113", (1, 4, 8), "begins with '!'"),
    ("a: !<x b", "GEN113", (1, 4, 7), "begins with '!'"),
    ("%FOO\n---\na: b", "GEN115", (1, 1, 5), "YAML 1.2"),
    ("%YAML 1.1\n---\na: b", "GEN115", (1, 1, 10), "YAML 1.2"),
]


@pytest.mark.parametrize(("text", "code", "place", "hint"), CASES)
def test_the_problem_is_at_its_place_and_says_how_to_mend_it(
    text: str, code: str, place: tuple[int, int, int], hint: str
) -> None:
    found, problems = read(text + "\n")
    assert [problem.code for problem in problems] == [code]
    span = problems[0].span
    assert span is not None
    assert (span.line, span.column, span.end_column) == place
    assert hint in str(problems[0].hint)
    assert found is None or code in ("GEN107", "GEN108", "GEN115")


@pytest.mark.parametrize("text", [case[0] for case in CASES])
def test_both_parsers_lead_to_the_same_problem(text: str) -> None:
    fast = read(text + "\n")[1]
    with pure_python():
        assert read(text + "\n")[1] == fast


def test_what_stands_below_an_error_is_read_too() -> None:
    text = (
        "operations:\n"
        "  A: {rest: PUT /p/{id}, only: [b]}\n"
        "  B: {x: @y}\n"
        "  C: 1\n"
        "  C: 2\n"
        "   D: 3\n"
        "  E: {f: [g}\n"
        '  H: "i\n'
    )
    found = [(p.code, p.span.line) for p in read(text)[1] if p.span]
    assert found == [
        ("GEN108", 2),
        ("GEN108", 3),
        ("GEN110", 5),
        ("GEN106", 6),
        ("GEN109", 7),
        ("GEN109", 8),
    ]


def test_the_advice_to_quote_is_good() -> None:
    quoting = [case for case in CASES if case[1] == "GEN108" and "quote the text" in _hint(case)]
    assert len(quoting) > 12
    for text, *_ in quoting:
        problem = read(text + "\n")[1][0]
        assert problem.span is not None
        advice = str(problem.hint).split("`", 1)[1].rsplit("`", 1)[0]
        value = advice.split(": ", 1)[1] if ": " in advice.split('"')[0].split("'")[0] else advice
        lines = text.split("\n")
        old = lines[problem.span.line - 1]
        lines[problem.span.line - 1] = (
            old[: problem.span.column - 1] + value + old[problem.span.end_column - 1 :]
        )
        mended = "\n".join(lines) + "\n"
        remaining = read(mended)[1]
        assert [p.code for p in remaining if p.code != "GEN121"] == [], mended


def test_all_lines_that_lack_quotes_are_told_and_what_stands_between_them_too() -> None:
    lines = ["a: {b: c{d}, f: g}", "j: {1: l}", "o: p: q", "r: {s:t}", "1: u", "v: @w", "  x"]
    found = [
        (p.code, p.span.line, p.span.column, p.span.end_column)
        for p in read("\n".join(lines))[1]
        if p.span is not None
    ]
    assert found == [
        ("GEN108", 1, 8, 12),
        ("GEN111", 2, 5, 6),
        ("GEN108", 3, 4, 8),
        ("GEN108", 4, 5, 8),
        ("GEN111", 5, 1, 2),
        ("GEN108", 6, 4, 6),
    ]


def test_what_had_to_be_left_out_is_not_read_on() -> None:
    assert read("a: [b}\nc: d\n")[0] is None
    assert read("a: b{c\n d: e\n")[0] is None


def _hint(case: tuple[str, str, tuple[int, int, int], str]) -> str:
    return str(read(case[0] + "\n")[1][0].hint)


def test_tabs_in_texts_and_comments_are_fine() -> None:
    text = "a: 'b\tc' # d\te\nf: |\n  g\th\n#\ti\n"
    assert read(text)[1] == []
