"""Messages that are too deep are told as in every style, at the same place."""

import asyncio
import importlib
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from generator import build
from tests.behaviour.conftest import ECHO
from tests.behaviour.services.echo import Mirror
from tests.behaviour.test_bounds import DEEP
from tests.grpc.told import Raw


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Raw]:
    folder = tmp_path_factory.mktemp("deep")
    build(ECHO, output=folder / "deeply")
    sys.path.insert(0, str(folder))
    package = importlib.import_module("deeply.echo")
    yield Raw(package, Mirror(package))
    sys.path.remove(str(folder))


def told(echo: Raw, message: Any) -> Any:
    return asyncio.run(echo.data(message.SerializeToString()))[1]


@pytest.mark.parametrize("step", ["0", "a"])
@pytest.mark.parametrize("levels", [30, 31, 40, 60, 900])
def test_depth_is_told_as_in_json(echo: Raw, levels: int, step: str) -> None:
    message = echo.message()
    part = message.value.anything
    for _ in range(levels):
        if step == "0":
            part.list_value.SetInParent()
            part = part.list_value.values.add()
        else:
            part = part.struct_value.fields["a"]
    part.number_value = 1
    expected = set() if levels == 30 else {(f"/value/anything{f'/{step}' * 30}", DEEP)}
    assert told(echo, message) == expected


@pytest.mark.parametrize("levels", [30, 31, 200])
def test_so_is_that_of_recursive_records(echo: Raw, levels: int) -> None:
    message = echo.message()
    message.value.anything.null_value = 0
    part = message.value.a_leaf
    for _ in range(levels - 1):
        part.name = ""
        part = part.leaf
    part.name = ""
    expected = set() if levels == 30 else {(f"/value/aLeaf{'/leaf' * 30}", DEEP)}
    assert told(echo, message) == expected
