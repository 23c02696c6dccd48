"""Updates at every depth: absent leaves a value, null clears it, in every style alike."""

import asyncio
import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator import build
from tests.behaviour.hosting import WAYS, Host, Way, connected, in_protobuf, reached, served
from tests.behaviour.services.patches import Accounts

CONTRACT = Path(__file__).parent / "contracts" / "patches.yaml"
REMOTE = [way for way in WAYS if way.style != "object"]


@pytest.fixture(scope="session")
def patches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package generated from ``contracts/patches.yaml``."""
    folder = tmp_path_factory.mktemp("patches")
    contract = folder / "patches.yaml"
    contract.write_bytes(CONTRACT.read_bytes())
    build(contract, output=folder / "patched")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("patched.patches")
    sys.path.remove(str(folder))


def support(package: Any) -> Any:
    """The support package beside a generated one."""
    return importlib.import_module(f"{package.__package__.rpartition('.')[0]}._support")


def start(p: Any) -> dict[str, Any]:
    """What an account begins with."""
    city = p.City(name="Bonn", zip="53111")
    return {
        "name": "Ada",
        "count": 7,
        "colours": [p.Colour.GREEN],
        "address": p.Address(
            street="A 1", city=city, country="AT", lines=["x"], labels={"a": "1", "b": "2"}
        ),
        "home": p.Address(street="H 1"),
        "payment": p.Card(number="4711", note="gold"),
        "labels": {"a": "1", "b.c": "2", "d`e": "3"},
        "places": {"one": p.Address(street="P 1", city=city), "two": p.Address(street="P 2")},
        "scores": {"a": 1, "b": None},
        "payments": {"x": p.Card(number="1", note="n")},
        "cities": [city],
        "node": p.Node(name="n1", next=p.Node(name="n2", from_=2)),
        "document": {"theme": "dark", "list": [1, {"a": 1}], "deep": {"x": 1, "y": 2}},
    }


# What to change, and what that does to the account as JSON.
CHANGES: dict[str, tuple[Callable[[Any], dict[str, Any]], Callable[[Any], object]]] = {
    "nothing": (lambda _: {}, lambda _: None),
    "a scalar": (lambda _: {"name": "Eve"}, lambda a: a.update(name="Eve")),
    "a default comes back": (lambda _: {"count": None}, lambda a: a.update(count=3)),
    "a list's default comes back": (
        lambda _: {"colours": None},
        lambda a: a.update(colours=["RED"]),
    ),
    "a list is replaced": (
        lambda p: {"cities": [p.City(name="Rom")], "colours": []},
        lambda a: a.update(cities=[{"name": "Rom", "zip": None}], colours=[]),
    ),
    "a field of a record": (
        lambda p: {"address": p.AddressPatch(street="B 2")},
        lambda a: a["address"].update(street="B 2"),
    ),
    "a field at the third level, cleared": (
        lambda p: {"address": p.AddressPatch(city=p.CityPatch(zip=None))},
        lambda a: a["address"]["city"].update(zip=None),
    ),
    "defaults come back at the second level": (
        lambda p: {"address": p.AddressPatch(country=None, lines=None, labels=None)},
        lambda a: a["address"].update(country="DE", lines=[], labels={}),
    ),
    "records are cleared": (
        lambda _: {"address": None, "payment": None, "node": None},
        lambda a: a.update(address=None, payment=None, node=None),
    ),
    "a record within one is cleared": (
        lambda p: {"address": p.AddressPatch(city=None)},
        lambda a: a["address"].update(city=None),
    ),
    "a new record": (
        lambda p: {"home": p.AddressPatch(city=p.CityPatch(name="Rom"))},
        lambda a: a["home"].update(city={"name": "Rom", "zip": None}),
    ),
    "a record that has itself": (
        lambda p: {"node": p.NodePatch(next=p.NodePatch(from_=0, next=p.NodePatch(name="n3")))},
        lambda a: a["node"]["next"].update(
            {"from": 0, "next": {"name": "n3", "next": None, "from": None}}
        ),
    ),
    "the same variant": (
        lambda p: {"payment": p.CardPatch(number="5")},
        lambda a: a["payment"].update(number="5"),
    ),
    "the same variant, cleared": (
        lambda p: {"payment": p.CardPatch(note=None)},
        lambda a: a["payment"].update(note=None),
    ),
    "another variant replaces": (
        lambda p: {"payment": p.TransferPatch(iban="I")},
        lambda a: a.update(payment={"type": "bank_transfer", "iban": "I", "bank": None}),
    ),
    "keys of a map": (
        lambda _: {"labels": {"a": None, "b.c": "9", "new one": "4", "d`e": "5", "": "6"}},
        lambda a: a.update(labels={"b.c": "9", "new one": "4", "d`e": "5", "": "6"}),
    ),
    "maps are cleared": (
        lambda _: {"labels": None, "places": None},
        lambda a: a.update(labels={}, places=None),
    ),
    "keys of a map in a record": (
        lambda p: {"address": p.AddressPatch(labels={"a": None, "c": "3"})},
        lambda a: a["address"].update(labels={"b": "2", "c": "3"}),
    ),
    "records in a map": (
        lambda p: {
            "places": {
                "one": p.AddressPatch(city=p.CityPatch(name="Rom")),
                "two": None,
                "three": p.AddressPatch(street="P 3"),
            }
        },
        lambda a: (
            a["places"]["one"]["city"].update(name="Rom"),
            a["places"].pop("two"),
            a["places"].update(three={**a["home"], "street": "P 3"}),
        ),
    ),
    "unions in a map": (
        lambda p: {"payments": {"x": p.CardPatch(number="2"), "y": p.CardPatch(number="3")}},
        lambda a: (
            a["payments"]["x"].update(number="2"),
            a["payments"].update(y={"type": "card", "number": "3", "note": None}),
        ),
    ),
    "a map of what may be null": (
        lambda _: {"scores": {"a": 0, "b": None, "c": 5}},
        lambda a: a.update(scores={"a": 0, "c": 5}),
    ),
    "any JSON": (
        lambda _: {"document": {"theme": None, "deep": {"x": None, "z": [None]}, "list": [2]}},
        lambda a: a.update(document={"deep": {"y": 2, "z": [None]}, "list": [2]}),
    ),
    "any JSON is cleared": (lambda _: {"document": None}, lambda a: a.update(document=None)),
}

# Changes after which something would be missing, and where.
INCOMPLETE: dict[str, tuple[Callable[[Any], dict[str, Any]], list[str]]] = {
    "a required field": (lambda _: {"name": None}, ["/name"]),
    "a required record": (lambda _: {"home": None}, ["/home"]),
    "a required field below": (lambda p: {"home": p.AddressPatch(street=None)}, ["/home/street"]),
    "a new record without": (
        lambda p: {"home": p.AddressPatch(city=p.CityPatch(zip="1"))},
        ["/home/city/name"],
    ),
    "another variant without": (
        lambda p: {"payment": p.TransferPatch(bank=p.CityPatch(zip="1"))},
        ["/payment/bank/name", "/payment/iban"],
    ),
    "a new key without": (
        lambda p: {"places": {"a/b": p.AddressPatch(country="FR")}},
        ["/places/a~1b/street"],
    ),
    "a constraint below": (
        lambda p: {"places": {"one": p.AddressPatch(street="P")}},
        ["/places/one/street"],
    ),
}


def shown(account: Any) -> Any:
    """A record as JSON, null where something is absent."""
    match account:
        case msgspec.Struct():
            config = account.__struct_config__
            tag = {} if config.tag is None else {config.tag_field: config.tag}
            fields = msgspec.structs.fields(account)
            return tag | {f.encode_name: shown(getattr(account, f.name)) for f in fields}
        case dict():
            return {key: shown(value) for key, value in account.items()}
        case list():
            return [shown(value) for value in account]
        case _:
            return msgspec.to_builtins(account)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_an_update_merges_at_every_depth_alike_in_every_style(
    way: Way, host: Host, patches: Any
) -> None:
    async def change_all() -> list[Any]:
        wrong: list[Any] = []
        async with reached(patches.__name__, way, Accounts(patches)) as caller:
            for title, (make, mutate) in CHANGES.items():
                added = await caller.add_account(**start(patches))
                right = shown(added)
                mutate(right)
                try:
                    after = await caller.update_account(account_id=added.id, **make(patches))
                except support(patches).ServiceError as error:
                    wrong.append((title, repr(error), error.violations))
                    continue
                if shown(after) != right:
                    wrong.append((title, shown(after), right))
        return wrong

    assert host.run(change_all()) == []


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_merge_whose_result_is_incomplete_is_invalid_at_its_place(
    way: Way, host: Host, patches: Any
) -> None:
    async def change_all() -> list[Any]:
        wrong: list[Any] = []
        service = Accounts(patches)
        async with reached(patches.__name__, way, service) as caller:
            added = await caller.add_account(**start(patches))
            before = shown(added)
            for title, (make, places) in INCOMPLETE.items():
                if way.style == "object" and title == "a constraint below":
                    continue  # nobody judges what one object gives another
                try:
                    await caller.update_account(account_id=added.id, **make(patches))
                except support(patches).InvalidArgument as error:
                    found = sorted(violation.pointer for violation in error.violations)
                    if found != places:
                        wrong.append((title, found))
                else:
                    wrong.append((title, "passed"))
            if shown(service.accounts["1"]) != before:
                wrong.append("changed")
        return wrong

    assert host.run(change_all()) == []


# RFC 7396, appendix A: original, patch, result.
APPENDIX_A: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_examples_of_rfc_7396_come_out_as_printed_there(
    way: Way, host: Host, patches: Any
) -> None:
    async def merge_all() -> list[Any]:
        wrong: list[Any] = []
        service = Accounts(patches)
        async with reached(patches.__name__, way, service) as caller:
            for original, patch, result in APPENDIX_A:
                service.accounts["1"] = patches.Account(
                    id="1", **{**start(patches), "document": original}
                )
                found = await caller.update_account(account_id="1", document=patch)
                if found.document != result:
                    wrong.append((original, patch, found.document))
        return wrong

    assert host.run(merge_all()) == []


@pytest.mark.parametrize(("original", "patch", "result"), APPENDIX_A)
def test_curl_merges_as_rfc_7396_has_it(
    host: Host, patches: Any, original: Any, patch: Any, result: Any
) -> None:
    """The original is PUT, the patch is PATCHed, by a program that knows HTTP only."""

    async def send() -> Any:
        whole = {"name": "a", "home": {"street": "H 1"}, "document": original}
        service = Accounts(patches)
        await service.add_account(**start(patches))
        async with served(patches.__name__, "rest", service) as target:
            url = f"{target}/accounts/1"
            put = await curl(url, "PUT", "application/json", whole)
            assert put.get("document") == original
            kind = "application/merge-patch+json"
            return await curl(url, "PATCH", kind, {"document": patch})

    assert host.run(send()).get("document") == result


NESTED: list[tuple[Any, Any]] = [
    ({"address": {"city": {"zip": None}}}, lambda a: a["address"]["city"].update(zip=None)),
    ({"address": {"labels": {"a": None}}}, lambda a: a["address"].update(labels={"b": "2"})),
    ({"places": {"one": None}}, lambda a: a["places"].pop("one")),
    ({"payment": {"type": "card", "note": None}}, lambda a: a["payment"].update(note=None)),
    ({"address": {}, "labels": {}}, lambda _: None),
    ({"cities": [{"name": "Rom"}]}, lambda a: a.update(cities=[{"name": "Rom", "zip": None}])),
    ({"name": "", "home": {"street": ["x"]}}, "/home/street"),
    ({"home": {"street": None}}, "/home/street"),
    ({"home": {"strasse": "x"}}, "/home/strasse"),
    ({"payment": {"number": "5"}}, "/payment/type"),
    ({"node": {"next": {"next": {"from": 1}}}}, "/node/next/next/name"),
]


@pytest.mark.parametrize(("patch", "effect"), NESTED)
def test_a_patch_over_plain_http_merges_or_names_the_place(
    host: Host, patches: Any, patch: Any, effect: Any
) -> None:
    async def send() -> None:
        service = Accounts(patches)
        right = shown(await service.add_account(**start(patches)))
        async with served(patches.__name__, "rest", service) as target:
            kind = "application/merge-patch+json"
            answer = await curl(f"{target}/accounts/1", "PATCH", kind, patch)
        if isinstance(effect, str):
            assert [error["pointer"] for error in answer["errors"]] == [effect]
        else:
            effect(right)
        assert shown(service.accounts["1"]) == right

    host.run(send())


def test_a_patch_as_xml_merges_alike(host: Host, patches: Any) -> None:
    body = (
        '<p xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<address><city><name>Rom</name><zip xsi:nil='true'/></city>"
        "<labels><a xsi:nil='true'/><c>3</c></labels></address>"
        "<payment><type>card</type><note xsi:nil='true'/></payment><count xsi:nil='true'/></p>"
    )

    async def send() -> None:
        service = Accounts(patches)
        right = shown(await service.add_account(**start(patches)))
        right["address"]["city"] = {"name": "Rom", "zip": None}
        right["address"]["labels"] = {"b": "2", "c": "3"}
        right["payment"]["note"] = None
        right["count"] = 3
        async with served(patches.__name__, "rest", service) as target:
            await curl(f"{target}/accounts/1", "PATCH", "application/xml", body)
        assert shown(service.accounts["1"]) == right

    host.run(send())


async def curl(url: str, method: str, kind: str, body: Any) -> Any:
    """One request by curl; its answer as JSON."""
    data = body if isinstance(body, str) else json.dumps(body)
    headers = ["-H", f"Content-Type: {kind}", "-H", "Accept: application/json"]
    process = await asyncio.create_subprocess_exec(
        "curl", "-s", "-X", method, *headers, "--data-binary", data, url,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, _ = await process.communicate()
    return json.loads(output)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_record_is_no_patch(way: Way, host: Host, patches: Any) -> None:
    async def send() -> None:
        service = Accounts(patches)
        await service.add_account(**start(patches))
        async with reached(patches.__name__, way, service) as caller:
            with pytest.raises(support(patches).InvalidArgument) as refused:
                address = patches.Address(street="N 1")
                await caller.update_account(account_id="1", address=address)
        (found,) = refused.value.violations
        assert found.pointer == "/address"
        assert "AddressPatch" in found.detail

    host.run(send())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_only_a_mask_can_replace_a_map_as_a_whole(way: Way, host: Host, patches: Any) -> None:
    whole = support(patches).Whole

    async def send() -> None:
        service = Accounts(patches)
        await service.add_account(**start(patches))
        changes = {"labels": whole(n="1"), "address": patches.AddressPatch(labels=whole())}
        async with reached(patches.__name__, way, service) as caller:
            if in_protobuf(way):
                account = await caller.update_account(account_id="1", **changes)
                assert (account.labels, account.address.labels) == ({"n": "1"}, {})
                return
            with pytest.raises(support(patches).InvalidArgument) as refused:
                await caller.update_account(account_id="1", **changes)
        places = sorted(found.pointer for found in refused.value.violations)
        assert places == ["/address/labels", "/labels"]

    host.run(send())


@pytest.mark.parametrize(("front", "back"), [("rest", "grpc"), ("grpc", "jsonrpc")])
def test_a_gateway_passes_on_what_changes_at_every_depth(
    front: str, back: str, host: Host, patches: Any
) -> None:
    async def change_all() -> list[Any]:
        wrong: list[Any] = []
        service = Accounts(patches)
        way = Way(front, "async")
        async with (
            served(patches.__name__, back, service) as target,
            connected(patches.__name__, Way(back, "async"), target) as gateway,
            reached(patches.__name__, way, gateway) as caller,
        ):
            for title, (make, mutate) in CHANGES.items():
                added = await service.add_account(**start(patches))
                right = shown(added)
                mutate(right)
                try:
                    await caller.update_account(account_id=added.id, **make(patches))
                except support(patches).ServiceError as error:
                    wrong.append((title, error.violations))
                    continue
                if shown(service.accounts[added.id]) != right:
                    wrong.append((title, shown(service.accounts[added.id]), right))
        return wrong

    assert host.run(change_all()) == []
