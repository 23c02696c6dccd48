"""The pages of docs/diagnostics: one for each kind of the registry."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from generator.diagnostics.diagnostic import Kind
from generator.diagnostics.pages import explanation, heading, index, page
from generator.diagnostics.registry import DuplicateCodeError, all_kinds, unique

DOCS = Path(__file__).parent.parent.parent / "docs" / "diagnostics"


def test_every_code_has_a_page_with_its_heading_and_no_page_is_left_over() -> None:
    kinds = all_kinds()
    committed = {
        path.stem: path.read_text(encoding="utf-8") for path in DOCS.glob("[A-Z]*[0-9].md")
    }
    assert {code: text.partition("\n")[0] for code, text in committed.items()} == {
        code: heading(kind) for code, kind in kinds.items()
    }
    assert {code: page(kind) for code, kind in kinds.items()} == committed


def test_the_committed_index_names_every_code() -> None:
    assert (DOCS / "README.md").read_text(encoding="utf-8") == index(all_kinds().values())


def test_every_kind_is_explained() -> None:
    assert [code for code, kind in all_kinds().items() if len(explanation(kind)) < 80] == []


def test_names_and_codes_are_unique() -> None:
    kinds = all_kinds()
    assert len({kind.name for kind in kinds.values()}) == len(kinds)


def test_two_kinds_with_one_code_are_refused() -> None:
    first = Kind(code="GEN999", name="one")
    second = Kind(code="GEN999", name="two")
    with pytest.raises(DuplicateCodeError, match="GEN999: one and two"):
        unique([first, second])


def test_an_installed_style_brings_its_codes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    style = tmp_path / "soap_style"
    style.mkdir()
    (style / "__init__.py").write_text("")
    (style / "problems.py").write_text(
        "from generator.diagnostics import Kind\n"
        "ODD = Kind(code='GEN691', name='soap-odd', explanation='Odd.')\n"
    )
    (tmp_path / "plain_style.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    points = [
        EntryPoint("soap", "soap_style:STYLE", "diptych.styles"),
        EntryPoint("plain", "plain_style:STYLE", "diptych.styles"),
    ]
    monkeypatch.setattr("generator.diagnostics.registry.entry_points", lambda **_: points)
    odd = all_kinds()["GEN691"]
    assert page(odd) == "# GEN691: soap-odd (error)\n\nOdd.\n"
