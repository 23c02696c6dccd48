"""``make diagnostic`` makes what a diagnostic consists of, or says why it cannot."""

import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from generator.diagnostics import Kind
from generator.diagnostics.pages import heading
from tests.diagnostics.begin import NotBegunError, begin
from tests.diagnostics.ranges import ROOT, codes


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of what the codes are looked up in."""
    for _, path in codes():
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    for folder in ("tests/cases/diagnostics", "docs/diagnostics"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def test_the_kind_its_constructor_the_case_and_the_page_are_made(root: Path) -> None:
    module, contract, expected, page = begin(root, "GEN799", "number_lost")
    assert module == root / "generator/contract/lock/problems.py"
    spec = spec_from_file_location("made", module)
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    assert isinstance(made.NUMBER_LOST, Kind)
    assert made.number_lost(None).code == "GEN799"
    case = root / "tests/cases/diagnostics/GEN799-number-lost"
    assert [contract, expected] == [case / "contract.yaml", case / "expected.txt"]
    assert page == root / "docs/diagnostics/GEN799.md"
    assert page.read_text("utf-8").startswith(f"{heading(made.NUMBER_LOST)}\n\n")


def test_a_module_can_be_named(root: Path) -> None:
    named = "generator/contract/problems/values.py"
    assert begin(root, "GEN299", "odd", named)[0] == root / named


@pytest.mark.parametrize(
    ("code", "name", "module", "said"),
    [
        ("GEN701", "other", None, "GEN701 is taken; the next free one is GEN7"),
        ("GEN099", "other", None, "is no code"),
        ("G1", "other", None, "is no code"),
        ("GEN799", "No Name", None, "is no name"),
        ("GEN799", "", None, "is no name"),
        ("GEN799", "other", "generator/settings/problems.py", "belongs to contract/lock"),
        ("GEN799", "other", "generator/nowhere.py", "is no module"),
    ],
)
def test_what_cannot_be_begun_is_said_and_nothing_written(
    code: str, name: str, module: str | None, said: str, root: Path
) -> None:
    with pytest.raises(NotBegunError, match=said):
        begin(root, code, name, module)
    assert [*codes(root)] == [(code, root / path.relative_to(ROOT)) for code, path in codes()]
    assert list((root / "tests/cases/diagnostics").iterdir()) == []
    assert list((root / "docs/diagnostics").iterdir()) == []
