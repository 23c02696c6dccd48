"""Uses a client, forks, and uses it on both sides: ``python -m … SCENARIO STYLE TARGET``.

Prints what each child saw, a line each. It runs in a process of its own: that of the tests has
threads, which do not survive a fork.
"""

import asyncio
import gc
import importlib
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

CHILDREN = 4
CALLS = 50


def main(scenario: str, style: str, target: str) -> None:
    """Run one scenario."""
    module = importlib.import_module(f"generated.products.{style}.client")
    SCENARIOS[scenario](module, target)


def _sync(module: Any, target: str) -> None:
    """All of them call at once, and check that each answer is their own."""
    client = module.Client(target)
    _ask(client, "parent")
    ended = _forked(lambda number: _many(client, f"child {number}"))
    _many(client, "parent")
    print(*ended(), sep="\n")
    _ask(client, "parent")
    client.close()


def _in_child_only(module: Any, target: str) -> None:
    """The parent makes the client, the children use it."""
    client = module.Client(target)
    print(*_forked(lambda number: _many(client, f"child {number}"))(), sep="\n")


def _async(module: Any, target: str) -> None:
    """The children use the client, let go of the loop that they inherited, and close."""
    loop = asyncio.new_event_loop()
    client = module.AsyncClient(target)
    loop.run_until_complete(_ask_async(client, "parent"))

    async def child(number: int) -> str:
        for call in range(CALLS):
            await _ask_async(client, f"child {number} {call}")
        await client.close()
        gc.collect()
        return "all its own"

    print(*_forked(lambda number: asyncio.run(child(number)))(), sep="\n")
    loop.run_until_complete(asyncio.wait_for(_ask_async(client, "parent"), 30))
    loop.run_until_complete(client.close())


def _ids(module: Any, target: str) -> None:
    """Each child writes a request."""
    operations = importlib.import_module("generated.products.operations")
    call = importlib.import_module("generated._support.call")
    codec = module.Client(target)._codec

    def request(number: int) -> str:
        values = {"product_id": str(number)}
        return str(codec.encode(operations.GET_PRODUCT, values, call.CallOptions()).id)

    print(request(0), *_forked(request)(), sep="\n")


SCENARIOS = {"sync": _sync, "child only": _in_child_only, "async": _async, "ids": _ids}


def _many(client: Any, who: str) -> str:
    for call in range(CALLS):
        _ask(client, f"{who} {call}")
    return "all its own"


def _ask(client: Any, product_id: str) -> None:
    found = client.get_product(product_id=product_id).id
    assert found == product_id, f"{product_id} got the answer to {found}"


async def _ask_async(client: Any, product_id: str) -> None:
    found = (await client.get_product(product_id=product_id)).id
    assert found == product_id, f"{product_id} got the answer to {found}"


def _forked(work: Callable[[int], str]) -> Callable[[], list[str]]:
    """Start the children; what is given back waits for what they say."""
    children = []
    for number in range(CHILDREN):
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            _child(work, number, writing)
        os.close(writing)
        children.append((pid, reading))

    def ended() -> list[str]:
        said = []
        for pid, reading in children:
            with os.fdopen(reading) as pipe:
                said.append(pipe.read())
            os.waitpid(pid, 0)
        return said

    return ended


def _child(work: Callable[[int], str], number: int, writing: int) -> None:
    try:
        said = work(number)
    except BaseException as error:
        said = f"{type(error).__name__}: {error}"
        if not isinstance(error, RuntimeError):
            traceback.print_exc()
    os.write(writing, said.encode())
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
