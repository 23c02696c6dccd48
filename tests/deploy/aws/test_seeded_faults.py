"""Small faults that people make are found; who finds each, and what nobody finds, is a table."""

import pytest

from tests.deploy.aws.fault import Fault
from tests.deploy.aws.faults import FAULTS, TABLE, finders, table, written


@pytest.fixture(scope="module")
def found() -> dict[Fault, tuple[str, ...]]:
    return finders()


def test_nine_of_ten_are_found(found: dict[Fault, tuple[str, ...]]) -> None:
    assert len(FAULTS) >= 40
    assert sum(bool(names) for names in found.values()) >= 0.9 * len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.file}: {fault.name}")
def test_a_fault_is_found_by_whom_it_should_be(
    fault: Fault, found: dict[Fault, tuple[str, ...]]
) -> None:
    if fault.finder:
        assert fault.finder in found[fault]
    else:
        assert found[fault] == ()


def test_a_fault_is_an_edit_of_what_is_written() -> None:
    for fault in FAULTS:
        assert fault.old in written(fault.contract)[fault.file].decode(), fault
        assert fault.old != fault.new


def test_the_committed_table_says_who_finds_each(found: dict[Fault, tuple[str, ...]]) -> None:
    assert TABLE.read_text("utf-8") == table(found)
