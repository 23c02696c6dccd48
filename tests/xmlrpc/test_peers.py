"""Programs that nobody here wrote: Python's own client and server, Perl's, PHP's."""

import asyncio
import datetime
import importlib
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xmlrpc.client import Binary, DateTime, Fault, MultiCall, ServerProxy
from xmlrpc.server import SimpleXMLRPCServer

import pytest

from generated.products import Category, ProductNotFound
from generated.products.xmlrpc.client import AsyncClient, Client
from generator.runtime.codes import Code
from generator.runtime.errors import InvalidArgument, ServiceError

NEW = {"name": "Hat", "price": "9.50", "category": "Clothes", "tags": ["warm", "<&>"]}


def violations(fault: Fault) -> list[dict[str, str]]:
    """What the last line of a fault says."""
    found: list[dict[str, str]] = json.loads(fault.faultString.rpartition("\n")[2])["violations"]
    return found


def test_pythons_client_makes_calls_by_name_and_by_position(shop: str) -> None:
    with ServerProxy(shop) as proxy:
        added: Any = proxy.addProduct({**NEW, "name": "Named"})
        assert (added["name"], added["price"], added["tags"]) == ("Named", "9.50", ["warm", "<&>"])
        assert "note" not in added
        assert proxy.getProduct(added["id"]) == added
        assert proxy.getProduct({"productId": added["id"]}) == added
        other: Any = proxy.addProduct("Positional", "1.00", "Shoes")
        assert other["category"] == "Shoes"
        assert proxy.deleteProduct(other["id"]) == ""
        with pytest.raises(Fault) as caught:
            proxy.getProduct(other["id"])
        assert caught.value.faultCode == 5
        with pytest.raises(Fault) as caught:
            proxy.addProduct({**NEW, "price": -1})
        assert caught.value.faultCode == -32602
        assert [one["pointer"] for one in violations(caught.value)] == ["/price"]


def test_pythons_client_asks_what_there_is(shop: str) -> None:
    with ServerProxy(shop) as proxy:
        names: Any = proxy.system.listMethods()
        assert {"addProduct", "listProducts", "system.multicall"} < set(names)
        assert proxy.system.methodHelp("addProduct") == "Add a product to the list."
        signatures: Any = proxy.system.methodSignature("getProduct")
        assert signatures == [["struct", "struct"], ["struct", "string"]]


def test_pythons_multicall_gives_results_and_raises_faults_in_their_places(shop: str) -> None:
    with ServerProxy(shop) as proxy:
        calls = MultiCall(proxy)
        calls.addProduct({**NEW, "name": "One of many"})
        calls.getProduct("nothing")
        calls.listProducts({"pageSize": 1})
        found = iter(calls())
        assert next(found)["name"] == "One of many"
        with pytest.raises(Fault):
            next(found)


@pytest.mark.parametrize("builtin", [False, True], ids=["own types", "builtin types"])
def test_values_of_every_kind_go_there_and_back(mirror: str, builtin: bool) -> None:
    value: dict[str, Any] = {
        "aBool": True,
        "anInt32": -(2**31),
        "anInt64": str(2**63 - 1),
        "aUint32": str(2**32 - 1),
        "aFloat64": 1.5e300,
        "aDecimal": "22.00",
        "aString": " <&>\n\t]]> \U0001f600 ",
        "someBytes": bytes(range(256)),
        "aTimestamp": "2026-11-22T09:30:00Z",
        "aDuration": "PT5400S",
        "anything": {"a": [1, 2.5, "x", True, {"": []}]},
        "aShape": {"type": "circle", "radius": 2},
        "aMap": {"a b": "5"},
        "grid": [[1], [], [2, 3]],
    }
    with ServerProxy(mirror, use_builtin_types=builtin, allow_none=True) as proxy:
        found: Any = proxy.echo({"value": value})
        if not builtin:
            found["someBytes"] = found["someBytes"].data
        defaults = {"decimals", "colours", "leaves", "holes", "lists", "maps", "shapes"}
        assert {name: found[name] for name in found.keys() - defaults - {"bytesMap"}} == value
        assert proxy.echo({"value": {"anything": None, "aBool": None}})["anything"] is None
        with pytest.raises(Fault) as caught:
            proxy.echo({"value": {"anything": 0, "aTimestamp": datetime.datetime(2026, 11, 22)}})
        [one] = violations(caught.value)
        assert one["pointer"] == "/value/aTimestamp"
        assert one["detail"].endswith("a dateTime.iso8601 has no offset")


