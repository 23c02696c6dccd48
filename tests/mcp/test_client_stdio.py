"""Our clients over stdio, against our server and against one that does what it should not."""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generated._support import CallOptions, Code, ServiceError
from generated.products import Category, Product, ProductNotFound
from generated.products.mcp.client import AsyncClient, Client
from tests.waiting import given_up_by_thread, until_by_thread

SHOES: dict[str, Any] = {"price": Decimal(9), "category": Category.SHOES}
OURS = [
    sys.executable,
    "-c",
    "import asyncio\n"
    "from generated.products.mcp.server import serve_stdio\n"
    "from tests.behaviour.services.products import ProductList\n"
    "print('no message')\n"
    "asyncio.run(serve_stdio(ProductList()))",
]
# Answers by the name of the product that it is asked for; all that it reads it writes to a file.
FAKE = """
import json, os, sys, time

PRODUCT = {"id": "1", "name": "Clogs", "price": "9", "category": "Shoes", "tags": [],
           "createdAt": "2026-11-30T02:00:00Z"}

def say(id, **more):
    print(json.dumps({"jsonrpc": "2.0", "id": id, **more}), flush=True)

def result(id, text="{}", **more):
    say(id, result={"content": [{"type": "text", "text": text}], **more})

asked = None
read = open(sys.argv[1], "a", buffering=1)
for line in sys.stdin:
    read.write(line)
    message = json.loads(line)
    id, method, params = message.get("id"), message.get("method"), message.get("params", {})
    if id == "q":
        result(asked, line, isError=True)
    if method == "server/discover":
        say(id, result={"supportedVersions": ["2026-07-28"]})
    if method != "tools/call":
        continue
    match params["arguments"].get("productId"):
        case "noise":
            print("no message", flush=True)
            print('{"jsonrpc": "2.0", "method": "notifications/x"}', flush=True)
            print('{"jsonrpc": "2.0", "id": "another", "result": {}}', flush=True)
            result(id, structuredContent=PRODUCT)
        case "ask":
            asked = id
            say("q", method="roots/list")
        case "large":
            result(id, "x" * 200_000)
        case "unread":
            error = {"code": -32700, "message": "Parse error"}
            print(json.dumps({"jsonrpc": "2.0", "error": error}), flush=True)
        case "die":
            sys.exit(3)
        case "silent":
            pass
        case "pid":
            result(id, str(os.getpid()), isError=True)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What the fake server has read."""
    return tmp_path / "read"


@pytest.fixture
def fake(log: Path) -> list[str]:
    return [sys.executable, "-S", "-c", FAKE, str(log)]


def code(caught: pytest.ExceptionInfo[ServiceError]) -> Code:
    return caught.value.code


def test_calls_reach_our_server_and_errors_come_back() -> None:
    with Client.over_stdio(OURS) as client:
        added = client.add_product(name="Clogs", **SHOES)
        assert client.get_product(product_id=added.id) == added
        with pytest.raises(ProductNotFound) as caught:
            client.get_product(product_id="no")
        assert caught.value.product_id == "no"
        assert [*client.iter_list_products()] == [added]


def test_threads_share_a_client() -> None:
    found: list[Product] = []
    with Client.over_stdio(OURS) as client:

        def work(number: int) -> None:
            found.append(client.add_product(name=f"Clogs {number}", **SHOES))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert {product.name for product in found} == {f"Clogs {number}" for number in range(8)}


def test_an_async_client_calls_side_by_side_in_any_event_loop() -> None:
    client = AsyncClient.over_stdio(OURS)

    async def add(first: int) -> list[str]:
        names = [f"Clogs {number}" for number in range(first, first + 4)]
        calls = [client.add_product(name=name, **SHOES) for name in names]
        return [product.name for product in await asyncio.gather(*calls)]

    assert asyncio.run(add(0)) == [f"Clogs {number}" for number in range(4)]
    assert asyncio.run(add(4)) == [f"Clogs {number}" for number in range(4, 8)]
    asyncio.run(client.close())


def late(client: Client, product: str, begun: Callable[[], object]) -> ServiceError:
    """How a call ends that the server has begun, and never answers."""

    def call(seconds: float) -> None:
        client.get_product(product_id=product, options=CallOptions(timeout=seconds))

    return given_up_by_thread(call, ServiceError, begun)


def pid(client: Client) -> int:
    with pytest.raises(ServiceError) as caught:
        client.get_product(product_id="pid")
    return int(str(caught.value))


def test_closing_ends_the_server(fake: list[str]) -> None:
    with Client.over_stdio(fake) as client:
        server = pid(client)
    assert not Path(f"/proc/{server}").exists()
    with pytest.raises(RuntimeError, match="the client is closed"):
        client.get_product(product_id="1")


def test_a_server_that_does_not_end_by_itself_is_ended(log: Path) -> None:
    program = (
        "import pathlib, signal, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "pathlib.Path(sys.argv[1]).touch()\n"
        "time.sleep(600)"
    )
    client = Client.over_stdio([sys.executable, "-S", "-c", program, str(log)])
    assert late(client, "1", log.exists).code is Code.DEADLINE_EXCEEDED
    client.close()
    child = client._transport.server._run._child
    assert child.returncode == -9


