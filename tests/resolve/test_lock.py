"""Numbers that never change: assigned, kept, reserved, merged."""

import subprocess
from pathlib import Path

import pytest
import yaml

import generator
from generator.contract.lock.ledger import Ledger, Numbers
from generator.contract.lock.slot import Slot
from generator.diagnostics import Problems

HEADER = """\
# Numbers that must never change: `gen build` adds to them and never renumbers.
# Commit this file. After a merge conflict in it, build again.
"""


def slots(*names: str) -> list[Slot]:
    return [Slot(name=name) for name in names]


def again(ledger: Ledger) -> Ledger:
    """What the next build opens."""
    problems = Problems()
    opened = Ledger.read(ledger.dump(), "products.lock", problems)
    assert not list(problems)
    return opened


def assign(ledger: Ledger, *wanted: str | Slot) -> Numbers:
    made = [Slot(name=each) if isinstance(each, str) else each for each in wanted]
    return ledger.assign("grpc", "Product", made, forbidden=[range(19000, 20000)])


def messages(problems: Problems) -> list[str]:
    return [f"{found.code} {found.message}" for found in problems]


def test_the_first_build_counts_in_the_order_of_the_contract() -> None:
    assert assign(Ledger(), "id", "name", "price").by_name == {"id": 1, "name": 2, "price": 3}


def test_a_later_build_keeps_what_was_there_and_adds_the_lowest_free_number() -> None:
    ledger = Ledger()
    assign(ledger, "id", "name")
    found = assign(again(ledger), "note", "name", "id")
    assert found.by_name == {"note": 3, "name": 2, "id": 1}


def test_what_is_removed_is_reserved_by_number_and_name_for_good() -> None:
    ledger = Ledger()
    assign(ledger, "id", "name", "price")
    ledger = again(ledger)
    found = assign(ledger, "id", "price")
    assert (found.reserved_numbers, found.reserved_names) == ((2,), ("name",))
    found = assign(again(ledger), "id", "price", "note")
    assert found.by_name["note"] == 4
    assert found.reserved_numbers == (2,)


def test_a_name_that_comes_back_gets_a_new_number_and_is_no_longer_reserved() -> None:
    ledger = Ledger()
    assign(ledger, "id", "name")
    assign(ledger, "id")
    found = assign(again(ledger), "id", "name")
    assert found == Numbers(by_name={"id": 1, "name": 3}, reserved_numbers=(2,))


def test_a_name_that_comes_back_with_its_old_number_gets_it() -> None:
    problems = Problems()
    ledger = Ledger(problems)
    assign(ledger, "id", "name")
    assign(ledger, "id")
    found = assign(ledger, "id", Slot(name="name", explicit=2))
    assert found == Numbers(by_name={"id": 1, "name": 2})
    assert not list(problems)


def test_a_rename_keeps_the_number_and_reserves_nothing() -> None:
    ledger = Ledger()
    assign(ledger, "id", "name")
    ledger = again(ledger)
    found = assign(ledger, "id", Slot(name="title", renamed_from="name"))
    assert found == Numbers(by_name={"id": 1, "title": 2})
    assert assign(again(ledger), "id", "title").by_name == {"id": 1, "title": 2}


def test_a_name_that_comes_back_as_the_same_gets_its_number_in_every_message(
    tmp_path: Path,
) -> None:
    text = """\
contract: shop.products.v1
types:
  Product:
    fields:
      id:   {type: string, read_only: true}
      note: string?
      size: string
resources:
  Product: {key: id}
operations:
  AddProduct: {create: Product}
"""
    again = text.replace("note: string?", "note: {type: string?, renamed_from: note}")
    locks = []
    for contract in (text, text.replace("      note: string?\n", ""), again, again, text):
        (tmp_path / "c.yaml").write_text(contract)
        assert generator.build(tmp_path / "c.yaml", output=tmp_path / "out").ok
        locks.append((tmp_path / "c.lock").read_text())
    first, without, back, *rest = locks
    assert without != first
    assert [back, *rest] == [first] * 3


def test_a_rename_that_is_told_a_build_too_late_still_gets_the_number_back() -> None:
    ledger = Ledger()
    assign(ledger, "id", "name")
    assign(ledger, "id")
    found = assign(ledger, "id", Slot(name="title", renamed_from="name"))
    assert found == Numbers(by_name={"id": 1, "title": 2}, reserved_names=("name",))


