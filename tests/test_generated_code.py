"""Checks that what is committed below ``generated/`` is what a careful reader expects."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import build
from generator.styles import registry
from tests.emit import long_names as names
from tests.emit import public_face

GENERATED = Path("generated")
CONTRACTS = sorted(Path("contracts").glob("*.yaml"))
BIN = Path(sys.executable).parent


def _run(*command: str | Path, cwd: Path | None = None) -> None:
    done = subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which the generated code lies deep inside another package."""
    folder = tmp_path_factory.mktemp("project")
    package = folder / "my" / "pkg"
    package.mkdir(parents=True)
    (folder / "my" / "__init__.py").touch()
    (package / "__init__.py").touch()
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(GENERATED, package / "generated", ignore=ignore)
    (package / "face.py").write_text(public_face.program(CONTRACTS))
    return folder


def test_what_is_committed_is_what_the_contracts_say() -> None:
    for contract in CONTRACTS:
        result = build(contract, output=GENERATED, check=True)
        assert result.ok, list(result.changes)


def test_ruff_is_content_with_its_own_defaults() -> None:
    _run(BIN / "ruff", "check", "--isolated", "--no-cache", GENERATED)
    for width in ("88", "100"):
        check = ("format", "--isolated", "--no-cache", "--check", "--line-length", width)
        _run(BIN / "ruff", *check, GENERATED)


@pytest.mark.parametrize(
    ("package", "content"),
    [
        ("shop.empty.v1", ""),
        ("shop.parts.v1", "types: {Hall: {fields: {x: int32}}, HTTPPort: {fields: {x: int32}}}\n"),
        ("shop.one.v1", "operations: {Go: {}}\n"),
        ("shop.none.v1", "operations: {Go: {output: bool}, Stop: {}}\n"),
    ],
)
def test_ruff_is_content_with_the_smallest_contracts(
    package: str, content: str, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").touch()
    contract = tmp_path / "small.yaml"
    contract.write_text(f"contract: {package}\nversion: 1.0.0\n{content}", encoding="utf-8")
    output = tmp_path / "generated"
    assert build(contract, output=output).ok
    _run(BIN / "ruff", "check", "--isolated", "--no-cache", output)
    _run(BIN / "ruff", "format", "--isolated", "--no-cache", "--check", output)


@pytest.fixture(scope="session", params=[30, 45, 100])
def long_names(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a contract whose names fit no line."""
    project = tmp_path_factory.mktemp("long")
    (project / "pyproject.toml").touch()
    (project / "long_names.yaml").write_text(names.contract(request.param))
    result = build(project / "long_names.yaml", output=project / "generated")
    assert result.ok, result.diagnostics
    return project


def test_ruff_is_content_with_names_of_any_length(long_names: Path) -> None:
    output = long_names / "generated/long_names"
    _run(BIN / "ruff", "check", "--isolated", "--no-cache", output)
    for width in ("88", "100"):
        check = ("format", "--isolated", "--no-cache", "--check", "--line-length", width)
        _run(BIN / "ruff", *check, output)


@pytest.mark.parametrize("long_names", [100], indirect=True)
def test_mypy_is_content_with_names_of_any_length(long_names: Path) -> None:
    command = (BIN / "mypy", "--strict", "--config-file=", "-p", "generated.long_names")
    _run(*command, cwd=long_names)


def test_mypy_is_content_in_strict_mode(elsewhere: Path) -> None:
    _run(BIN / "mypy", "--strict", "--config-file=", "-p", "my.pkg", cwd=elsewhere)


MATCH = """\
from typing import assert_never

from my.pkg.generated._support import Unknown
from my.pkg.generated.playlists import Episode, Item, ItemInput, Song


def title_of(item: Item) -> str:
    match item:
        case Song() | Episode():
            return item.title
        case Unknown():
            return f"a new kind of thing, {item.tag}: {item.members['title']}"
        case _:
            assert_never(item)


def given(item: ItemInput) -> str:
    match item:
        case Song() | Episode():
            return title_of(item)
        case _:
            assert_never(item)
"""


@pytest.mark.parametrize("checker", [("mypy", "--strict", "--config-file="), ("pyright",)])
def test_a_match_over_a_union_is_whole_with_unknown_in_answers_and_without_it_in_inputs(
    checker: tuple[str, ...], elsewhere: Path
) -> None:
    (elsewhere / "whole.py").write_text(MATCH, "utf-8")
    (elsewhere / "lacking.py").write_text(MATCH.replace("case Unknown", "case Episode"), "utf-8")
    with pytest.raises(AssertionError, match=r"assert_never|Never") as caught:
        _run(BIN / checker[0], *checker[1:], "whole.py", "lacking.py", cwd=elsewhere)
    errors = re.findall(r"(\w+)\.py:.* error: ", str(caught.value))
    assert errors
    assert set(errors) == {"lacking"}


def test_pyright_is_content(elsewhere: Path) -> None:
    _run(BIN / "pyright", "--pythonpath", sys.executable, "my", cwd=elsewhere)


def test_generated_code_works_below_another_package(elsewhere: Path) -> None:
    program = "\n".join(
        f"import my.pkg.generated.{path.stem}.{style}.{module}"
        for path in CONTRACTS
        for style in registry.names()
        for module in ("server", "client")
    )
    _run(
        sys.executable,
        "-P",
        "-W",
        "error",
        "-c",
        f"import sys; sys.path.insert(0, '.')\n{program}\n"
        "roots = {name.partition('.')[0] for name in sys.modules}\n"
        "assert not roots & {'generated', 'generator'}",
        cwd=elsewhere,
    )


def test_generated_files_hold_nothing_of_the_moment_they_were_made() -> None:
    version = re.search(r'^version = "(.*)"', Path("pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    forbidden = [
        str(Path.cwd()),
        str(Path.home()),
        f"diptych {version[1]}",
        f"diptych=={version[1]}",
        *([os.uname().nodename] if len(os.uname().nodename) > 5 else []),
    ]
    for path in GENERATED.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            found = [text for text in forbidden if text.encode() in content]
            assert not found, (path, found)
            assert b"\r" not in content or path.suffix == ".binpb", path
            assert path.suffix == ".binpb" or content.endswith(b"\n") or not content, path


def test_the_same_contract_gives_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from generator import build\n"
        "assert build(Path('contracts/accounts.yaml'), output=Path(sys.argv[1])).ok"
    )
    trees = []
    for seed, zone, name in [("1", "UTC", "a"), ("2", "Asia/Kolkata", "b")]:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        output = tmp_path / name / "out"
        output.parent.mkdir()
        subprocess.run([sys.executable, "-c", program, output], env=environment, check=True)
        trees.append(
            {
                path.relative_to(output): path.read_bytes()
                for path in output.rglob("*")
                if path.is_file()
            }
        )
    assert trees[0] == trees[1]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
def test_a_contract_has_its_lock_and_its_page(contract: Path) -> None:
    assert contract.with_suffix(".lock").is_file()
    assert (GENERATED / contract.stem / "README.md").is_file()
