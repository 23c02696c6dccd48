"""What a verb answers where the contract replaces its output."""

import pytest

from generator.building.trial import prepare
from generator.compare.sideways.assemble import compare
from generator.compare.sideways.comparison import OperationComparison
from generator.diagnostics import Problems
from generator.styles import registry

CONTRACT = """\
contract: shop.goods.v1
types:
  Item:    {fields: {id: {type: string, read_only: true}, name: string}}
  Receipt: {fields: {number: int32, item: Item?}}
resources:
  Item: {key: id}
operations:
  AddItem:     {create: Item, output: Receipt}
  GetItem:     {get: Item, output: {found: Item, times: int32}}
  ReplaceItem: {replace: Item, output: Receipt}
  UpdateItem:  {update: Item, output: {bytes, media_type: image/png}}
  DeleteItem:  {delete: Item, output: Item}
  DropItem:    {delete: Item, output: Receipt, rest: "POST /items/{item_id}/drop"}
  MarkItem:    {call: Item}
"""


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, OperationComparison]:
    folder = tmp_path_factory.mktemp("outputs")
    (folder / "goods.yaml").write_text(CONTRACT)
    problems = Problems()
    trial = prepare(folder / "goods.yaml", folder, problems)
    assert trial is not None, list(problems)
    return {found.name: found for found in compare(trial).operations}


@pytest.mark.parametrize(
    "operation", [line.split(":")[0].strip() for line in CONTRACT.splitlines()[7:]]
)
def test_every_verb_answers_with_the_output_that_replaces_its_own(
    compared: dict[str, OperationComparison], operation: str
) -> None:
    exchanges = [one for call in compared[operation].calls for one in call.exchanges]
    assert len(exchanges) == len(registry.names())
    assert [one.answer.status for one in exchanges if not one.answer.ok] == []
