"""What a server tells about itself, and many calls in one."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from generated.products import Category, ProductPage, ProductsService
from generated.products.xmlrpc.binding import METHODS
from generated.products.xmlrpc.server import create_app
from generator.styles.xmlrpc.runtime.codec import call
from generator.styles.xmlrpc.runtime.writing import anything
from tests.xmlrpc.asking import Answer, ask

Post = Callable[..., Answer]

OWN = [
    "system.getCapabilities",
    "system.listMethods",
    "system.methodHelp",
    "system.methodSignature",
    "system.multicall",
]


def called(name: str, *params: Any) -> bytes:
    """A call of a method with positional parameters."""
    return call(name, "".join(f"<param><value>{anything(one)}</value></param>" for one in params))


def many(*calls: Any) -> bytes:
    """A multicall."""
    return called("system.multicall", [*calls])


def part(name: str, *params: Any) -> dict[str, Any]:
    """A call within a multicall."""
    return {"methodName": name, "params": [*params]}


def test_all_methods_are_listed_the_contracts_first(post: Post) -> None:
    assert post(called("system.listMethods")).value == [*(each.name for each in METHODS), *OWN]


def test_every_method_has_help_and_signatures(post: Post) -> None:
    for name in post(called("system.listMethods")).value:
        assert post(called("system.methodHelp", name)).value
        assert post(called("system.methodSignature", name)).value


def test_a_signature_is_of_named_parameters_or_of_positional_ones(post: Post) -> None:
    assert post(called("system.methodSignature", "addProduct")).value == [
        ["struct", "struct"],
        ["struct", "string", "string", "string"],
        ["struct", "string", "string", "string", "array"],
        ["struct", "string", "string", "string", "array", "string"],
    ]
    assert post(called("system.methodSignature", "deleteProduct")).value == [
        ["string", "struct"],
        ["string", "string"],
    ]
    assert post(called("system.methodHelp", "addProduct")).value == "Add a product to the list."


def test_capabilities_name_their_specifications(post: Post) -> None:
    found = post(called("system.getCapabilities")).value
    assert found["xmlrpc"] == {"specUrl": "http://www.xmlrpc.com/spec", "specVersion": 1}
    assert {"faults_interop", "introspection", "nil", "system.multicall"} < found.keys()


@pytest.mark.parametrize(
    "body",
    [
        called("system.listMethods", 1),
        called("system.methodHelp"),
        called("system.methodHelp", 1),
        called("system.methodHelp", "nothing"),
        called("system.methodSignature", {"name": "addProduct"}),
        called("system.multicall"),
        called("system.multicall", {}),
        called("system.multicall", [], []),
    ],
)
def test_wrong_parameters_are_invalid(post: Post, body: bytes) -> None:
    assert post(body).fault[0] == -32602


def test_each_of_many_calls_has_its_own_answer_in_its_place(post: Post) -> None:
    new = {"name": "Hat", "price": "9.50", "category": "Clothes"}
    added, gone, hidden = post(
        many(part("addProduct", new), part("getProduct", "999"), part("dropAll"))
    ).value
    [product] = added
    assert (product["name"], product["price"], "note" in product) == ("Hat", "9.50", False)
    assert gone["faultCode"] == 5
    message, _, data = gone["faultString"].rpartition("\n")
    assert message
    assert json.loads(data) == {
        "code": "not_found",
        "error": "ProductNotFound",
        "fields": {"productId": "999"},
    }
    assert hidden["faultCode"] == -32601


def test_what_is_no_call_among_many_does_not_keep_the_others(post: Post) -> None:
    listed = part("system.listMethods")
    for wrong in (
        5,
        {},
        {"methodName": "listProducts"},
        {"methodName": 1, "params": []},
        {"methodName": "listProducts", "params": {}},
        {"methodName": "listProducts", "params": [], "more": 1},
        part("system.multicall", []),
    ):
        first, second = post(many(wrong, listed)).value
        assert (first["faultCode"], len(second)) == (-32600, 1)


def test_there_may_be_none_but_not_too_many(post: Post) -> None:
    assert post(many()).value == []
    assert post(many(*[part("listProducts")] * 4)).fault == (
        -32600,
        "system.multicall takes at most 3 calls.",
    )


class Slow(ProductsService):
    """Counts how many calls run at once."""

    def __init__(self) -> None:
        self.running = self.most = 0
        self.categories: list[Category | None] = []

    async def list_products(self, *, category: Category | None = None, **_: Any) -> ProductPage:
        self.running += 1
        self.most = max(self.most, self.running)
        for _ in range(5):
            await asyncio.sleep(0)
        self.running -= 1
        self.categories.append(category)
        return ProductPage(products=[])


def test_so_many_calls_run_at_a_time_and_each_passes_the_hooks() -> None:
    service = Slow()
    seen: list[tuple[str, str]] = []

    async def hook(call: Any, proceed: Any) -> Any:
        seen.append((call.operation, call.style))
        return await proceed()

    app = create_app(service, concurrency=2, hooks=[hook])
    body = many(*[part("listProducts", {"category": "Books"})] * 6)
    answer = asyncio.run(ask(app, body))
    assert answer.value == [[{"products": []}]] * 6
    assert (service.most, service.categories) == (2, [Category.BOOKS] * 6)
    assert seen == [("ListProducts", "xmlrpc")] * 6