def test_a_rename_that_is_told_when_the_new_name_has_a_number_changes_none() -> None:
    ledger = Ledger()
    assign(ledger, "id", "name")
    assign(ledger, "id", "title")
    late = Slot(name="title", renamed_from="name")
    assert assign(again(ledger), "id", late).by_name == {"id": 1, "title": 3}
    back = Slot(name="title", renamed_from="name", explicit=2)
    assert assign(again(ledger), "id", back).by_name == {"id": 1, "title": 2}


@pytest.mark.parametrize("number", [0, 19500, 2**31])
def test_a_number_that_no_build_gives_is_told_with_its_line(number: int) -> None:
    problems = Problems()
    text = f"grpc:\n  Product:\n    used:\n      name: {number}\n"
    assign(Ledger.read(text, "products.lock", problems), "name")
    assert [(found.code, found.span and found.span.line) for found in problems] == [("GEN701", 4)]


def test_an_explicit_number_wins_and_the_old_one_is_reserved_without_a_name() -> None:
    ledger = Ledger()
    assign(ledger, "id", "name")
    found = assign(ledger, "id", Slot(name="name", explicit=20), "note")
    assert found.by_name == {"id": 1, "name": 20, "note": 3}
    assert (found.reserved_numbers, found.reserved_names) == ((2,), ())
    assert assign(again(ledger), "id", "name").by_name["name"] == 20


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["id", "name", Slot(name="note", explicit=2)], "'name' has it"),
        (["id", Slot(name="note", explicit=2)], "'name' had it, and old messages still carry it"),
    ],
)
def test_an_explicit_number_of_something_else_is_a_problem(
    wanted: list[str | Slot], expected: str
) -> None:
    problems = Problems()
    ledger = Ledger(problems)
    assign(ledger, "id", "name")
    assign(ledger, *wanted)
    assert messages(problems) == [f"GEN702 'note' cannot have the number 2: {expected}"]


def test_a_forbidden_range_is_stepped_over() -> None:
    ledger = Ledger()
    wanted = [Slot(name="big", explicit=18999), "next"]
    ledger.assign("grpc", "Product", [wanted[0]], first=18999)  # type: ignore[list-item]
    made = ledger.assign(
        "grpc",
        "Product",
        [Slot(name="big"), Slot(name="next")],
        first=18999,
        forbidden=[range(19000, 20000)],
    )
    assert made.by_name == {"big": 18999, "next": 20000}


def test_scopes_and_sections_count_for_themselves() -> None:
    ledger = Ledger()
    assert ledger.assign("grpc", "A", slots("x", "y")).by_name["y"] == 2
    assert ledger.assign("grpc", "B", slots("y")).by_name["y"] == 1
    assert ledger.assign("jsonrpc", "A", slots("y"), first=1000).by_name["y"] == 1000


def test_a_scope_that_a_build_does_not_ask_for_stays_as_it_is() -> None:
    ledger = Ledger()
    ledger.assign("grpc", "A", slots("x", "y"))
    ledger = again(ledger)
    ledger.assign("grpc", "B", slots("z"))
    assert again(ledger).assign("grpc", "A", slots("y", "x")).by_name == {"y": 2, "x": 1}


def test_the_text_is_ordered_yaml_and_always_the_same() -> None:
    ledger = Ledger()
    ledger.assign("jsonrpc", "errors", slots("NotFound"))
    ledger.assign("grpc", "Zebra", slots("on", "id"))
    assign(ledger, "id", "name", "null")
    assign(ledger, "null", "id")
    ledger.assign("grpc", "Empty", [])
    text = ledger.dump()
    assert text == HEADER + (
        "grpc:\n"
        "  Product:\n"
        "    used:\n"
        "      id: 1\n"
        '      "null": 3\n'
        "    reserved:\n"
        "      2: name\n"
        "  Zebra:\n"
        "    used:\n"
        '      "on": 1\n'
        "      id: 2\n"
        "jsonrpc:\n"
        "  errors:\n"
        "    used:\n"
        "      NotFound: 1\n"
    )
    assert yaml.safe_load(text)["grpc"]["Product"] == {
        "used": {"id": 1, "null": 3},
        "reserved": {2: "name"},
    }
    assert again(ledger).dump() == text


def test_a_lock_without_numbers_is_no_text() -> None:
    assert Ledger().dump() == ""


def test_windows_line_ends_are_read() -> None:
    ledger = Ledger()
    assign(ledger, "id", "name")
    problems = Problems()
    text = ledger.dump().replace("\n", "\r\n")
    opened = Ledger.read(text, "products.lock", problems)
    assert not list(problems)
    assert opened.dump() == ledger.dump()


