"""The rules of the test suite itself: quick tests start nothing, and stale code is not tested."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.quick import is_quick

ROOT = Path(__file__).parents[1]
SUPPORT = ("tests/conftest.py", "tests/quick.py")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with pytest's settings and the conftest of this one, and one contract, built."""
    others = (ROOT / "pyproject.toml").read_text("utf-8").partition("[tool.gen")[0]
    assert "[tool.pytest" in others
    own = '[tool.gen]\ncontracts = ["contracts/*.yaml"]\n'
    (tmp_path / "pyproject.toml").write_text(others + own, "utf-8")
    for name in SUPPORT:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    (tmp_path / "contracts").mkdir()
    contract = "contract: a.b.v1\nversion: 1.0.0\noperations: {Go: {}}\n"
    (tmp_path / "contracts/a.yaml").write_text(contract)
    (tmp_path / "tests/test_it.py").write_text("def test_it() -> None:\n    pass\n")
    gen("build", project=tmp_path)
    return tmp_path


def gen(*arguments: str, project: Path) -> None:
    program = "from generator.cli import main; main()"
    subprocess.run([sys.executable, "-c", program, *arguments], cwd=project, check=True)


def run(project: Path, *arguments: str) -> tuple[int, str]:
    """Run the tests of a project: pytest's exit status, and what it said."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_stale_generated_code_ends_the_session_before_any_test(project: Path) -> None:
    assert run(project)[0] == 0
    with (project / "contracts/a.yaml").open("a") as contract:
        contract.write("types: {T: {fields: {x: string}}}\n")
    for arguments in ((), ("-n", "2")):
        status, said = run(project, *arguments)
        assert status == 2, said
        assert "run gen build" in said
        assert "passed" not in said
    assert run(project, "--stale")[0] == 0
    gen("build", project=project)
    assert run(project, "-n", "2")[0] == 0


STARTS = {
    "process": "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''])\n",
    "fork": "import os\nchild = os.fork()\nif child == 0:\n    os._exit(0)\nos.waitpid(child, 0)\n",
    "socket": "import socket\nsocket.create_server(('127.0.0.1', 0)).close()\n",
}


@pytest.mark.parametrize("started", STARTS)
def test_quick_leaves_out_a_module_that_starts_something(started: str, project: Path) -> None:
    lines = "".join(f"    {line}\n" for line in STARTS[started].splitlines())
    (project / "tests/test_slow.py").write_text(f"def test_slow() -> None:\n{lines}")
    status, said = run(project)
    assert (status, "2 passed" in said) == (0, True), said
    status, said = run(project, "--quick")
    assert (status, "1 passed" in said) == (0, True), said


@pytest.mark.parametrize("started", STARTS)
def test_quick_fails_a_test_that_starts_something_behind_its_back(
    started: str, project: Path
) -> None:
    (project / "tests/test_sly.py").write_text(
        "import pytest\n"
        f"def test_sly() -> None:\n    exec({STARTS[started]!r})\n"
        "@pytest.mark.slow\ndef test_marked() -> None:\n    pass\n"
    )
    assert run(project)[0] == 0
    status, said = run(project, "--quick")
    assert status == 1, said
    assert "not quick: " in said
    assert "1 failed, 1 passed, 1 deselected" in said


def test_the_guide_for_contributors_names_what_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:generator|templates|tests|docs|contracts)/[^`\s]*)`", text)
    patterns = [re.sub("<[^>]*>", "*", path).rstrip("/") for path in named]
    assert len(patterns) > 20
    assert [path for path in patterns if not list(ROOT.glob(path))] == []


def test_a_module_that_imports_one_that_starts_something_is_not_quick() -> None:
    assert is_quick(ROOT / "tests/runtime/test_etag.py")
    assert not is_quick(ROOT / "tests/serving/test_limits.py")


def test_a_folder_whose_conftest_starts_something_is_not_quick() -> None:
    assert not is_quick(ROOT / "tests/behaviour/test_values.py")