def test_a_client_that_never_called_starts_nothing(log: Path, fake: list[str]) -> None:
    with Client.over_stdio(fake):
        pass
    assert not log.exists()


def test_what_is_no_answer_is_passed_over(fake: list[str]) -> None:
    with Client.over_stdio(fake) as client:
        assert client.get_product(product_id="noise").name == "Clogs"


def test_a_server_that_ended_is_unavailable_and_starts_again(fake: list[str]) -> None:
    with Client.over_stdio(fake) as client:
        first = pid(client)
        with pytest.raises(ServiceError, match="exit status 3") as caught:
            client.delete_product(product_id="die")
        assert code(caught) is Code.UNAVAILABLE
        assert pid(client) != first


def test_a_program_that_cannot_be_started_is_unavailable() -> None:
    with Client.over_stdio(["./no-such-program"]) as client:
        for _ in range(2):
            with pytest.raises(ServiceError, match="cannot be started") as caught:
                client.get_product(product_id="1")
            assert code(caught) is Code.UNAVAILABLE


def test_an_answer_that_is_too_large_is_refused(fake: list[str]) -> None:
    with Client.over_stdio(fake, max_response_size=100_000) as client:
        with pytest.raises(ServiceError) as caught:
            client.get_product(product_id="large")
        assert code(caught) is Code.RESOURCE_EXHAUSTED
        assert client.get_product(product_id="noise").name == "Clogs"


def test_an_error_of_a_server_that_knows_no_id_is_that_of_what_waits(fake: list[str]) -> None:
    with Client.over_stdio(fake) as client, pytest.raises(ServiceError) as caught:
        client.get_product(product_id="unread")
    assert code(caught) is Code.INVALID_ARGUMENT


def lines(log: Path, until: str) -> list[str]:
    """What the fake server has read, once it has read something."""
    until_by_thread(lambda: until in read(log))
    return read(log).splitlines()


def read(log: Path) -> str:
    """What the fake server has read until now."""
    return log.read_text() if log.exists() else ""


def test_a_call_that_is_late_is_cancelled_on_the_server(log: Path, fake: list[str]) -> None:
    with Client.over_stdio(fake) as client:
        ended = late(client, "silent", lambda: "silent" in read(log))
        assert ended.code is Code.DEADLINE_EXCEEDED
        found = lines(log, "notifications/cancelled")
        assert all('"request-timeout-ms"' in line for line in found if "silent" in line)


def test_cancelling_an_async_call_cancels_it_on_the_server(log: Path, fake: list[str]) -> None:
    async def run() -> None:
        async with AsyncClient.over_stdio(fake) as client:
            task = asyncio.create_task(client.get_product(product_id="silent"))
            await asyncio.to_thread(lines, log, "silent")
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await asyncio.to_thread(lines, log, "notifications/cancelled")

    asyncio.run(run())


def test_closing_ends_the_calls_that_wait(log: Path, fake: list[str]) -> None:
    client = Client.over_stdio(fake)
    found: list[BaseException] = []

    def wait() -> None:
        try:
            client.get_product(product_id="silent")
        except RuntimeError as error:
            found.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    lines(log, "silent")
    client.close()
    thread.join()
    assert [str(error) for error in found] == ["the client is closed"]


def test_what_a_server_asks_its_client_is_answered(fake: list[str]) -> None:
    with Client.over_stdio(fake) as client, pytest.raises(ServiceError, match="-32601"):
        client.get_product(product_id="ask")


@pytest.fixture
def silent() -> Iterator[list[str]]:
    """A server of an older kind that says nothing to what it does not know."""
    program = (
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    message = json.loads(line)\n"
        "    if message['method'] == 'initialize':\n"
        "        found = {'protocolVersion': '2025-06-18'}\n"
        "    elif message['method'] == 'tools/call':\n"
        "        found = {'content': [{'type': 'text', 'text': line}], 'isError': True}\n"
        "    else:\n"
        "        continue\n"
        "    answer = {'jsonrpc': '2.0', 'id': message['id'], 'result': found}\n"
        "    print(json.dumps(answer), flush=True)\n"
    )
    yield [sys.executable, "-S", "-c", program]


def test_a_server_that_is_silent_about_its_version_gets_a_handshake(
    silent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generated._support.mcp.child._PATIENCE", 0.5)
    with Client.over_stdio(silent) as client, pytest.raises(ServiceError) as caught:
        client.get_product(product_id="1")
    assert "io.modelcontextprotocol" not in str(caught.value)


def test_a_child_after_a_fork_has_a_server_of_its_own(fake: list[str]) -> None:
    import multiprocessing

    def work(answers: Any) -> None:
        answers.put(pid(client))

    context = multiprocessing.get_context("fork")
    with Client.over_stdio(fake) as client:
        here = pid(client)
        answers = context.Queue()
        child = context.Process(target=work, args=(answers,))
        child.start()
        there = answers.get(timeout=30)
        child.join()
        assert there != here
        assert pid(client) == here
