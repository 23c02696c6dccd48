"""The support as a package of its own: written once, imported by generated code."""

import ast
import importlib
import operator
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli
from generator.settings.support import fault
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, served
from tests.support import interface

BIN = Path(sys.executable).parent
CONTRACT = Path("contracts/products.yaml").resolve()
SETTINGS = '[tool.gen]\ncontracts = ["contracts/*.yaml"]\noutput = "house"\n'


def _project(folder: Path, settings: str) -> Path:
    (folder / "contracts").mkdir()
    (folder / "contracts" / CONTRACT.name).write_bytes(CONTRACT.read_bytes())
    (folder / "pyproject.toml").write_text(SETTINGS + settings)
    return folder


def _gen(folder: Path, *arguments: str) -> Result:
    here = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(cli, arguments, prog_name="gen", catch_exceptions=False)
    finally:
        os.chdir(here)


def _python(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-B", *arguments]  # files are written twice in a second
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project whose generated code imports ``acme.support``, which lies beside it."""
    folder = _project(tmp_path_factory.mktemp("house"), 'support = "acme.support"\n')
    built = _gen(folder, "build")
    assert built.exit_code == 0, built.output
    assert "It imports 'acme.support', which 'gen support' writes." in built.output
    written = _gen(folder, "support")
    assert written.exit_code == 0, written.output
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return _project(tmp_path, "")


def test_generated_code_imports_the_package_and_has_no_copy(house: Path) -> None:
    assert not (house / "house" / "_support").exists()
    code = b"".join(content for name, content in _files(house / "house").items() if ".py" in name)
    assert b"_support" not in code
    assert b"from acme.support import CallOptions\n" in code


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_every_style_runs_on_the_package(way: Way, host: Host, house: Path) -> None:
    products: Any = importlib.import_module("house.products")
    support: Any = importlib.import_module("acme.support")
    assert house in Path(support.__file__).parents

    class Shop(products.ProductsService):  # type: ignore[misc]
        async def get_product(self, *, product_id: str) -> Any:
            raise products.ProductNotFound(product_id=product_id)

        def list_products(self, **given: Any) -> Any:
            return products.ProductPage(products=[], next_page_token=given["order_by"])

    async def run() -> None:
        async with (
            served("house.products", way.style, Shop()) as target,
            connected("house.products", way, target) as client,
        ):
            caller = Caller(client)
            assert (await caller.list_products(order_by="name")).next_page_token == "name"
            with pytest.raises(products.ProductNotFound) as missing:
                await caller.get_product(product_id="7")
            assert missing.value.product_id == "7"
            with pytest.raises(support.ServiceError) as absent:
                shoes = products.Category.SHOES
                await caller.add_product(name="x", price=Decimal(1), category=shoes)
            assert absent.value.code is support.Code.UNIMPLEMENTED

    host.run(run())


def test_checkers_are_content_with_the_code_and_the_package(house: Path, tmp_path: Path) -> None:
    command = [BIN / "mypy", "--strict", "--config-file=", "-p", "house", "-p", "acme"]
    done = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    # Installed elsewhere, the package counts among the foreign ones, which are sorted otherwise.
    alone = tmp_path / "alone"
    (house / "house").rename(alone)
    try:
        _ruff("check", alone)
    finally:
        alone.rename(house / "house")
    _ruff("check", house)
    for width in ("88", "100"):
        _ruff("format", house, "--check", "--line-length", width)


def _ruff(command: str, folder: Path, *options: str) -> None:
    arguments = [BIN / "ruff", command, "--isolated", "--no-cache", *options, folder]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_package_is_typed_and_marked_and_knows_what_it_wrote(house: Path) -> None:
    files = _files(house / "acme" / "support")
    assert files["py.typed"] == b""
    assert b"linguist-generated" in files[".gitattributes"]
    listed = files["manifest.sha256"].decode().splitlines()
    assert sorted(line.split("  ")[1] for line in listed) == sorted(files.keys() - MANIFEST)
    assert not (house / "acme" / "__init__.py").exists()  # others may have packages in it


MANIFEST = {"manifest.sha256"}


def test_a_second_run_changes_nothing_and_a_check_says_so(house: Path) -> None:
    before = _files(house)
    again, checked = _gen(house, "support"), _gen(house, "support", "--check")
    assert again.output.endswith("acme/support is up to date.\n")
    assert (checked.exit_code, checked.output) == (0, "acme/support is up to date.\n")
    assert _gen(house, "build", "--check").exit_code == 0
    assert _files(house) == before


@pytest.mark.parametrize(
    ("asked", "offered", "says"),
    [
        ("V1", "OLDEST, NEWEST = 0, 0", "'gen support acme.support'"),
        ("V1", "OLDEST, NEWEST = 2, 3", "'gen build'"),
    ],
)
def test_support_of_another_version_is_told_at_once_with_a_way_out(
    asked: str, offered: str, says: str, house: Path
) -> None:
    file = house / "acme/support/interface.py"
    text = file.read_text()
    broken = text.replace("OLDEST, NEWEST = 1, 1", offered).replace("V1 = 1", "")
    file.write_text(broken)
    try:
        done = _python(house, "-c", "import house.products.rest.client")
    finally:
        file.write_text(text)
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"ImportError: the generated code needs interface {asked} of")
    assert says in last


def test_what_generated_code_asks_of_its_support_is_what_its_interface_says() -> None:
    assert interface.PAGE.read_text() == interface.text(), "see tests/support/interface.py"


def test_every_interface_on_offer_has_its_name() -> None:
    module: Any = importlib.import_module("generator.runtime.interface")
    names = {name for name in vars(module) if re.fullmatch(r"V\d+", name)}
    assert names == {f"V{n}" for n in range(module.OLDEST, module.NEWEST + 1)}
    with pytest.raises(AttributeError):
        operator.attrgetter("anything")(module)


def test_the_copy_goes_when_the_package_is_named_and_comes_back(project: Path) -> None:
    assert _gen(project, "build").exit_code == 0
    copied = _files(project / "house")
    settings = project / "pyproject.toml"
    settings.write_text(f'{SETTINGS}support = "acme_support"\n')
    drift = _gen(project, "build", "--check")
    assert drift.exit_code == 1
    assert "removed  house/_support/codes.py" in drift.output
    # Others may still import the copy where only one contract is built.
    assert _gen(project, "build", "contracts/products.yaml").exit_code == 0
    assert (project / "house/_support").is_dir()
    assert _gen(project, "build").exit_code == 0
    assert not (project / "house/_support").exists()
    settings.write_text(SETTINGS)
    assert _gen(project, "build", "--check").exit_code == 1
    assert _gen(project, "build").exit_code == 0
    assert _files(project / "house") == copied


def test_another_name_is_noticed_though_the_contracts_are_the_same(project: Path) -> None:
    for name in ("acme_support", "acme.support", "acme_support"):
        (project / "pyproject.toml").write_text(f'{SETTINGS}support = "{name}"\n')
        assert _gen(project, "build").exit_code == 0
        assert f"from {name} import" in (project / "house/products/errors.py").read_text()
        assert _gen(project, "build").output.endswith("house is up to date.\n")


def test_only_the_styles_that_are_asked_for_are_written(project: Path) -> None:
    made = _gen(project, "support", "acme_support", "--style", "rest", "-o", "src/python")
    assert made.exit_code == 0, made.output
    folders = {p.name for p in (project / "src/python/acme_support").iterdir() if p.is_dir()}
    assert "rest" in folders
    assert folders.isdisjoint({"grpc", "jsonrpc", "protobuf"})
    more = _gen(project, "support", "acme_support", "-o", "src/python", "--check")
    assert more.exit_code == 1
    assert "run 'gen support acme_support -o src/python'" in more.output
    assert "added    src/python/acme_support/grpc/client.py" in more.output


def test_code_of_a_style_that_was_left_out_says_how_to_get_it(project: Path) -> None:
    (project / "pyproject.toml").write_text(f'{SETTINGS}support = "acme_support"\n')
    assert _gen(project, "build").exit_code == 0
    assert _gen(project, "support", "--style", "rest").exit_code == 0
    for module, style in (
        ("grpc.client", "grpc"),
        ("jsonrpc.server", "jsonrpc"),
        ("proto", "grpc"),
    ):
        done = _python(project, "-c", f"import house.products.{module}")
        command = f"run 'gen support acme_support --style rest --style {style}'"
        assert command in done.stderr.splitlines()[-1], done.stderr
    assert _python(project, "-c", "import house.products.rest.client").returncode == 0
    _ruff("check", project / "acme_support")
    for width in ("88", "100"):
        _ruff("format", project / "acme_support", "--check", "--line-length", width)
    assert _gen(project, "support").exit_code == 0
    assert _python(project, "-c", "import house.products.grpc.client").returncode == 0


def test_nothing_of_somebody_else_is_overwritten(project: Path) -> None:
    package = project / "acme_support"
    package.mkdir()
    (package / "codes.py").write_text("MINE = 1\n")
    (package / "own.py").write_text("MINE = 2\n")
    refused = _gen(project, "support", "acme_support")
    assert refused.exit_code == 2
    assert "error[GEN804]: 'acme_support/codes.py' would be overwritten" in refused.stderr
    assert sorted(_files(package)) == ["codes.py", "own.py"]
    assert _gen(project, "support", "acme_support", "--force").exit_code == 0
    assert (package / "own.py").read_text() == "MINE = 2\n"
    (package / "codes.py").write_text("edited\n")
    edited = _gen(project, "support", "acme_support")
    assert "error[GEN803]" in edited.stderr


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "is not the name of a package"),
        ("acme-support", "is not the name of a package"),
        ("acme..support", "is not the name of a package"),
        ("akmé", "is not the name of a package"),
        (".support", "is not the name of a package"),
        ("acme.class", "'class' is a keyword of Python"),
        ("typing", "hides the module 'typing' of Python's standard library"),
        ("email.support", "hides the module 'email' of Python's standard library"),
        ("msgspec", "hides the package 'msgspec'"),
        ("yarl", "hides the package 'yarl'"),
        ("acme.__init__", "has a part that Python keeps for itself, '__init__'"),
        ("house", "is inside the output folder 'house'"),
        ("house.support", "is inside the output folder 'house'"),
    ],
)
def test_a_name_that_cannot_be_imported_is_refused_where_it_stands(
    name: str, why: str, project: Path
) -> None:
    (project / "pyproject.toml").write_text(f'{SETTINGS}support = "{name}"\n')
    if name:
        asked = _gen(project, "support", name)
        assert asked.exit_code == 2
    built = _gen(project, "build")
    assert built.exit_code == 2
    assert f"error[GEN813]: the support package '{name}' " in built.stderr
    assert why in built.stderr
    assert "--> pyproject.toml:4:1" in built.stderr
    assert "= hint: name a package of its own" in built.stderr


def test_what_generated_code_imports_names_no_support(house: Path) -> None:
    trees = [ast.parse(file.read_bytes()) for file in house.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
    names += [n.module or "" for n in nodes if isinstance(n, ast.ImportFrom) and n.level == 0]
    first = {name.partition(".")[0] for name in names} - {"acme"}
    assert "yarl" in first
    assert {name for name in first if fault(name, "house") is None} == set()


def test_a_package_does_not_go_where_builds_would_remove_it(project: Path) -> None:
    refused = _gen(project, "support", "acme_support", "-o", "house")
    assert refused.exit_code == 2
    assert "is inside the output folder 'house', which builds replace" in refused.stderr


def test_the_package_needs_a_name(project: Path) -> None:
    refused = _gen(project, "support")
    assert refused.exit_code == 2
    assert "Name a package, such as 'gen support acme_support'" in refused.stderr
