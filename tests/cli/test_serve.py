"""``gen serve`` as a user runs it: a process, real requests, an end that leaves nothing."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from generator.compare.sideways.assemble import compare
from generator.styles import registry
from tests.bench.synthetic import contract as synthetic
from tests.derive.conftest import CONTRACTS, trial

ROOT = CONTRACTS.parent
GEN = Path(sys.executable).with_name("gen")
NAMES = sorted(path.stem for path in CONTRACTS.glob("*.yaml"))


class Served:
    """A running ``gen serve`` and the targets that it announced, by style."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            self.said.append(line.rstrip("\n"))
            if line.startswith("Ctrl-C"):
                break
        titles = {style.title: style.name for style in registry.styles()}
        pairs = (re.fullmatch(r"  (\S+) +(\S+)", line) for line in self.said)
        found = [pair.groups() for pair in pairs if pair]
        self.targets = {titles[title]: target for title, target in found if title in titles}

    def stop(self, number: int = signal.SIGINT) -> str:
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=30)
        return rest

    def commands(self) -> list[str]:
        return [line.strip() for line in self.said if re.match(r"  (curl|grpcurl|printf) ", line)]


@contextmanager
def serve(contract: Path, *arguments: str, cwd: Path = ROOT) -> Iterator[Served]:
    """Serve on free ports; one is shared by the styles that can."""
    ports = [item for name in registry.names() for item in (f"--{name}", "127.0.0.1:0")]
    command = [GEN, "serve", contract, *ports, *arguments]
    with subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            served = Served(process)
            assert served.targets, served.said
            yield served
        finally:
            if process.poll() is None:
                process.kill()


