"""A place in a request, as a pointer into JSON and as a path of proto fields."""

import importlib
from typing import Any

import pytest

PAIRS = [
    ("EchoTexts", "", ""),
    ("EchoTexts", "/value", "value"),
    ("EchoContainers", "/value/rows/1/0", "value.rows[1].items[0]"),
    ("EchoContainers", "/value/byName/a~1b/0", 'value.by_name["a/b"].items[0]'),
    ("EchoContainers", '/value/byName/"]~0\N{SNOWMAN}', 'value.by_name["\\"]~\N{SNOWMAN}"]'),
    ("EchoContainers", "/value/gaps/2", "value.gaps[2]"),
    ("EchoContainers", "/value/shapes/s/radius", 'value.shapes["s"].circle.radius'),
    ("EchoShape", "/shape/side", "shape.big_square.side"),
    ("EchoShape", "/shape/kind", "shape.variant"),
    ("EchoTexts", "/value/json/a/0", 'value.json["a"][0]'),
    ("UpdateThing", "/updateMask", "update_mask"),
    ("UpdateThing", "/notThere", "notThere"),
]


@pytest.mark.parametrize(("rpc", "pointer", "path"), PAIRS)
def test_a_pointer_and_a_path_name_one_place(
    zoo: Any, support: Any, rpc: str, pointer: str, path: str
) -> None:
    service = importlib.import_module(f"{zoo.__name__}.grpc.binding").SERVICE
    places = importlib.import_module(f"{support.__name__}.protobuf.places").Places(
        service.messages.shapes
    )
    record = next(service.request(m.operation) for m in service if m.name == rpc)
    assert places.path(record, pointer) == path
    assert places.pointer(record, path) == pointer


def test_the_request_says_which_branch_is_meant(zoo: Any, support: Any) -> None:
    service = importlib.import_module(f"{zoo.__name__}.grpc.binding").SERVICE
    places = importlib.import_module(f"{support.__name__}.protobuf.places").Places(
        service.messages.shapes
    )
    record = next(service.request(m.operation) for m in service if m.name == "EchoShape")
    message = service.messages.cls(record.message.full_name)()
    message.shape.big_square.SetInParent()
    assert places.path(record, "/shape/strange", message) == "shape.big_square.strange"
