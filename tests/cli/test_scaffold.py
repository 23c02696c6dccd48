"""What `gen init` leaves, built and served as it tells a newcomer to."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.styles import registry

GEN = Path(sys.executable).with_name("gen")

# Each style is asked for a page with a token that no server has made.
ASK = """
import asyncio, importlib, sys
from generated._support import InvalidArgument
from generated._support.serve import serving
from generated.notes.serving import HOSTS
from notes_service import service

async def main():
    addresses = {host.name: "127.0.0.1:0" for host in HOSTS}
    async with serving("generated.notes.serving", HOSTS, service, addresses) as targets:
        for name, target in targets.items():
            module = importlib.import_module(f"generated.notes.{name}.client")
            async with module.AsyncClient(target) as notes:
                await notes.add_note(title=name)
                assert len((await notes.list_notes(page_size=1)).notes) == 1
                try:
                    await notes.list_notes(page_token="abc")
                except InvalidArgument as error:
                    print(name, error.code, [v.pointer for v in error.violations])

asyncio.run(main())
"""

# As where a package is not installed.
WITHOUT = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {modules}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Without())
for name in list(sys.modules):
    if name.partition(".")[0] in {modules}:
        del sys.modules[name]
"""


@pytest.fixture(scope="module")
def scaffold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scaffold")
    for command in ("init", "build"):
        subprocess.run([GEN, command], cwd=folder, check=True, capture_output=True)
    return folder


def run(folder: Path, code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_page_token_that_is_none_is_invalid_in_every_style(scaffold: Path) -> None:
    done = run(scaffold, ASK)
    assert (done.stderr, done.returncode) == ("", 0)
    expected = [f"{name} invalid_argument" for name in registry.names()]
    lines = sorted(done.stdout.splitlines())
    assert [line.rpartition(" [")[0] for line in lines] == expected
    assert all("page" in line for line in lines)


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("aiohttp", "from generated.notes.rest.client import AsyncClient as C; C('http://a')"),
        ("urllib3", "from generated.notes.jsonrpc.client import Client as C; C('http://a')"),
        ("grpc", "from generated.notes.grpc.client import Client as C; C('a:1')"),
        ("grpc", "import generated.notes.grpc.server"),
        ("grpc_health", "import generated.notes.grpc.server"),
        ("grpc_reflection", "import generated.notes.grpc.server"),
    ],
)
def test_code_that_lacks_a_package_names_it(scaffold: Path, module: str, code: str) -> None:
    done = run(scaffold, WITHOUT.format(modules=json.dumps([module])) + code)
    said = f"the package of the module '{module}' is missing: pip install 'diptych[stubs]'"
    assert said in done.stderr


@pytest.mark.parametrize(("module", "option"), [("uvicorn", "--rest"), ("grpc", "--grpc")])
def test_serving_without_a_package_names_it(scaffold: Path, module: str, option: str) -> None:
    code = WITHOUT.format(modules=json.dumps([module])) + (
        "sys.argv[0] = 'notes'\n"
        "import runpy; runpy.run_module('generated.notes', run_name='__main__')"
    )
    done = run(scaffold, code, "serve", "notes_service:service", option, "127.0.0.1:0")
    assert done.returncode == 2
    assert f"error: the package of the module '{module}' is missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_ruff_is_content_with_a_new_project_by_its_own_defaults(scaffold: Path) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    command = [ruff, "check", "--isolated", "--no-cache", "."]
    done = subprocess.run(command, cwd=scaffold, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("All checks passed!\n", 0)
