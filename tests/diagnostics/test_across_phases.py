"""One run tells the faults of every phase, and nothing that only follows from one of them."""

from pathlib import Path

import pytest

from generator.building.bind import bind_all
from generator.diagnostics import Problems

CONTRACT = """\
contract: shop.products.v1
types:
  Category: {enum: [Clothes, Shoes]}
  Product:
    fields:
      id:       {type: string, read_only: true}
      name:     string
      category: Category
  Shop:
    fields: {id: {type: string, read_only: true}, city: string}
errors:
  ShopNotFound: {code: not_found, fields: {shop_id: string}}
resources:
  Product: {key: id}
  Shop:    {key: id}
operations:
  AddProduct:   {create: Product}
  GetProduct:   {get: Product}
  ListProducts: {list: Product, filter: [category], order_by: [name]}
  AddShop:      {create: Shop}
  GetShop:      {get: Shop, errors: [ShopNotFound]}
  ListShops:    {list: Shop}
  CountShops:   {safe: true, output: int32}
  CloseShop:    {call: Shop, input: {until: date}, output: Shop}
  OpenShops:    {input: {day: date}, output: int32}
"""
FAULTS = {
    "syntax": (
        "    fields: {id: {type: string, read_only: true}, city: string}",
        "    fields: {id: {type: string, read_only: true}, city: string",
        "GEN109",
    ),
    "duplicate key": ("output: int32}\n  Close", "safe: true, output: int32}\n  Close", "GEN110"),
    "merge key": ("GetProduct:   {get: Product}", "GetProduct: {<<: x, get: Product}", "GEN112"),
    "declaration": ("order_by: [name]", "orderby: [name]", "GEN201"),
    "kind": ("AddProduct:   {create: Product}", "AddProduct: create", "GEN202"),
    "type": ("{until: date}", "{until: dat}", "GEN203"),
    "error": ("errors: [ShopNotFound]", "errors: [ShopNotFoun]", "GEN301"),
    "code": ("code: not_found", "code: not_here", "GEN302"),
    "resource": ("{list: Shop}", "{list: Shp}", "GEN311"),
    "package": ("contract: shop.products.v1", "contract: Shop", "GEN205"),
    "rest": (
        "{input: {day: date}, output: int32}",
        "{input: {day: date}, output: int32, rest: 'POST /x/{nothing}'}",
        "GEN404",
    ),
    "grpc": ("{create: Shop}", "{create: Shop, grpc: {stub: x}}", "GEN501"),
    "jsonrpc": (
        "{safe: true, output: int32}",
        "{safe: true, output: int32, jsonrpc: rpc.x}",
        "GEN604",
    ),
}
TOGETHER = [
    ["declaration", "type", "rest", "grpc", "jsonrpc"],
    ["syntax", "declaration"],
    ["duplicate key", "rest", "grpc"],
    ["merge key", "declaration", "type", "rest", "grpc", "jsonrpc"],
    ["kind", "error", "resource", "rest", "jsonrpc"],
    ["package", "type", "rest", "grpc"],
    ["code", "rest", "grpc", "jsonrpc"],
]


def codes(tmp_path: Path, text: str, lock: str | None = None) -> list[str]:
    path = tmp_path / "products.yaml"
    path.write_text(text, "utf-8")
    if lock is not None:
        path.with_suffix(".lock").write_text(lock, "utf-8")
    problems = Problems()
    bind_all([path], tmp_path, None, problems)
    return sorted(found.code for found in problems)


@pytest.mark.parametrize("faults", [[one] for one in FAULTS] + TOGETHER, ids="+".join)
def test_each_fault_is_told_once_and_nothing_follows(faults: list[str], tmp_path: Path) -> None:
    text = CONTRACT
    for fault in faults:
        right, wrong, _ = FAULTS[fault]
        assert text.count(right) == 1, fault
        text = text.replace(right, wrong)
    assert codes(tmp_path, text) == sorted(FAULTS[fault][2] for fault in faults)


def test_a_style_is_asked_about_all_that_does_not_depend_on_a_fault(tmp_path: Path) -> None:
    text = CONTRACT.replace("city: string", "city: strin")  # and with it all that has a Shop
    for operation in ("AddShop", "GetProduct"):
        text = text.replace(f"{operation}: ", f"{operation}: &{operation.lower()} ", 1)
    text = text.replace("{create: Shop}", "{create: Shop, jsonrpc: rpc.x}")
    text = text.replace("{get: Product}", "{get: Product, jsonrpc: rpc.y}")
    assert codes(tmp_path, text) == ["GEN203", "GEN604"]


def test_what_is_faulty_is_not_taken_for_gone_and_renamed(tmp_path: Path) -> None:
    from generator import build

    path = tmp_path / "products.yaml"
    path.write_text(CONTRACT, "utf-8")
    assert build(path, output=tmp_path / "out").ok
    lock = path.with_suffix(".lock").read_text("utf-8")
    text = (
        CONTRACT.replace("city: string", "city: strin")
        .replace("errors:\n", "  Store:\n    fields: {id: string, city: string}\nerrors:\n")
        .replace("output: Shop}", "output: Store}")
        .replace("call: Shop, ", "")
    )
    assert codes(tmp_path, text, lock) == ["GEN203"]


def test_what_was_left_out_to_read_on_is_not_missed(tmp_path: Path) -> None:
    text = CONTRACT.replace("  Category: {enum: [Clothes, Shoes]}", "  Category: {enum: [Clothes}")
    text = text.replace("{list: Shop}", "{list: Shp}").replace("shop_id: string", "shop_id: strin")
    assert codes(tmp_path, text) == ["GEN109", "GEN203", "GEN311"]
