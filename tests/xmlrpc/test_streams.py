"""What an XML-RPC server answers to operations that stream items: it carries none of them."""

import asyncio
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import build
from tests.behaviour.services.streams import Sensors
from tests.xmlrpc.asking import ask

STREAMS = Path(__file__).parents[1] / "behaviour" / "contracts" / "streams.yaml"
NO_METHOD = -32601


@pytest.fixture(scope="module")
def streams(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("streams")
    build(STREAMS, output=folder / "dammed")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("dammed.streams")
    sys.path.remove(str(folder))


@pytest.mark.parametrize("hooked", [False, True])
@pytest.mark.parametrize("call", ["count", "names", "add", "echo", "total"])
def test_a_stream_of_items_is_unimplemented_and_no_failure_of_the_service(
    streams: Any, call: str, hooked: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async def hook(_: Any, proceed: Any) -> Any:
        return await proceed()

    server = importlib.import_module(f"{streams.__name__}.xmlrpc.server")
    app = server.create_app(Sensors(streams), hooks=[hook] if hooked else [])
    limit = (
        "<member><name>upto</name><value><int>2</int></value></member>" if call == "count" else ""
    )
    body = (
        f"<methodCall><methodName>{call}</methodName><params><param><value><struct>{limit}"
        "</struct></value></param></params></methodCall>"
    )
    number, text = asyncio.run(ask(app, body.encode())).fault
    assert number == NO_METHOD, text
    assert json.loads(text.rpartition("\n")[2])["code"] == "unimplemented"
    assert not caplog.records