def test_text_that_xml_cannot_hold_reaches_pythons_client_as_bytes(mirror: str) -> None:
    with ServerProxy(mirror) as proxy:
        found: Any = proxy.echo({"value": {"anything": 0, "aString": Binary(b"a\0\x1bb")}})
        assert found["aString"] == Binary(b"a\0\x1bb")


class Shop:
    """The same methods, by hand; what is called by name gets one struct."""

    def __init__(self) -> None:
        self.calls: list[Any] = []

    def product(self, **more: Any) -> dict[str, Any]:
        created = {"createdAt": "2026-11-22T09:30:00Z"}
        return {"id": "1", "name": "Hat", "price": "9.50", "category": "Clothes"} | created | more

    def add_product(self, given: Any) -> Any:
        self.calls.append(given)
        return self.product(**given)

    def get_product(self, given: Any) -> Any:
        match given["productId"]:
            case "gone":
                raise Fault(5, "No such thing.")
            case "odd":
                raise Fault(4711, "Odd.")
            case "crash":
                raise KeyError("x")
            case "wrong":
                return {"id": 1}
            case "moment":
                return self.product(createdAt=DateTime("20261122T09:30:00"))
            case "offset":
                return self.product(createdAt=DateTime("20261122T09:30:00Z"))
            case _:
                return self.product(id=given["productId"])

    def delete_product(self, given: Any) -> bool:
        self.calls.append(given)
        return True


@pytest.fixture(scope="module")
def foreign() -> Iterator[tuple[str, Shop]]:
    """A server of the standard library."""
    shop = Shop()
    address = ("127.0.0.1", 0)
    with SimpleXMLRPCServer(address, logRequests=False, allow_none=True) as server:
        server.register_function(shop.add_product, "addProduct")
        server.register_function(shop.get_product, "getProduct")
        server.register_function(shop.delete_product, "deleteProduct")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", shop
        server.shutdown()
        thread.join()


def test_our_client_calls_pythons_server(foreign: tuple[str, Shop]) -> None:
    target, shop = foreign
    with Client(target, path="/RPC2") as client:
        added = client.add_product(
            name="a<b", price=Decimal("1.00"), category=Category.BOOKS, tags=["x"]
        )
        assert (added.name, added.price, added.category) == ("a<b", Decimal("1.00"), "Books")
        assert added.created_at == datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)
        assert shop.calls[-1] == {
            "name": "a<b",
            "price": "1.00",
            "category": "Books",
            "tags": ["x"],
        }
        client.delete_product(product_id="7")
        assert shop.calls[-1] == {"productId": "7"}
        assert client.get_product(product_id="offset").created_at == added.created_at


@pytest.mark.parametrize(
    ("product_id", "code", "message"),
    [
        ("gone", Code.NOT_FOUND, "No such thing."),
        ("odd", Code.UNKNOWN, "Odd."),
        ("crash", Code.UNKNOWN, "KeyError"),
        ("wrong", Code.INTERNAL, "does not fit the contract"),
        ("moment", Code.INTERNAL, "a dateTime.iso8601 has no offset"),
    ],
)
def test_a_foreign_fault_is_the_error_that_its_number_stands_for(
    foreign: tuple[str, Shop], product_id: str, code: Code, message: str
) -> None:
    async def call() -> None:
        async with AsyncClient(foreign[0], path="/RPC2") as client:
            with pytest.raises(ServiceError) as caught:
                await client.get_product(product_id=product_id)
            assert caught.value.code == code
            assert message in caught.value.message

    asyncio.run(call())


