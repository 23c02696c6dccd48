"""Fixes change what they say and nothing else, and only files that they can change safely."""

import datetime
import random
from pathlib import Path

import pytest

from generator.check.fixes import apply, compatible
from generator.check.lint.examine import Request
from generator.check.lint.mend import mend
from generator.check.lint.selection import Selection
from generator.diagnostics import Edit, Fix, Kind, Problems, Span
from generator.diagnostics.fix import insertion, replacement

CONTRACT = (
    "contract: shop.products.v1  # of the shop\n"
    "version: 1.0.0\n"
    "types:\n"
    "  Login:   {fields: {name: string, password: string}}   # aligned\n"
    "\n"
    "operations:\n"
    "  SignUp: {input: {login: Login}}\n"
    "  SignIn: {input: {login: Logn}}\n"
)
MENDED = CONTRACT.replace("Logn", "Login").replace(
    "password: string", "password: {type: string, sensitive: true}"
)
KIND = Kind(code="GEN203", name="unknown-type", explanation="")
REQUEST = Request(
    contracts=[Path("shop.yaml")],
    root=Path(),
    selection=Selection(select=("LINT501",)),
    today=datetime.date(2026, 11, 30),
)


def at(line: int, column: int, end: int, file: str = "a.yaml") -> Span:
    return Span(file, line, column, line, end)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_edits_are_made_from_places_whatever_ends_a_line() -> None:
    text = "a: b\r\nc: d\re: f\n"
    fixes = [
        replacement(at(2, 4, 5), "two"),
        replacement(at(1, 4, 5), "one"),
        insertion("a.yaml", 3, 5, "!", "shout"),
    ]
    assert apply(text, fixes) == "a: one\r\nc: two\re: f!\n"


def test_of_fixes_that_overlap_the_first_is_made_whole_and_the_other_not_at_all() -> None:
    both = Fix(
        title="both",
        edits=(Edit(span=at(1, 4, 6), text="xx"), Edit(span=at(2, 1, 2), text="y")),
    )
    first, last = replacement(at(1, 5, 7), "z"), replacement(at(1, 7, 8), "w")
    assert compatible([first, both, last]) == [first, last]
    assert apply("a: bcde\nf: g\n", [first, both, last]) == "a: bzw\nf: g\n"
    assert compatible([both, both]) == [both]


def test_an_edit_is_only_made_where_what_it_replaces_still_stands() -> None:
    fix = replacement(at(1, 4, 8), "Money", was="Mony")
    assert apply("a: Mony\n", [fix]) == "a: Money\n"
    assert apply("a: Cash\n", [fix]) == "a: Cash\n"
    quoted = replacement(at(1, 4, 10), "Money", was="Mony")
    assert apply('a: "Mony"\n', [quoted]) == "a: Money\n"


def test_what_no_edit_covers_stays_as_it_is() -> None:
    rng = random.Random(7)
    for _ in range(300):
        lines = ["".join(rng.choices("ab: #ü\U0001f600", k=rng.randint(0, 12))) for _ in range(5)]
        text = "\n".join(lines)
        fixes = []
        for _ in range(4):
            line = rng.randint(1, 5)
            start, end = sorted(rng.randint(1, len(lines[line - 1]) + 1) for _ in range(2))
            fixes.append(replacement(at(line, start, end), "<>"))
        expected = list(lines)
        for fix in sorted(compatible(fixes), key=lambda one: one.edits[0].span, reverse=True):
            span = fix.edits[0].span
            old = expected[span.line - 1]
            expected[span.line - 1] = f"{old[: span.column - 1]}<>{old[span.end_column - 1 :]}"
        assert apply(text, fixes) == "\n".join(expected)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_mended_file_keeps_its_line_ends_its_mark_and_its_mode(newline: str, mark: bytes) -> None:
    path = Path("shop.yaml")
    path.write_bytes(mark + CONTRACT.replace("\n", newline).encode())
    path.chmod(0o640)
    assert mend(REQUEST) == {path: 2}
    assert path.read_bytes() == mark + MENDED.replace("\n", newline).encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [found.name for found in Path().iterdir()] == ["shop.yaml"]


