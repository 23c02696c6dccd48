"""The pages of docs/diagnostics, which stand in the registry's kinds."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from generator.diagnostics.diagnostic import Kind
from generator.diagnostics.pages import pages, write
from generator.diagnostics.registry import DuplicateCodeError, all_kinds, unique

DOCS = Path(__file__).parent.parent.parent / "docs" / "diagnostics"


def test_the_committed_pages_say_what_the_program_says() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    expected = pages(all_kinds())
    assert {name: committed.get(name) for name in expected} == expected
    assert {name for name in committed if name.startswith("GEN")} <= set(expected)


def test_every_kind_is_explained() -> None:
    assert [kind.code for kind in all_kinds().values() if len(kind.explanation) < 80] == []


def test_names_and_codes_are_unique() -> None:
    kinds = all_kinds()
    assert len({kind.name for kind in kinds.values()}) == len(kinds)


def test_two_kinds_with_one_code_are_refused() -> None:
    first = Kind(code="GEN999", name="one", explanation="")
    second = Kind(code="GEN999", name="two", explanation="")
    with pytest.raises(DuplicateCodeError, match="GEN999: one and two"):
        unique([first, second])


def test_writing_removes_the_pages_of_codes_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "GEN999.md").write_text("old")
    (tmp_path / "formats.md").write_text("kept")
    kind = Kind(code="GEN101", name="file-unreadable", explanation="Nothing there.")
    write(tmp_path, {"GEN101": kind})
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "GEN101.md",
        "README.md",
        "formats.md",
    ]
    page = (tmp_path / "GEN101.md").read_text()
    assert page == "# GEN101: file-unreadable (error)\n\nNothing there.\n"


def test_an_installed_style_brings_its_codes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    style = tmp_path / "soap_style"
    style.mkdir()
    (style / "__init__.py").write_text("")
    (style / "problems.py").write_text(
        "from generator.diagnostics import Kind\n"
        "ODD = Kind(code='GEN901', name='soap-odd', explanation='Odd.')\n"
    )
    (tmp_path / "plain_style.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    points = [
        EntryPoint("soap", "soap_style:STYLE", "diptych.styles"),
        EntryPoint("plain", "plain_style:STYLE", "diptych.styles"),
    ]
    monkeypatch.setattr("generator.diagnostics.registry.entry_points", lambda **_: points)
    assert all_kinds()["GEN901"].name == "soap-odd"
