"""Hands over files and folders that must be refused, and looks that nothing was written."""

import subprocess
import sys
from pathlib import Path

import pytest

GEN = Path(sys.executable).with_name("gen")

GOOD = """\
contract: test.small.v1
title: Small
version: 1.0.0
operations:
  Ping: {safe: true, output: string}
"""


def _gen(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder; half a minute is for slow machines, not for it."""
    return subprocess.run(
        [GEN, "build", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with settings, and with secrets beside it."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[tool.gen]\n")
    (folder / "small.yaml").write_text(GOOD)
    (tmp_path / "outside.yaml").write_text(GOOD)
    (tmp_path / "elsewhere").mkdir()
    return folder


def test_the_small_contract_is_fine_otherwise(project: Path) -> None:
    done = _gen(project, "small.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (project / "generated" / "small" / "service.py").is_file()


def _refused(project: Path, *arguments: str) -> str:
    before = _files(project.parent)
    done = _gen(project, *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "error[GEN" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert _files(project.parent) == before
    return done.stdout + done.stderr


def test_a_yaml_bomb_is_refused(project: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (project / "bomb.yaml").write_text("\n".join(lines) + "\n" + GOOD)
    _refused(project, "bomb.yaml")


def test_a_bomb_of_depth_is_refused(project: Path) -> None:
    (project / "deep.yaml").write_text(GOOD + "x-deep: " + "[" * 100_000 + "]" * 100_000 + "\n")
    _refused(project, "deep.yaml")


def test_an_alias_of_itself_is_refused(project: Path) -> None:
    (project / "self.yaml").write_text(GOOD + "x-self: &a [*a]\n")
    _refused(project, "self.yaml")


def test_a_file_over_the_limit_is_refused(project: Path) -> None:
    (project / "large.yaml").write_text(GOOD + "# " + "x" * (10 * 1024 * 1024) + "\n")
    assert "10 MiB" in _refused(project, "large.yaml")


def test_a_number_with_a_million_digits_is_refused(project: Path) -> None:
    (project / "number.yaml").write_text(GOOD + "x-number: " + "9" * 1_000_000 + "\n")
    _refused(project, "number.yaml")


@pytest.mark.parametrize(
    "written", ["../outside.yaml", "/etc/hostname", "sub/../../outside.yaml", "link.yaml"]
)
def test_an_import_from_outside_is_refused(project: Path, written: str) -> None:
    (project / "link.yaml").symlink_to(project.parent / "outside.yaml")
    (project / "importer.yaml").write_text(GOOD + f"imports: {{other: {written}}}\n")
    _refused(project, "importer.yaml")


def test_a_ring_of_imports_is_refused(project: Path) -> None:
    (project / "a.yaml").write_text(GOOD + "imports: {b: b.yaml}\n")
    (project / "b.yaml").write_text(GOOD + "imports: {a: a.yaml}\n")
    _refused(project, "a.yaml")


def test_an_output_folder_that_is_a_link_is_refused(project: Path) -> None:
    (project / "generated").symlink_to(project.parent / "elsewhere", target_is_directory=True)
    _refused(project, "small.yaml")


def test_a_link_inside_the_output_folder_is_refused(project: Path) -> None:
    assert _gen(project, "small.yaml").returncode == 0
    folder = project / "generated" / "small" / "rest"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.symlink_to(project.parent / "elsewhere", target_is_directory=True)
    _gen(project, "small.yaml", "--force")
    assert not list((project.parent / "elsewhere").iterdir())


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"title: \x80\n",
        b"",
        b"\x00" * 100,
        b"[1, 2]",
        b"--- a\n--- b\n",
        b"!!python/object:os.system {}",
    ],
    ids=ascii,
)
def test_what_is_no_contract_is_refused(project: Path, content: bytes) -> None:
    (project / "odd.yaml").write_bytes(content)
    _refused(project, "odd.yaml")


def test_one_bad_contract_keeps_the_good_ones_from_being_written(project: Path) -> None:
    (project / "bad.yaml").write_text("contract: [\n")
    _refused(project, "small.yaml", "bad.yaml")