def test_a_file_behind_a_link_is_mended_and_the_link_stays() -> None:
    real = Path("real.yaml")
    real.write_text(CONTRACT)
    Path("shop.yaml").symlink_to(real)
    assert mend(REQUEST)
    assert Path("shop.yaml").is_symlink()
    assert real.read_text() == MENDED


def test_what_a_contract_imports_is_mended_too() -> None:
    Path("common.yaml").write_text(
        "contract: shop.common.v1\nversion: 1.0.0\n"
        "types:\n  Login:\n    fields:\n      password: string\n"
    )
    Path("shop.yaml").write_text(
        "contract: shop.products.v1\nversion: 1.0.0\nimports: {common: common.yaml}\n"
        "operations:\n  SignIn: {input: {login: common.Login}}\n"
    )
    assert mend(REQUEST) == {Path("common.yaml"): 1}
    assert "password: {type: string, sensitive: true}" in Path("common.yaml").read_text()


LAYOUTS = {
    "password: {type: string, max_length: 5}": (
        "password: {type: string, max_length: 5, sensitive: true}"
    ),
    "password: {type: string,\n        max_length: 5}": (
        "password: {type: string,\n        max_length: 5, sensitive: true}"
    ),
    "password:\n        type: string  # secret\n        max_length: 5": (
        "password:\n        sensitive: true\n        type: string  # secret\n        max_length: 5"
    ),
    "password: string?": "password: {type: string?, sensitive: true}",
    'password: "string?"': 'password: {type: "string?", sensitive: true}',
    "password: {\n        type: string,\n      }": (
        "password: {\n        type: string, sensitive: true,\n      }"
    ),
}


@pytest.mark.parametrize("written", LAYOUTS)
def test_a_key_is_added_in_the_layout_that_is_there(written: str) -> None:
    text = (
        "contract: shop.products.v1\nversion: 1.0.0\ntypes:\n  Login:\n    fields:\n"
        "      name: string\n      {}\n      note: string?  # last\n"
        "operations:\n  SignIn: {{input: {{login: Login}}}}\n"
    )
    Path("shop.yaml").write_text(text.format(written))
    assert mend(REQUEST) == {Path("shop.yaml"): 1}
    assert Path("shop.yaml").read_text() == text.format(LAYOUTS[written])
    assert mend(REQUEST) == {}


def test_a_fix_that_would_break_the_contract_is_not_made() -> None:
    text = (
        "contract: shop.products.v1\nversion: 1.0.0\n"
        "operations:\n  Ping: {output: string, outputs: string}\n"
    )
    Path("shop.yaml").write_text(text)
    assert mend(REQUEST) == {}
    assert Path("shop.yaml").read_text() == text


def test_what_stands_behind_an_alias_is_left_alone() -> None:
    text = (
        "contract: shop.products.v1\nversion: 1.0.0\ntypes:\n"
        "  Login:\n    fields:\n      name: &text {type: string}\n      password: *text\n"
        "operations:\n  SignIn: {input: {login: Login}}\n"
    )
    Path("shop.yaml").write_text(text)
    assert mend(REQUEST) == {}
    assert Path("shop.yaml").read_text() == text


def test_a_fix_that_does_not_find_what_it_replaces_is_not_told() -> None:
    """The place of a name in a path is the whole path: ``petId`` must not replace that."""
    text = 'rest: "GET /pets/{pet_id}"\nname: pet_id\n'
    problems = Problems()
    problems.texts["a.yaml"] = text
    for line, end in ((1, 27), (2, 13)):
        span = at(line, 7, end)
        problems.add(KIND.at(span, "m", fix=replacement(span, "petId", was="pet_id")))
    assert [one.fix is None for one in problems] == [True, False]
