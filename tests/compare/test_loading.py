"""Packages that exist in memory only."""

import importlib.resources
import sys
from pathlib import Path

import pytest

from generator.building.in_memory import importable

FILES = {
    "_support/base.py": b"class Base:\n    pass\n",
    "shop/__init__.py": b"from .types import Thing\n",
    "shop/types.py": b"from .._support.base import Base\n\n\nclass Thing(Base):\n    pass\n",
    "shop/schema.json": b'{"a": 1}',
    "shop/rest/client.py": (
        b"import importlib.resources\n"
        b"from ..types import Thing\n\n"
        b"package = __name__.rpartition('.')[0].rpartition('.')[0]\n"
        b"SCHEMA = importlib.resources.files(package).joinpath('schema.json').read_text()\n"
    ),
}


def test_modules_import_each_other_and_read_their_files() -> None:
    with importable(FILES) as package:
        client = package.load("shop.rest.client")
        assert client.Thing is package.load("shop").Thing
        assert client.SCHEMA == '{"a": 1}'
        folder = importlib.resources.files(package.load("shop"))
        assert [entry.name for entry in folder.iterdir()] == [
            "__init__.py",
            "rest",
            "schema.json",
            "types.py",
        ]


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    modules, finders = set(sys.modules), list(sys.meta_path)
    with importable(FILES) as package:
        package.load("shop.rest.client")
        assert set(sys.modules) - modules
    assert set(sys.modules) == modules
    assert sys.meta_path == finders
    assert list(tmp_path.iterdir()) == []


def test_two_trees_do_not_know_each_other() -> None:
    other = FILES | {"shop/types.py": b"class Thing:\n    pass\n"}
    with importable(FILES) as one, importable(other) as two:
        assert one.load("shop.types").Thing.__mro__[1].__name__ == "Base"
        assert two.load("shop.types").Thing.__mro__[1] is object


def test_a_module_that_is_not_there_is_not_found() -> None:
    with importable(FILES) as package, pytest.raises(ModuleNotFoundError):
        package.load("shop.missing")
