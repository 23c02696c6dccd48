"""Updates by masks that somebody wrote by hand: a stock grpcio client against an emitted server."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import build
from tests.behaviour.hosting import Host, served
from tests.behaviour.services.patches import Accounts
from tests.behaviour.test_patches import CONTRACT, shown, start
from tests.grpc.conftest import Peer, peer

MODULE = "lab.patches.v1.patches"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package generated from the contract of the behaviour suite."""
    folder = tmp_path_factory.mktemp("masks")
    contract = folder / "patches.yaml"
    contract.write_bytes(CONTRACT.read_bytes())
    build(contract, output=folder / "masked")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("masked.patches")
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def service(package: Any) -> Accounts:
    """What is served."""
    return Accounts(package)


@pytest.fixture(scope="module")
def foreign(
    package: Any, service: Accounts, host: Host, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Peer]:
    """A client of protoc's stubs for the emitted .proto, in a process of its own."""
    stubs = tmp_path_factory.mktemp("stubs")
    protos = Path(package.__file__).parent / "proto"
    command = [sys.executable, "-m", "grpc_tools.protoc", f"-I{protos}"]
    outputs = [f"--python_out={stubs}", f"--grpc_python_out={stubs}"]
    subprocess.run([*command, *outputs, f"{MODULE.replace('.', '/')}.proto"], check=True)
    serving = served(package.__name__, "grpc", service)
    target = host.run(serving.__aenter__())
    with peer("client.py", stubs, target, MODULE, "PatchesService") as client:
        yield client
    host.run(serving.__aexit__(None, None, None))


@pytest.fixture
def before(package: Any, service: Accounts) -> Any:
    """The account "1" as it is again, as JSON."""
    service.accounts["1"] = package.Account(id="1", **start(package))
    return shown(service.accounts["1"])


def update(client: Peer, mask: str | None, **values: Any) -> Any:
    """Ask for an update of the account "1"."""
    request = {"account_id": "1", **values}
    if mask is not None:
        request["update_mask"] = mask
    return client.ask("UpdateAccount", request)


BONN = {"name": "Bonn", "zip": "53111"}
ADDRESS = {"street": "N 1", "city": {"name": "Rom"}, "labels": {"z": "26"}}
NEW = {
    "street": "N 1",
    "city": {"name": "Rom", "zip": None},
    "country": "DE",
    "lines": [],
    "labels": {"z": "26"},
}

MASKED: dict[str, tuple[str | None, dict[str, Any], dict[str, Any]]] = {
    "a nested path sets": (
        "address.city.name",
        {"address": {"street": "ignored", "city": {"name": "Rom"}}},
        {"address.city.name": "Rom"},
    ),
    "a nested path clears": ("address.city.zip", {}, {"address.city.zip": None}),
    "a nested path to a record clears": ("address.city", {}, {"address.city": None}),
    "a nested path to a default": ("address.country", {}, {"address.country": "DE"}),
    "a record is replaced": ("address", {"address": ADDRESS}, {"address": NEW}),
    "a record is cleared": ("address", {}, {"address": None}),
    "overlapping paths": (
        "address.city,address,address.street",
        {"address": ADDRESS},
        {"address": NEW},
    ),
    "two paths below": (
        "address.street,address.city.name",
        {"address": ADDRESS},
        {"address.street": "N 1", "address.city.name": "Rom"},
    ),
    "a map is replaced": ("labels", {"labels": {"n": "1"}}, {"labels": {"n": "1"}}),
    "a map is emptied": ("labels", {}, {"labels": {}}),
    "a map below is replaced": (
        "address.labels",
        {"address": {"labels": {"n": "1"}}},
        {"address.labels": {"n": "1"}},
    ),
    "a map of what may be null is replaced": (
        "scores",
        {"scores": {"n": {}, "m": {"value": 0}}},
        {"scores": {"n": None, "m": 0}},
    ),
    "a map of records is replaced": (
        "places",
        {"places": {"entries": {"one": ADDRESS}}},
        {"places": {"one": NEW}},
    ),
    "keys of a map": (
        "labels.a,labels.n,labels.`b.c`",
        {"labels": {"a": "9", "n": "1", "o": "ignored"}},
        {"labels": {"a": "9", "n": "1", "d`e": "3"}},
    ),
    "a field in a map": (
        "places.entries.one.street",
        {"places": {"entries": {"one": {"street": "Q 9"}}}},
        {"places.one.street": "Q 9"},
    ),
    "a union is replaced by its own variant": (
        "payment",
        {"payment": {"card": {"number": "5"}}},
        {"payment": {"type": "card", "number": "5", "note": None}},
    ),
    "a union is replaced by another variant": (
        "payment",
        {"payment": {"bank_transfer": {"iban": "I"}}},
        {"payment": {"type": "bank_transfer", "iban": "I", "bank": None}},
    ),
    "a field of a variant": (
        "payment.card.number",
        {"payment": {"card": {"number": "5"}}},
        {"payment.number": "5"},
    ),
    "a list is replaced": ("cities", {"cities": [{"name": "Rom"}]}, {"cities": [NEW["city"]]}),
    "any JSON merges": (
        "document",
        {"document": {"theme": None, "n": 1}},
        {"document": {"list": [1, {"a": 1}], "deep": {"x": 1, "y": 2}, "n": 1}},
    ),
    "a zero is a value": ("count", {"count": 0}, {"count": 0}),
    "a default": ("count", {}, {"count": 3}),
    "no mask: what is populated": (
        None,
        {"name": "Eve", "address": {"city": {"zip": ""}}, "labels": {"n": "1"}},
        {"name": "Eve", "address.city.zip": "", "labels": {"n": "1"}},
    ),
    "no mask, a union": (
        None,
        {"payment": {"card": {"number": "5"}}},
        {"payment": {"type": "card", "number": "5", "note": None}},
    ),
    "no mask, nothing": (None, {"address": {}, "colours": []}, {}),
}


