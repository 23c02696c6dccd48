"""``make rule`` makes what a rule consists of, or says why it cannot."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from generator.diagnostics import Kind
from generator.diagnostics.pages import heading
from tests.check.begin import NotBegunError, begin


@pytest.mark.parametrize(("kind", "code"), [("lint", "LINT199"), ("diff", "DIFF199")])
def test_the_file_the_page_and_the_case_are_made(kind: str, code: str, tmp_path: Path) -> None:
    module, page, *case = begin(tmp_path, kind, code, "odd_one")
    assert module == tmp_path / f"generator/check/{kind}/rules/odd_one.py"
    spec = spec_from_file_location("made", module)
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    assert isinstance(made.KIND, Kind)
    assert (made.KIND.code, made.KIND.name) == (code, "odd-one")
    assert page.read_text("utf-8").startswith(f"{heading(made.KIND)}\n\n")
    assert {path.parent for path in case} == {tmp_path / f"tests/cases/{kind}/{code}-odd-one"}
    assert case[-1].name == "expected.txt"


@pytest.mark.parametrize(
    ("kind", "code", "name", "said"),
    [
        ("fmt", "LINT199", "other", "KIND is one of lint, diff"),
        ("diff", "LINT199", "other", "is no code"),
        ("lint", "LINT19", "other", "is no code"),
        ("lint", "LINT199", "No Name", "is no name"),
        ("lint", "LINT301", "other", "there is LINT301 unbounded-list already"),
        ("lint", "LINT199", "unbounded-list", "there is LINT301 unbounded-list already"),
    ],
)
def test_what_cannot_be_begun_is_said_and_nothing_written(
    kind: str, code: str, name: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(NotBegunError, match=said):
        begin(tmp_path, kind, code, name)
    assert list(tmp_path.iterdir()) == []
