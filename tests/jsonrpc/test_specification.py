"""The 15 examples of section 7 of the JSON-RPC 2.0 specification, answered as printed there.

The methods come from a contract, through the generator.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PARSE_ERROR = '{"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}'
INVALID = '{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}'

EXAMPLES = {
    "positional parameters": (
        '{"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}',
        '{"jsonrpc": "2.0", "result": 19, "id": 1}',
    ),
    "positional parameters the other way round": (
        '{"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2}',
        '{"jsonrpc": "2.0", "result": -19, "id": 2}',
    ),
    "named parameters": (
        '{"jsonrpc": "2.0", "method": "subtract", '
        '"params": {"subtrahend": 23, "minuend": 42}, "id": 3}',
        '{"jsonrpc": "2.0", "result": 19, "id": 3}',
    ),
    "named parameters the other way round": (
        '{"jsonrpc": "2.0", "method": "subtract", '
        '"params": {"minuend": 42, "subtrahend": 23}, "id": 4}',
        '{"jsonrpc": "2.0", "result": 19, "id": 4}',
    ),
    "a notification": ('{"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}', None),
    "a notification of nothing": ('{"jsonrpc": "2.0", "method": "foobar"}', None),
    "a method that does not exist": (
        '{"jsonrpc": "2.0", "method": "foobar", "id": "1"}',
        '{"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "1"}',
    ),
    "invalid JSON": (
        '{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]',
        PARSE_ERROR,
    ),
    "an invalid request": ('{"jsonrpc": "2.0", "method": 1, "params": "bar"}', INVALID),
    "a batch of invalid JSON": (
        """[
  {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
  {"jsonrpc": "2.0", "method"
]""",
        PARSE_ERROR,
    ),
    "an empty array": ("[]", INVALID),
    "a batch that is invalid but not empty": ("[1]", f"[{INVALID}]"),
    "an invalid batch": ("[1,2,3]", f"[{INVALID}, {INVALID}, {INVALID}]"),
    "a batch": (
        """[
  {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
  {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
  {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
  {"foo": "boo"},
  {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
  {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
]""",
        """[
  {"jsonrpc": "2.0", "result": 7, "id": "1"},
  {"jsonrpc": "2.0", "result": 19, "id": "2"},
  {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
  {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "5"},
  {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}
]""",
    ),
    "a batch of notifications": (
        """[
  {"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},
  {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}
]""",
        None,
    ),
}


class Specification:
    """The methods that the examples call, and what the notifications said."""

    def __init__(self) -> None:
        self.notified: list[tuple[str, Any]] = []

    async def subtract(self, *, minuend: int, subtrahend: int) -> int:
        return minuend - subtrahend

    async def sum(self, **numbers: int | None) -> int:
        return sum(number or 0 for number in numbers.values())

    async def update(self, **numbers: int) -> None:
        self.notified.append(("update", [*numbers.values()]))

    async def notify_hello(self, *, number: int) -> None:
        self.notified.append(("hello", number))

    async def notify_sum(self, **numbers: int | None) -> None:
        self.notified.append(("sum", [*numbers.values()]))

    async def get_data(self) -> list[Any]:
        return ["hello", 5]


@pytest.fixture(scope="module")
def generated(build_contract: Callable[[Path], ModuleType]) -> ModuleType:
    return build_contract(Path(__file__).with_name("specification.yaml"))


def test_there_are_15_examples() -> None:
    assert len(EXAMPLES) == 15


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_is_answered_as_printed(
    name: str, generated: ModuleType, send: Callable[..., Awaitable[Any]]
) -> None:
    request, response = EXAMPLES[name]
    app = generated.jsonrpc.server.create_app(Specification())
    answer = asyncio.run(send(app, request.encode()))
    if response is None:
        assert (answer.status, answer.body) == (204, b"")
    else:
        assert (answer.status, answer.json) == (200, json.loads(response))


def test_the_notifications_were_served(
    generated: ModuleType, send: Callable[..., Awaitable[Any]]
) -> None:
    service = Specification()
    app = generated.jsonrpc.server.create_app(service)
    for name in ("a notification", "a batch of notifications"):
        asyncio.run(send(app, EXAMPLES[name][0].encode()))
    assert service.notified == [
        ("update", [1, 2, 3, 4, 5]),
        ("sum", [1, 2, 4]),
        ("hello", 7),
    ]
