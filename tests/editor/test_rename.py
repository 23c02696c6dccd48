"""A rename leaves a contract as valid as it was, and remembers what had another name."""

import random
from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.editor.diagnose import diagnose
from generator.editor.find import uses
from generator.editor.job import Job
from generator.editor.outline import outline
from generator.editor.project import Project
from generator.editor.rename import Edits, Known, Refused, rename
from generator.editor.symbols import Kind, Use
from generator.editor.text import Place, Text
from generator.editor.uses import uses_of
from tests.editor.marked import FILE, SHOP, at, project

CONTRACTS = sorted(path for path in Path("contracts").resolve().glob("*.yaml"))
EACH = 4  # symbols of a contract that are renamed
NEW = {Kind.FIELD: "renamed_thing", Kind.AUTH: "renamed_auth", Kind.TAG: "renamed_tag"}


def applied(made: Project, edits: Edits) -> dict[Path, str]:
    texts = {}
    for file, found in edits.items():
        text = made.text(file)
        assert text is not None
        for where, new in sorted(found.items(), reverse=True):
            text = text.replaced(where, new)
        texts[file] = text.content
    return texts


def renamed(text: str, place: Place, new: str, head: str = "", lock: str = "") -> str:
    """The text after a rename of what stands at a place."""
    made = project(text)
    (use,) = [
        one
        for one in uses_of(made, FILE)
        if one.range.start <= place < one.range.end and one.declares
    ]
    known = Known(head=outline(Text(head)), lock=lock)
    edits = rename(made, [FILE], use, new, known, guesses=False)
    return applied(made, edits).get(FILE, text)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
def test_a_contract_stays_valid_whatever_is_renamed(
    contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(contract.parents[1])
    made = Project()
    files = [contract, *made.imports(contract).values()]
    declared = [use for file in files for use in uses_of(made, file) if use.declares]
    for use in random.Random(contract.stem).sample(declared, EACH):
        found = [_errors(made, files, use, guesses=guesses) for guesses in (False, True)]
        assert [] in found, (use.symbol, found)


def _errors(made: Project, files: list[Path], use: Use, *, guesses: bool) -> list[str]:
    """What is wrong with a contract after a rename of what was committed before."""
    head = made.outline(use.symbol.file)
    new = NEW.get(use.symbol.kind, "RenamedThing")
    edits = rename(made, files, use, new, Known(head=head), guesses=guesses)
    found = diagnose(Job(contract=files[0], texts=applied(made, edits)))
    return [one.message for one in found if one.severity is Severity.ERROR]


def test_all_uses_are_renamed_and_the_old_name_is_kept() -> None:
    text = SHOP.replace("{get: Product,", "{get: Product, rest: 'GET /p/{product_id}',")
    found = renamed(text, at(text, "id: {type: string, read"), "code", head=SHOP)
    assert "code: {renamed_from: id, type: string, read_only: true}" in found
    assert "Product: {key: code}" in found
    assert "'GET /p/{code}'" in found
    assert "{product_id: string}" in found  # of an error, which is its own


def test_a_field_in_short_form_becomes_a_mapping_only_where_it_was_known() -> None:
    place = at(SHOP, "category: Category")
    known = renamed(SHOP, place, "kind", head=SHOP)
    assert "kind: {type: Category, renamed_from: category}" in known
    assert "kind: Category" in renamed(SHOP, place, "kind")
    optional = SHOP.replace("category: Category", "category: Category?")
    found = renamed(optional, at(optional, "category: Category?"), "kind", head=optional)
    assert "kind: {type: Category?, renamed_from: category}" in found
    lock = "grpc:\n  Product:\n    used:\n      category: 1 Category\n"
    assert "renamed_from: category" in renamed(SHOP, place, "kind", lock=lock)


def test_a_list_of_values_becomes_a_mapping() -> None:
    text = SHOP.replace("enum: [Clothes, Shoes]", "enum:\n      - Clothes\n      - Shoes  # two")
    found = renamed(text, at(text, "Shoes  # two"), "Boots", head=text)
    assert "enum:\n      Clothes:\n      Boots: {renamed_from: Shoes}  # two\n" in found


def test_what_is_renamed_back_has_no_past() -> None:
    once = renamed(SHOP, at(SHOP, "name: {type"), "label", head=SHOP)
    assert "label: {renamed_from: name, type: string" in once
    assert renamed(once, at(once, "label: {"), "name", head=SHOP) == SHOP


def test_a_resource_keeps_its_record_and_a_record_its_resource() -> None:
    resource = renamed(SHOP, at(SHOP, "Product: {key"), "Item")
    assert "Item: {type: Product, key: id}" in resource
    assert "create: Item" in resource
    record = renamed(SHOP, at(SHOP, "  Product:\n", 2), "Item")
    assert "Product: {type: Item, key: id}" in record
    assert "create: Product" in record


def test_what_cannot_be_a_name_is_refused() -> None:
    with pytest.raises(Refused, match="cannot be a name"):
        renamed(SHOP, at(SHOP, "name: {type"), "a: b")


def test_an_import_is_renamed_where_it_is_used() -> None:
    text = SHOP.replace("\nauth:", "\nimports: {common: common.yaml}\n\nauth:")
    text = text.replace("size: int32", "size: list<common.Size>")
    made = project(text, {"common.yaml": "contract: c.v1\ntypes: {Size: {type: int32}}\n"})
    common = FILE.parent / "common.yaml"
    (use,) = [one for one in uses_of(made, common) if one.declares]
    assert len(uses(made, [common, FILE], use.symbol)) == 2
    edits = rename(made, [common, FILE], use, "Width", Known(), guesses=False)
    assert "list<common.Width>" in applied(made, edits)[FILE]
