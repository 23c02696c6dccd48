"""`gen diff` has nothing to say of a contract that means what it meant."""

import shutil
from pathlib import Path

import pytest

from generator.building.bind import bind_all
from generator.building.pipeline import Bound
from generator.check.diff.differ import differences
from generator.check.format import formatted
from generator.diagnostics import Problems
from tests.behaviour.told import ROOT

CONTRACTS = [
    *sorted(ROOT.glob("contracts/*.yaml")),
    *sorted(ROOT.glob("tests/behaviour/contracts/*.yaml")),
]
each_contract = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)


def bound(contract: Path) -> Bound:
    problems = Problems()
    [found] = bind_all([contract], contract.parent, None, problems)
    assert not problems.failed, list(problems)
    return found.bound


def copied(contract: Path, folder: Path, text: str) -> Path:
    """A contract with another text, with its lock and what it imports beside it."""
    for path in contract.parent.iterdir():
        if path.is_dir():
            shutil.copytree(path, folder / path.name)
    lock = contract.with_suffix(".lock")
    if lock.exists():
        shutil.copy(lock, folder / lock.name)
    copy = folder / contract.name
    copy.write_text(text, "utf-8")
    return copy


def said(old: Bound, new: Bound) -> list[str]:
    return [found.change.message for found in differences(old, new).found]


@each_contract
def test_nothing_is_said_of_a_contract_and_itself(contract: Path) -> None:
    assert said(bound(contract), bound(contract)) == []


@each_contract
def test_nothing_is_said_of_another_layout(contract: Path, tmp_path: Path) -> None:
    text = formatted(contract.read_text("utf-8"), contract.name, Problems())
    assert text is not None
    new = copied(contract, tmp_path, text)
    assert said(bound(contract), bound(new)) == []


@each_contract
def test_nothing_is_said_of_declarations_in_another_order(contract: Path, tmp_path: Path) -> None:
    text = _turned(contract.read_text("utf-8"), "operations")
    assert said(bound(contract), bound(copied(contract, tmp_path, text))) == []


def _turned(text: str, section: str) -> str:
    """The declarations of a section, which is written in blocks, the last one first."""
    head, _, rest = text.partition(f"\n{section}:\n")
    blocks: list[list[str]] = []
    after: list[str] = []
    for line in rest.splitlines(keepends=True):
        if after or (line[:1] not in (" ", "\n", "#")):
            after.append(line)
        elif not blocks or (line[:2] == "  " and line[2:3] not in (" ", "#", "")):
            blocks.append([line if line.endswith("\n") else f"{line}\n"])
        else:
            blocks[-1].append(line)
    turned = "".join(line for block in reversed(blocks) for line in block)
    return f"{head}\n{section}:\n{turned}{''.join(after)}"
