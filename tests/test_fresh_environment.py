"""What a user does in an environment with `diptych[stubs]`, mypy and pyright, and nothing else."""

import os
import subprocess
import sys
import venv
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from generator.settings.forms import FORMS

ROOT = Path(__file__).parents[1]
USED = ("diptych[stubs]", "mypy", "pyright[nodejs]")
ABSENT = ("uvloop", "httptools", "pytest")


def closure(wanted: Iterable[str]) -> dict[str, Distribution]:
    """What pip would install for these, as it is installed here."""
    found: dict[str, Distribution] = {}
    done: set[tuple[str, str]] = set()
    todo = [(Requirement(text), "") for text in wanted]
    while todo:
        requirement, _ = todo.pop()
        for extra in ("", *requirement.extras):
            key = (requirement.name.lower(), extra)
            if key in done:
                continue
            done.add(key)
            package = found[requirement.name.lower()] = distribution(requirement.name)
            for text in package.requires or ():
                needed = Requirement(text)
                if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                    todo.append((needed, extra))
    return found


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with these packages, linked from this one."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False, symlinks=True)
    [site] = folder.glob("lib/*/site-packages")
    for name, package in closure(USED).items():
        assert name not in ABSENT
        tops = {file.parts[0] for file in package.files or () if ".." not in file.parts}
        for top in tops - {"__pycache__"}:
            if not (site / top).exists():
                (site / top).symlink_to(package.locate_file(top))  # type: ignore[arg-type]
    (site / "diptych.pth").write_text(f"{ROOT}\n")
    return folder / "bin/python"


def run(python: Path, *arguments: str, cwd: Path) -> str:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [python, *arguments],
        cwd=cwd,
        env={**kept, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def scaffold(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as `gen init` and `gen build` leave it, with the types in all further forms."""
    folder = tmp_path_factory.mktemp("project")
    gen = "from generator.cli import main; main()"
    run(python, "-c", gen, "init", ".", cwd=folder)
    with (folder / "pyproject.toml").open("a") as settings:
        settings.write(f"models = {[*FORMS]}\n")
    run(python, "-c", gen, "build", cwd=folder)
    return folder


def test_nothing_is_there_that_no_page_names(python: Path, tmp_path: Path) -> None:
    code = "import importlib.util as u, sys; print([n for n in sys.argv[1:] if u.find_spec(n)])"
    assert run(python, "-c", code, *ABSENT, cwd=tmp_path) == "[]\n"


def test_mypy_is_content_in_strict_mode(python: Path, scaffold: Path) -> None:
    assert "Success" in run(python, "-m", "mypy", "--strict", ".", cwd=scaffold)


def test_pyright_is_content(python: Path, scaffold: Path) -> None:
    run(python, "-m", "pyright", "--pythonpath", str(python), ".", cwd=scaffold)


@pytest.mark.parametrize("form", FORMS)
def test_models_need_nothing_else(python: Path, form: str, tmp_path: Path) -> None:
    code = f"from generated.people.models.{form} import Person; print(Person.__name__)"
    assert run(python, "-W", "error", "-c", code, cwd=tmp_path) == "Person\n"


def test_the_scaffold_serves(python: Path, scaffold: Path) -> None:
    code = (
        "import generated.notes.rest.server as r, generated.notes.grpc.client, notes_service\n"
        "r.create_app(notes_service.service)"
    )
    run(python, "-W", "error", "-c", code, cwd=scaffold)


def test_it_is_this_python_that_is_tested(python: Path, tmp_path: Path) -> None:
    assert run(python, "-c", "import sys; print(sys.version)", cwd=tmp_path) == f"{sys.version}\n"
