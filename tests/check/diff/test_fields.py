"""A change is found once, where it is declared, with all that carries it."""

from pathlib import Path

import pytest

from generator.check.diff.differ import Difference, differences
from generator.model.change import Grade
from tests.check.diff.contracts import PRODUCTS, changed, told

CONTRACTS = Path(__file__).parents[3] / "contracts"


@pytest.mark.parametrize("path", sorted(CONTRACTS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_contract_is_no_different_from_itself(path: Path) -> None:
    from generator.building.bind import bind_all
    from generator.diagnostics import Problems

    [one] = bind_all([path], CONTRACTS.parent, None, Problems())
    [other] = bind_all([path], CONTRACTS.parent, None, Problems())
    assert differences(one.bound, other.bound).found == ()


def test_a_contract_with_views_and_patches_is_no_different_from_itself(tmp_path: Path) -> None:
    assert changed(tmp_path) == []


def test_a_copy_with_other_names_that_says_so_has_renames_only(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        (
            "  Size: {fields: {width: int32, height: int32?}}",
            "  Extent: {renamed_from: Size, fields: "
            "{breadth: {type: int32, renamed_from: width}, height: int32?}}",
        ),
        ("size: Size?", "size: Extent?"),
        ("list<Size>", "list<Extent>"),
        ("enum: [Clothes, Shoes]", "enum: {Clothing: {renamed_from: Clothes}, Shoes: }"),
        ("union: {card: Card,", "union: {credit: {type: Card, renamed_from: card},"),
        ("  OutOfStock: {", "  SoldOut: {renamed_from: OutOfStock, "),
        ("errors: [OutOfStock]", "errors: [SoldOut]"),
        ("  BuyProduct: {", "  Buy: {renamed_from: BuyProduct, "),
    )  # fmt: skip
    assert {rule for rule, _ in told(found)} == {
        "type-renamed",
        "field-renamed",
        "enum-value-renamed",
        "variant-renamed",
        "error-renamed",
        "operation-renamed",
    }
    assert len(found) == 6


def test_a_field_that_five_operations_carry_is_one_finding(tmp_path: Path) -> None:
    [found] = changed(tmp_path, ("      price: {type: decimal, minimum: 0}\n", ""))
    assert told([found]) == [("field-removed", "Product.price")]
    assert found.change.flow.into == {"AddProduct", "ReplaceProduct", "ChangeProduct"}
    assert found.change.flow.out == {
        "AddProduct",
        "GetProduct",
        "ListProducts",
        "ReplaceProduct",
        "ChangeProduct",
    }


def test_a_read_only_field_that_becomes_writable_is_one_finding(tmp_path: Path) -> None:
    text = PRODUCTS.replace(
        "      tags:", "      state: {type: string?, read_only: true}\n      tags:"
    )
    found = changed(tmp_path, ("{type: string?, read_only: true}", "string?"), text=text)
    assert told(found) == [("field-moved", "Product.state")]
    assert (found[0].old, found[0].new) == (Grade.FINE, Grade.BREAKS)


def test_a_write_only_field_is_compared(tmp_path: Path) -> None:
    found = changed(
        tmp_path, ("{type: string?, write_only: true}", "{type: string, write_only: true}")
    )
    assert told(found) == [("field-required", "Product.secret")]
    assert found[0].change.flow.out == frozenset()


def test_a_parameter_that_an_operation_takes_over_is_its_own(tmp_path: Path) -> None:
    found = changed(tmp_path, ("filter: [category], ", ""))
    assert told(found) == [("field-removed", "ListProducts.category")]


def test_a_filter_has_none_of_the_constraints_of_its_field(tmp_path: Path) -> None:
    text = PRODUCTS.replace("filter: [category]", "filter: [price]")
    [found] = changed(tmp_path, ("minimum: 0", "minimum: 1"), text=text)
    assert "ListProducts" not in found.change.flow.into


def test_a_constraint_that_moves_into_an_alias_changes_no_values(tmp_path: Path) -> None:
    text = PRODUCTS.replace("name: Title", "name: {type: string, max_length: 200}")
    found = changed(tmp_path, ("name: {type: string, max_length: 200}", "name: Title"), text=text)
    assert told(found) == [("field-type-changed", "Product.name")]
    assert _fine(found)


def test_an_exclusive_bound_of_whole_numbers_is_the_next_inclusive_one(tmp_path: Path) -> None:
    text = PRODUCTS.replace("width: int32", "width: {type: int32, minimum: 1}")
    assert (
        changed(
            tmp_path,
            ("{type: int32, minimum: 1}", "{type: int32, exclusive_minimum: 0}"),
            text=text,
        )
        == []
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("operations:\n", "operations:\n  Ping: {output: {at: timestamp}}\n"),
        ("errors:\n", "errors:\n  Closed: {code: unavailable}\n"),
        ("types:\n", "types:\n  Box: {fields: {width: int32}}\n"),
        ("enum: [Clothes, Shoes]", "enum: [Clothes, Shoes, Books]"),
        ("category: Category\n", "category: Category\n      note: string?\n"),
        (
            "transfer: Transfer}}",
            "transfer: Transfer, cash: Cash}}\n  Cash: {fields: {till: string}}",
        ),
        ("filter: [category]", "filter: [category, name]"),
        ("left: int32", "left: int32, soon: bool?"),
        ("      size: Size?", "      size: {type: Size?, description: Packed.}"),
        ("name: Title", "name: {type: Title, deprecated: {since: 2026-01-01}}"),
    ],
)
def test_what_is_added_and_may_be_left_out_breaks_no_old_caller(
    tmp_path: Path, old: str, new: str
) -> None:
    assert _fine(changed(tmp_path, (old, new)))


def _fine(found: list[Difference]) -> bool:
    return all(one.old is Grade.FINE for one in found)