def test_our_client_gets_declared_errors_and_violations_of_our_server(shop: str) -> None:
    with Client(shop.removesuffix("/xmlrpc")) as client:
        with pytest.raises(ProductNotFound) as caught:
            client.get_product(product_id="a\0\n{}")
        assert caught.value.product_id == "a\0\n{}"
        with pytest.raises(InvalidArgument) as invalid:
            client.add_product(name="", price=Decimal(1), category=Category.SHOES)
        assert [one.pointer for one in invalid.value.violations] == ["/name"]


PERL = r"""
use strict; use warnings; use RPC::XML; use RPC::XML::Client; use JSON::PP;
my $client = RPC::XML::Client->new($ARGV[0]);
my $new = RPC::XML::struct->new({name => RPC::XML::string->new('Perl <&>'),
    price => RPC::XML::string->new('1.50'), category => RPC::XML::string->new('Shoes')});
my $added = $client->simple_request('addProduct', $new);
my $found = $client->simple_request('getProduct', RPC::XML::string->new($added->{id}));
my $gone = $client->send_request('getProduct', RPC::XML::string->new('nothing'));
my $many = $client->simple_request('system.multicall', [
    {methodName => 'listProducts', params => []},
    {methodName => 'getProduct', params => [RPC::XML::string->new('nothing')]}]);
print encode_json({name => $found->{name}, price => $found->{price},
    fault => $gone->is_fault ? 0 + $gone->code : 0,
    methods => $client->simple_request('system.listMethods'),
    many => [ref $many->[0], 0 + $many->[1]{faultCode}],
    deleted => $client->simple_request('deleteProduct', RPC::XML::string->new($added->{id}))});
"""
PHP = r"""
function ask($url, $method, $params) {
    $context = stream_context_create(['http' => ['method' => 'POST',
        'header' => 'Content-Type: text/xml', 'ignore_errors' => true,
        'content' => xmlrpc_encode_request($method, $params,
            ['encoding' => 'utf-8', 'escaping' => 'markup'])]]);
    return xmlrpc_decode(file_get_contents($url, false, $context), 'utf-8');
}
$url = $argv[1];
$added = ask($url, 'addProduct', [['name' => 'PHP <&>', 'price' => '1.50', 'category' => 'Shoes']]);
$found = ask($url, 'getProduct', [$added['id']]);
$gone = ask($url, 'getProduct', ['nothing']);
$many = ask($url, 'system.multicall', [[
    ['methodName' => 'listProducts', 'params' => [['pageSize' => 1]]],
    ['methodName' => 'getProduct', 'params' => ['nothing']]]]);
echo json_encode(['name' => $found['name'], 'price' => $found['price'],
    'fault' => $gone['faultCode'],
    'methods' => ask($url, 'system.listMethods', []),
    'many' => [gettype($many[0]) == 'array' ? 'ARRAY' : '', $many[1]['faultCode']],
    'deleted' => ask($url, 'deleteProduct', [$added['id']])]);
"""
PEERS = {
    "Perl": (["perl", "-MRPC::XML::Client", "-MJSON::PP", "-e"], PERL, "librpc-xml-perl"),
    "PHP": (["php", "-r"], PHP, "php-cli, php-xmlrpc"),
}


@pytest.mark.parametrize("peer", PEERS)
def test_clients_of_other_languages_call_our_server(shop: str, peer: str) -> None:
    command, program, packages = PEERS[peer]
    probe = "exit(function_exists('xmlrpc_decode') ? 0 : 1);" if peer == "PHP" else "1"
    if (
        shutil.which(command[0]) is None
        or subprocess.run([*command, probe], check=False).returncode
    ):
        pytest.skip(f"needs Debian's {packages}")
    run = subprocess.run(
        [*command, program, shop], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    methods = importlib.import_module("generated.products.xmlrpc.binding").METHODS
    assert found.pop("methods")[:5] == [method.name for method in methods]
    assert found == {
        "name": f"{peer} <&>",
        "price": "1.50",
        "fault": 5,
        "many": ["ARRAY", 5],
        "deleted": "",
    }