def test_a_damaged_line_is_reported_where_it_is() -> None:
    problems = Problems()
    text = HEADER + "grpc:\n  Product:\n    used:\n      id: one\n      name\n"
    Ledger.read(text, "products.lock", problems)
    assert [(str(p.span), p.code) for p in problems] == [
        ("products.lock:6:7", "GEN701"),
        ("products.lock:7:7", "GEN701"),
    ]


# Merging, with git itself.


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    name = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    command = ["git", *name, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


Contract = dict[str, list[str]]


def build(folder: Path, contract: Contract) -> dict[str, Numbers]:
    """What `gen build` does with a lock."""
    lock = folder / "products.lock"
    problems = Problems()
    text = lock.read_text() if lock.exists() else ""
    ledger = Ledger.read(text, "products.lock", problems)
    made = {scope: ledger.assign("grpc", scope, slots(*names)) for scope, names in contract.items()}
    assert [text for text in messages(problems) if not text.startswith("GEN709")] == []
    lock.write_text(ledger.dump())
    return made


def merged(folder: Path, base: Contract, ours: Contract, theirs: Contract, style: str) -> str:
    """Build three contracts on their branches, and let git merge the locks."""
    git(folder, "init", "-b", "main")
    git(folder, "config", "merge.conflictStyle", style)
    for branch, contract in (("main", base), ("theirs", theirs), ("main", ours)):
        git(folder, "checkout", "-b" if branch == "theirs" else "-q", branch)
        build(folder, contract)
        git(folder, "add", "products.lock")
        git(folder, "commit", "-m", branch)
    git(folder, "merge", "theirs")
    return (folder / "products.lock").read_text()


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_two_branches_that_each_add_a_field_merge_by_building_again(
    style: str, tmp_path: Path
) -> None:
    base = {"Product": ["id", "name"], "Shop": ["id"]}
    ours = {"Product": ["id", "name", "note"], "Shop": ["id"]}
    theirs = {"Product": ["id", "name", "tags", "size"], "Shop": ["id"]}
    text = merged(tmp_path, base, ours, theirs, style)
    assert "<<<<<<<" in text
    both = {"Product": ["id", "name", "note", "tags", "size"], "Shop": ["id"]}
    made = build(tmp_path, both)
    # Ours keeps its number; what theirs had and ours did not take, stays, too.
    numbers = {"id": 1, "name": 2, "note": 3, "tags": 5, "size": 4}
    assert made["Product"].by_name == numbers
    assert "<<<<<<<" not in (tmp_path / "products.lock").read_text()
    assert build(tmp_path, both)["Product"].by_name == numbers


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_two_branches_that_each_add_a_message_keep_both(style: str, tmp_path: Path) -> None:
    base = {"Product": ["id"]}
    ours = {"Product": ["id"], "Part": ["id", "name"]}
    theirs = {"Product": ["id"], "Order": ["id", "paid"], "Price": ["id", "name"]}
    merged(tmp_path, base, ours, theirs, style)
    made = build(tmp_path, ours | theirs)
    assert made["Part"].by_name == {"id": 1, "name": 2}
    assert made["Order"].by_name == {"id": 1, "paid": 2}
    assert made["Price"].by_name == {"id": 1, "name": 2}


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_a_removal_on_one_branch_stays_reserved_whatever_the_other_adds(
    style: str, tmp_path: Path
) -> None:
    base = {"Product": ["id", "name", "note"]}
    ours = {"Product": ["id", "name", "note", "size"]}
    theirs = {"Product": ["id", "name"]}
    merged(tmp_path, base, ours, theirs, style)
    made = build(tmp_path, {"Product": ["id", "name", "size"]})
    assert made["Product"].by_name == {"id": 1, "name": 2, "size": 4}
    assert made["Product"].reserved_numbers == (3,)


def test_branches_that_add_the_same_field_agree(tmp_path: Path) -> None:
    base = {"Product": ["id"]}
    ours = {"Product": ["id", "note", "size"]}
    theirs = {"Product": ["id", "size", "note"]}
    merged(tmp_path, base, ours, theirs, "merge")
    made = build(tmp_path, {"Product": ["id", "size", "note"]})
    assert made["Product"].by_name == {"id": 1, "note": 2, "size": 3}
    assert made["Product"].reserved_numbers == ()
