"""What ``run.py`` is told about contracts, and how the page looks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.deploy import registry
from generator.deploy.local.contract import Call, Key
from generator.deploy.local.stage import CannotRun, Stage
from generator.deploy.local.tables import contracts
from generator.deploy.parameter import values
from generator.deploy.target import Runs
from generator.diagnostics import Problems
from tests.deploy.fronts import CONTRACTS, bound, bound_text, files_of, front_of

PRODUCTS = Path("contracts/products.yaml")
LOCAL = registry.target("local")
PROXIES = [name for name in registry.names() if isinstance(registry.target(name), Runs)]


def calls(folder: Path, text: str) -> list[Call]:
    front = front_of(bound_text(folder, text))
    (table,) = contracts(front, values(LOCAL.parameters, {}, ["products"], Problems()))
    return [*table.calls]


def test_only_safe_operations_are_called_and_only_with_what_others_list(tmp_path: Path) -> None:
    text = """
types:
  Shelf: {fields: {id: {type: string, read_only: true}, name: string}}
  Box:   {fields: {id: {type: string, read_only: true}, name: string}}
resources:
  Shelf: {key: id, collection: shelves}
  Box:   {key: id, parent: Shelf}
operations:
  GetShelf:    {get: Shelf}
  ListShelves: {list: Shelf}
  AddShelf:    {create: Shelf}
  CountShelf:  {call: Shelf, safe: true, output: int32}
  ListBoxes:   {list: Box}
  GetBox:      {get: Box}
  Find:        {safe: true, input: {name: string}, output: string}
  Ping:        {safe: true}
  Watch:       {safe: true, output: stream<string>}
"""
    key = {"shelf_id": Key(items="shelves", field="id")}
    assert calls(tmp_path, text) == [
        Call(operation="ListShelves", method="list_shelves", items="shelves"),
        Call(operation="Ping", method="ping"),
        Call(operation="GetShelf", method="get_shelf", given=key),
        Call(operation="CountShelf", method="count_shelf", given=key),
    ]


def test_no_two_servers_share_an_address() -> None:
    front = front_of(bound(CONTRACTS))
    names = [service.name for service in front.services]
    tables = contracts(front, values(LOCAL.parameters, {}, names, Problems()))
    found = [address for one in tables for server in one.servers for address in server.values()]
    assert len({*found}) == len(found) == 4 * len(CONTRACTS)


@pytest.mark.parametrize("proxy", PROXIES)
def test_the_proxys_files_are_those_that_it_writes_itself(proxy: str) -> None:
    known = bound([PRODUCTS])
    files, _ = files_of("local", known, {"proxy": [proxy], "first-port": ["20000"]})
    target = registry.target(proxy)
    tried = {one.name: one.tried for one in target.parameters if one.tried}
    given = {
        **tried,
        "listen": ["127.0.0.1:8443"],
        "server": ["127.0.0.1:20000", "127.0.0.1:20002"],
        "grpc-server": ["127.0.0.1:20001", "127.0.0.1:20003"],
    }
    own, _ = files_of(proxy, known, given)
    own.pop(".gitignore")
    below = {path: content for path, content in files.items() if path.startswith(f"{proxy}/")}
    assert {f"{proxy}/{path}" for path in own} == {*below}
    assert all(below[f"{proxy}/{path}"] == content for path, content in own.items())


def test_a_proxy_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    target = registry.target(PROXIES[0])
    monkeypatch.setattr(type(target), "missing", lambda _: "apt-get install it")
    stage = Stage(proxy=target.name, folder=Path(), listen="127.0.0.1:1", contracts=())
    with pytest.raises(CannotRun, match=f"{target.title} is not installed: apt-get install it"):
        stage.__enter__()


def test_the_program_is_as_it_was() -> None:
    files, _ = files_of("local", bound([PRODUCTS]), {"proxy": [PROXIES[0]]})
    golden = Path(__file__).parent / "golden" / "products.py"
    if "UPDATE_EXPECTED" in os.environ:
        golden.write_bytes(files["run.py"])
    assert files["run.py"] == golden.read_bytes()


def test_the_program_pleases_a_formatter_and_a_linter(tmp_path: Path) -> None:
    files, _ = files_of("local", bound(CONTRACTS), {"proxy": [PROXIES[0]]})
    place = tmp_path / "run.py"
    place.write_bytes(files["run.py"])
    ruff = Path(sys.executable).with_name("ruff")
    for command in (("check",), ("format", "--check")):
        done = subprocess.run(
            [ruff, *command, "--isolated", place], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