def get(url: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(url, timeout=40) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def port_of(target: str) -> tuple[str, int]:
    host, _, port = target.removeprefix("http://").partition("/")[0].rpartition(":")
    return host, int(port)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_that_succeeds_does_so_in_every_style(name: str) -> None:
    tried = trial(name)
    comparison = compare(tried)
    with serve(CONTRACTS / f"{name}.yaml") as served:
        for style in tried.styles:
            module = import_module(f"generated.{tried.api.folder}.{style.name}.client")
            with module.Client(
                served.targets[style.name], credentials=credentials_for(tried)
            ) as client:
                tried_calls = [
                    (operation, call)
                    for operation in comparison.operations
                    for call in operation.calls
                    # What changes things would spoil them for the next style.
                    if operation.verb not in ("create", "delete") and not call.error
                    # Streams have tests of their own.
                    if not operation.streams
                ]
                assert tried_calls
                for operation, call in tried_calls:
                    names = {**vars(import_module(f"generated.{tried.api.folder}.types"))}
                    arguments = arguments_of(tried, operation.name, call.example, names)
                    getattr(client, operation.method)(**arguments)
        assert served.stop().splitlines()[-1] == "Stopped."
    assert served.process.returncode == 0


def credentials_for(tried: Any, secret: str = "anything") -> dict[str, Any] | None:
    """Credentials of each scheme of a contract; any will do. A certificate is the connection's."""
    support = import_module("generated._support")
    made = {
        "bearer": lambda: support.Bearer(secret),
        "oauth2": lambda: support.Bearer(secret),
        "basic": lambda: support.Basic("somebody", secret),
        "api_key": lambda: support.ApiKey(secret),
    }
    schemes = {name: scheme.kind.value for name, scheme in tried.api.auth.items()}
    found = {name: made[kind]() for name, kind in schemes.items() if kind in made}
    return found or None


def arguments_of(tried: Any, operation: str, example: str, types: dict[str, Any]) -> dict[str, Any]:
    """The keyword arguments of an example's call, in the types of the committed package."""
    from generator.emit.examples.values import ExampleValues, converted

    found = next(o for o in tried.api.operations.values() if o.name.text == operation)
    given = next((e.input for e in found.examples if e.name == example), None)
    if given is None:
        given = ExampleValues(tried.api).arguments(found) if not found.examples else {}
    kind = types[found.request]
    values = converted(given, kind)
    encoded = zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    arguments = {name: getattr(values, name) for name, sent in encoded if sent in given}
    if tried.api.resources.get(found.resource or "") is not None:
        resource = tried.api.resources[found.resource]
        if resource.require_if_match and not found.safe:
            options = import_module("generated._support").CallOptions(if_match="*")
            arguments["options"] = options
    return arguments


def test_styles_share_their_data() -> None:
    with serve(CONTRACTS / "products.yaml") as served:
        from generated.products.types import Category

        clients = {
            name: import_module(f"generated.products.{name}.client").Client(target)
            for name, target in served.targets.items()
        }
        made = {}
        for name, client in clients.items():
            made[name] = client.add_product(
                name=f"Made over {name}", price=Decimal("1.50"), category=Category("Shoes")
            )
        for client in clients.values():
            for product in made.values():
                assert client.get_product(product_id=product.id) == product
            client.close()
        served.stop()


def test_the_announced_commands_work_as_they_stand() -> None:
    with serve(CONTRACTS / "products.yaml") as served:
        curls = [command for command in served.commands() if command.startswith("curl ")]
        assert len(curls) == len([s for s in registry.styles() if s.hosting.kind == "asgi"])
        for command in curls:
            done = subprocess.run(
                f"{command} -sS --fail", shell=True, capture_output=True, text=True, timeout=30
            )
            assert done.returncode == 0, done.stderr
            assert "T-Shirt" in done.stdout
        served.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_leaves_no_socket(number: int) -> None:
    with serve(CONTRACTS / "products.yaml") as served:
        assert get(f"{served.targets['rest']}/products/123")[0] == 200
        assert served.stop(number).splitlines()[-1] == "Stopped."
        assert served.process.returncode == 0
        for target in served.targets.values():
            with socket.socket() as probe:
                assert probe.connect_ex(port_of(target)) != 0


def test_data_in_a_file_is_there_again(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with serve(CONTRACTS / "products.yaml", "--db", str(file)) as served:
        request = urllib.request.Request(
            f"{served.targets['rest']}/products",
            data=json.dumps({"name": "Hat", "price": "1", "category": "Shoes"}).encode(),
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=40) as answer:
            place = answer.headers["location"]
        assert get(f"{served.targets['rest']}/products/123")[0] == 200
        urllib.request.urlopen(
            urllib.request.Request(f"{served.targets['rest']}/products/123", method="DELETE"),
            timeout=40,
        ).close()
        served.stop()
    with serve(CONTRACTS / "products.yaml", "--db", str(file)) as served:
        assert get(f"{served.targets['rest']}{place}")[1]["name"] == "Hat"
        assert get(f"{served.targets['rest']}/products/123")[0] == 404
        served.stop()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shop.db"]


def test_nothing_is_written_without_a_database(tmp_path: Path) -> None:
    (tmp_path / "products.yaml").write_bytes((CONTRACTS / "products.yaml").read_bytes())
    with serve(tmp_path / "products.yaml", cwd=tmp_path) as served:
        served.stop()
    assert [path.name for path in tmp_path.iterdir()] == ["products.yaml"]


def test_a_contract_of_a_hundred_operations_is_served(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text(synthetic(20))
    with serve(tmp_path / "big.yaml", cwd=tmp_path) as served:
        status, page = get(f"{served.targets['rest']}/thing20s")
        assert (status, len(page["thing20s"])) == (200, 3)
        served.stop()


def failed(*arguments: str, cwd: Path = ROOT) -> tuple[int, str]:
    done = subprocess.run(
        [GEN, "serve", *arguments], cwd=cwd, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_a_port_in_use_is_said_and_nothing_runs_on() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        free = [item for name in registry.names() for item in (f"--{name}", "127.0.0.1:0")]
        for name in registry.names():
            status, text = failed("contracts/products.yaml", *free, f"--{name}", address)
            assert status == 2
            assert text.startswith(f"Error: cannot listen at {address}")


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database " * 100)
    status, text = failed("contracts/products.yaml", "--db", str(tmp_path / "notes.txt"))
    assert status == 2
    assert "file is not a database" in text


@pytest.mark.skipif(os.name == "nt", reason="permissions")
def test_an_invalid_contract_is_reported_and_not_served(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("contract: a.v1\ntitle: A\nversion: 1.0.0\nnonsense: 1\n")
    status, text = failed("bad.yaml", cwd=tmp_path)
    assert status == 2
    assert "bad.yaml:4:1" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--rest", "nonsense"], "not an address: 'nonsense'"),
        (["--style", "rest", "--grpc", "127.0.0.1:1"], "--grpc is of no use here"),
        (["--style", "soap"], "soap"),
    ],
)
def test_what_cannot_be_meant_is_said(arguments: list[str], said: str) -> None:
    status, text = failed("contracts/products.yaml", *arguments)
    assert status == 2
    assert said in text


NO_EXAMPLES = """\
contract: shop.products.v1
types:
  Product: {fields: {id: {type: string, read_only: true}, name: string}}
resources:
  Product: {key: id}
operations:
  GetProduct:    {get: Product}
  AddProduct:    {create: Product}
"""


@pytest.mark.parametrize("listing", ["", "  ListProducts:  {list: Product}\n"])
def test_without_examples_the_announced_commands_call_what_needs_nothing(
    listing: str, tmp_path: Path
) -> None:
    path = tmp_path / "products.yaml"
    path.write_text(NO_EXAMPLES + listing)
    with serve(path) as served:
        tried = next(line for line in served.said if line.startswith("Try "))
        assert tried == ("Try ListProducts:" if listing else "Try AddProduct:")
        for command in served.commands():
            if command.startswith("curl"):
                done = subprocess.run(
                    ["bash", "-c", f"{command} --fail --silent"],
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert done.returncode == 0, command
                if done.stdout.startswith("<"):
                    assert "<fault>" not in done.stdout
                else:
                    assert "error" not in json.loads(done.stdout)
        served.stop()