def put(document: Any, path: str, value: Any) -> None:
    """Set what a dotted path names."""
    *steps, last = path.split(".")
    for step in steps:
        document = document[step]
    document[last] = value


@pytest.mark.parametrize("case", MASKED)
def test_a_mask_written_by_hand_means_what_it_names(
    foreign: Peer, service: Accounts, before: Any, case: str
) -> None:
    mask, values, changed = MASKED[case]
    answer = update(foreign, mask, **values)
    assert "response" in answer, answer
    for path, value in changed.items():
        put(before, path, value)
    assert shown(service.accounts["1"]) == before


def test_a_star_replaces_everything(foreign: Peer, service: Accounts, before: Any) -> None:
    del before
    answer = update(foreign, "*", name="Eve", home=ADDRESS)
    assert "response" in answer, answer
    found = shown(service.accounts["1"])
    assert (found["name"], found["home"]) == ("Eve", NEW)
    cleared = ("address", "payment", "places", "node", "document")
    assert [found[name] for name in cleared] == [None] * 5
    assert (found["count"], found["labels"], found["cities"]) == (3, {}, [])


REFUSED = [
    ("cities.name", {}, "update_mask", "goes through a list"),
    ("address.lines.x", {}, "update_mask", "goes through a list"),
    ("address.nothing", {}, "update_mask", "is not a field that can be updated"),
    ("name.first", {}, "update_mask", "has no such field"),
    ("payment.card", {}, "update_mask", "name 'payment'"),
    ("payment.cash.sum", {}, "update_mask", "is not a variant"),
    ("payment.card.number,payment.bankTransfer.iban", {}, "update_mask", "names several"),
    ("accountId", {}, "update_mask", "is not a field that can be updated"),
    ("address..city", {}, "update_mask", "is not a path of fields"),
    ("address.", {}, "update_mask", "is not a path of fields"),
    ("labels.`a", {}, "update_mask", "is not a path of fields"),
    (".".join(["node"] + ["next"] * 200), {}, "update_mask", "is not a path of fields"),
    ("address", {"address": {"country": "AT"}}, "address.street", "is required"),
    ("home.street", {}, "home.street", "must be a string"),
    ("address.city", {"address": {"city": {"zip": "1"}}}, "address.city.name", "is required"),
    ("payment", {"payment": {"card": {"note": "n"}}}, "payment.card.number", "is required"),
    (
        "places",
        {"places": {"entries": {"one": {"country": "AT"}}}},
        'places.entries["one"].street',
        "is required",
    ),
]


@pytest.mark.parametrize(("mask", "values", "place", "why"), REFUSED)
def test_a_mask_that_cannot_be_applied_is_refused_at_its_place(
    foreign: Peer,
    service: Accounts,
    before: Any,
    mask: str,
    values: dict[str, Any],
    place: str,
    why: str,
) -> None:
    answer = update(foreign, mask, **values)
    assert answer.get("code") == "INVALID_ARGUMENT", answer
    (found,) = answer["details"]["google.rpc.BadRequest"]["field_violations"]
    assert (found["field"], why in found["description"]) == (place, True), found
    assert shown(service.accounts["1"]) == before
