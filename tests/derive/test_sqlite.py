"""Data in a file: there after a restart, and refused when it is not what the contract says."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.building.in_memory import importable
from generator.compare.mock import Derived, Generated
from generator.compare.mock.sqlite import SqliteStore, StoreError
from tests.derive.conftest import trial

Open = Callable[[str, Path], tuple[SqliteStore, Any]]


@pytest.fixture
def open_() -> Iterator[Open]:
    """Opens a file as the data of a contract: the store, and the service over it."""
    with ExitStack() as stack:

        def open_(name: str, path: Path) -> tuple[SqliteStore, Any]:
            tried = trial(name)
            package = stack.enter_context(importable(tried.files))
            generated = Generated.load(package.load, tried.api.folder)
            store = SqliteStore(path, tried.api.package, generated.kinds(tried.api))
            stack.callback(store.close)
            return store, Derived(tried.api, generated, store).service

        yield open_


def add(shop: Any, name: str) -> Any:
    return asyncio.run(shop.add_product(name=name, price=Decimal("1.50"), category="Shoes"))


def test_a_restart_keeps_items_order_and_numbers(tmp_path: Path, open_: Open) -> None:
    store, shop = open_("products", tmp_path / "shop.db")
    assert store.is_new
    made = [add(shop, name) for name in "cab"]
    asyncio.run(shop.delete_product(product_id=made[2].id))
    store.close()

    store, shop = open_("products", tmp_path / "shop.db")
    assert not store.is_new
    found = asyncio.run(shop.list_products()).products
    assert [(p.id, p.name, p.price) for p in found] == [(p.id, p.name, p.price) for p in made[:2]]
    assert add(shop, "d").id not in {product.id for product in made}


def test_a_process_that_is_killed_loses_nothing_that_was_answered(
    tmp_path: Path, open_: Open
) -> None:
    _, shop = open_("products", tmp_path / "shop.db")
    made = add(shop, "Hat")
    copy = tmp_path / "copy.db"  # what another process finds while the first still has it open
    for file in tmp_path.glob("shop.db*"):
        file.with_name(file.name.replace("shop", "copy")).write_bytes(file.read_bytes())
    _, again = open_("products", copy)
    assert asyncio.run(again.get_product(product_id=made.id)).name == "Hat"


def refused(name: str, path: Path, open_: Open) -> str:
    with pytest.raises(StoreError) as found:
        open_(name, path)
    return str(found.value)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, open_: Open) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Not a database, but longer than the header of one. " * 40)
    before = file.read_bytes()
    assert refused("products", file, open_) == f"{file} cannot be used: file is not a database"
    assert file.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_left_alone(
    tmp_path: Path, open_: Open
) -> None:
    file = tmp_path / "other.db"
    database = sqlite3.connect(file)
    database.execute("CREATE TABLE item (name TEXT)")
    database.close()
    before = file.read_bytes()
    assert refused("products", file, open_) == f"{file} is the database of another program"
    assert file.read_bytes() == before


def test_the_data_of_another_contract_is_refused(tmp_path: Path, open_: Open) -> None:
    open_("products", tmp_path / "shop.db")[0].close()
    text = refused("blog", tmp_path / "shop.db", open_)
    assert text.endswith("keeps the data of shop.products.v1, not of press.blog.v1")


def test_data_that_the_contract_no_longer_allows_is_named(tmp_path: Path, open_: Open) -> None:
    file = tmp_path / "shop.db"
    store, shop = open_("products", file)
    made = add(shop, "Hat")
    store.close()
    database = sqlite3.connect(file)
    with database:
        database.execute("UPDATE item SET document = replace(document, '\"1.50\"', 'true')")
    database.close()
    text = refused("products", file, open_)
    assert f'keeps a Product ["{made.id}"] that the contract does not allow' in text
    assert "price" in text


def test_a_folder_that_is_not_there_is_a_clear_error(tmp_path: Path, open_: Open) -> None:
    file = tmp_path / "none" / "shop.db"
    text = refused("products", file, open_)
    assert text == f"{file} cannot be used: unable to open database file"
