"""A lock that is gone is missed where the output was built with its numbers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import CONTRACT, SETTINGS, Gen
from tests.output.folders import content

CONTRACT_FILE = Path("contracts/notes.yaml")
LOCK = Path("contracts/notes.lock")
NOTES = Path("generated/notes")
WITH_A_FIELD_LESS = CONTRACT.replace("text: string", "title: string")
WITHOUT_NUMBERS = "contract: notes.v1\noperations: {Ping: {}}\n"
HEADER = (
    "# Numbers that must never change: `gen build` adds to them and never renumbers.\n"
    "# Commit this file. After a merge conflict in it, build again.\n"
)


@pytest.fixture(autouse=True)
def _project(project: Path) -> None:
    (project / "pyproject.toml").write_text(SETTINGS.replace('"jsonrpc"', '"jsonrpc", "grpc"'))


def _refusal(state: str) -> str:
    return (
        f"error[GEN705]: the lock 'contracts/notes.lock' {state}, "
        "and 'generated/notes' was built with its numbers\n"
        "  --> contracts/notes.yaml:1:1\n"
        "   |\n"
        " 1 | contract: notes.v1\n"
        "   | ^\n"
        "   = hint: restore it from version control; "
        "to number everything anew, delete 'generated/notes'\n"
        "\n"
        "Found 1 error.\n"
    )


def _empty(text: str) -> Callable[[], object]:
    return lambda: LOCK.write_text(text)


@pytest.mark.parametrize("option", [[], ["--check"], ["--force"]], ids=str)
@pytest.mark.parametrize(
    ("lose", "state"),
    [
        (LOCK.unlink, "is missing"),
        (_empty(""), "is empty"),
        (_empty(HEADER), "is empty"),
    ],
    ids=["deleted", "no text", "no numbers"],
)
def test_nothing_is_renumbered_when_the_lock_is_lost(
    project: Path, gen: Gen, lose: Callable[[], object], state: str, option: list[str]
) -> None:
    gen("build")
    kept = LOCK.read_text()
    CONTRACT_FILE.write_text(WITH_A_FIELD_LESS)
    lose()
    before = content(project)
    result = gen("build", *option)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == _refusal(state)
    assert content(project) == before
    LOCK.write_text(kept)
    assert gen("build").exit_code == 0
    assert "reserved:\n      2 string: text\n" in LOCK.read_text()


def test_a_lost_lock_is_missed_by_a_contract_that_has_no_numbers_any_more(gen: Gen) -> None:
    gen("build")
    CONTRACT_FILE.write_text(WITHOUT_NUMBERS)
    LOCK.unlink()
    assert gen("build").exit_code == 2


def test_a_damaged_descriptor_is_taken_for_one_with_numbers(gen: Gen) -> None:
    gen("build")
    (NOTES / "proto/descriptor.binpb").write_bytes(b"\xff")
    LOCK.unlink()
    assert gen("build").stderr == _refusal("is missing")


def test_whoever_deletes_the_output_too_numbers_anew(gen: Gen) -> None:
    gen("build")
    CONTRACT_FILE.write_text(WITH_A_FIELD_LESS)
    LOCK.unlink()
    for path in sorted(NOTES.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    NOTES.rmdir()
    assert gen("build").exit_code == 0
    assert "title: 2 string\n" in LOCK.read_text()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["--style", "jsonrpc"], ["--style", "jsonrpc"]),
        (["--style", "jsonrpc"], []),  # gRPC comes later: these are its first numbers
        (["--style", "grpc"], ["--style", "jsonrpc"]),  # gRPC goes
        (["-o", "one"], ["-o", "another"]),
    ],
    ids=["no numbers at all", "the first numbers", "no numbers any more", "another folder"],
)
def test_what_was_not_built_with_numbers_misses_no_lock(
    gen: Gen, first: list[str], second: list[str]
) -> None:
    gen("build", *first)
    LOCK.unlink(missing_ok=True)
    assert gen("build", *second).exit_code == 0


def test_a_contract_whose_first_output_had_no_number_misses_no_lock(gen: Gen) -> None:
    CONTRACT_FILE.write_text(WITHOUT_NUMBERS)
    gen("build")
    assert not LOCK.exists()
    CONTRACT_FILE.write_text(CONTRACT)
    assert gen("build").exit_code == 0
    assert "text: 2 string\n" in LOCK.read_text()


def test_a_lock_in_the_middle_of_a_merge_is_not_lost(gen: Gen) -> None:
    gen("build")
    header, text = LOCK.read_text().split("grpc:\n")
    LOCK.write_text(f"{header}<<<<<<< ours\ngrpc:\n{text}=======\ngrpc:\n{text}>>>>>>> theirs\n")
    assert gen("build").exit_code == 0
    assert LOCK.read_text() == f"{header}grpc:\n{text}"
