"""What every change does to each operation, as if there were no other."""

from pathlib import Path

from generator.check.diff.apart import effects
from generator.model.change import Effects, Grade
from tests.check.diff.contracts import PRODUCTS, bound


def found(folder: Path, *edits: tuple[str, str]) -> dict[str, Effects]:
    """The effects of some edits, by the codes of the rules."""
    new = PRODUCTS
    for before, after in edits:
        assert before in new
        new = new.replace(before, after)
    both = bound(PRODUCTS, folder), bound(new, folder)
    return {one.change.kind.name: one for one in effects(*both)}


def test_a_change_of_a_type_is_judged_for_each_operation_by_itself(tmp_path: Path) -> None:
    told = found(tmp_path, ("price: {type: decimal,", "price: {type: float64,"))
    effect = told["field-type-changed"]
    names = {new for _, new in effect.verdicts}
    assert {"AddProduct", "GetProduct", "ListProducts"} <= names
    assert "BuyProduct" not in names
    assert effect.verdicts["GetProduct", "GetProduct"]["rest"].new is Grade.BREAKS


def test_new_clients_get_the_reason_that_is_theirs(tmp_path: Path) -> None:
    told = found(tmp_path, ("category: Category\n", "category: Category\n      note: string\n"))
    verdict = told["required-field-added"].verdicts["AddProduct", "AddProduct"]["rest"]
    assert verdict.new is not Grade.FINE
    assert verdict.reason_new != verdict.why


def test_a_change_of_the_whole_contract_reaches_every_operation(tmp_path: Path) -> None:
    told = found(tmp_path, ("version: 1.0.0", "version: 1.0.0\ntitle: Shop"))
    assert all(len(one.verdicts) == 6 for one in told.values() if not one.change.operations)
