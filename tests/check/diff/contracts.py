"""Contracts of the tests, bound in memory."""

from pathlib import Path

from generator.building.pipeline import Bound, bind
from generator.check.diff.differ import Difference, differences
from generator.contract.lock.ledger import Ledger
from generator.contract.read import read
from generator.diagnostics import Problems
from generator.styles import registry

PRODUCTS = """\
contract: shop.products.v1
version: 1.0.0
types:
  Size: {fields: {width: int32, height: int32?}}
  Category: {enum: [Clothes, Shoes]}
  Title: {type: string, max_length: 200}
  Card: {fields: {number: string}}
  Transfer: {fields: {iban: string}}
  Payment: {union: {card: Card, transfer: Transfer}}
  Product:
    fields:
      id: {type: string, read_only: true}
      name: Title
      price: {type: decimal, minimum: 0}
      size: Size?
      category: Category
      tags: {type: list<string>, max_items: 20, default: []}
      secret: {type: string?, write_only: true}
errors:
  OutOfStock: {code: aborted, fields: {left: int32}}
resources:
  Product: {key: id}
operations:
  AddProduct: {create: Product}
  GetProduct: {get: Product}
  ListProducts: {list: Product, filter: [category], order_by: [name]}
  ReplaceProduct: {replace: Product}
  ChangeProduct: {update: Product}
  BuyProduct: {call: Product, input: {payment: Payment, sizes: list<Size>}, errors: [OutOfStock]}
"""


def bound(text: str, folder: Path) -> Bound:
    """A contract in all styles."""
    path = folder / "products.yaml"
    path.write_text(text, "utf-8")
    problems = Problems()
    api = read(path, registry.names(), root=folder, problems=problems)
    assert api is not None, list(problems)
    found = bind(api, Ledger(problems), registry.styles(), problems)
    assert found is not None, list(problems)
    return found


def changed(folder: Path, *edits: tuple[str, str], text: str = PRODUCTS) -> list[Difference]:
    """What `gen diff` finds after replacing some texts, each of which is there."""
    new = text
    for old, replacement in edits:
        assert old in new, old
        new = new.replace(old, replacement)
    return list(differences(bound(text, folder), bound(new, folder)).found)


def told(found: list[Difference]) -> list[tuple[str, str]]:
    """The rules and what they are about."""
    return [(one.change.kind.name, one.change.what) for one in found]
