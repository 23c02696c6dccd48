"""Hands over files and folders that must be refused, and looks that nothing was written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.conftest import Forks

GEN = "from generator.cli import main; main()"

GOOD = """\
contract: test.small.v1
title: Small
version: 1.0.0
operations:
  Ping: {safe: true, output: string}
"""


Gen = Callable[..., tuple[int, str]]
Refused = Callable[..., str]


@pytest.fixture
def gen(generator: Forks, project: Path) -> Gen:
    """Runs ``gen build`` in the project: its exit status, and all that it printed."""
    return lambda *arguments: generator.run(GEN, project, "build", *arguments)


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


def test_the_small_contract_is_fine_otherwise(project: Path, gen: Gen) -> None:
    status, printed = gen("small.yaml")
    assert status == 0, printed
    assert (project / "generated" / "small" / "service.py").is_file()


@pytest.fixture
def refused(gen: Gen, project: Path) -> Refused:
    """Lets ``gen build`` refuse; what it says."""

    def refused(*arguments: str) -> str:
        before = _files(project.parent)
        status, printed = gen(*arguments)
        assert status == 2, printed
        assert "error[GEN" in printed
        assert "Traceback" not in printed
        assert _files(project.parent) == before
        return printed

    return refused


def test_a_yaml_bomb_is_refused(project: Path, refused: Refused) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (project / "bomb.yaml").write_text("\n".join(lines) + "\n" + GOOD)
    refused("bomb.yaml")


def test_a_bomb_of_depth_is_refused(project: Path, refused: Refused) -> None:
    (project / "deep.yaml").write_text(GOOD + "x-deep: " + "[" * 100_000 + "]" * 100_000 + "\n")
    refused("deep.yaml")


def test_an_alias_of_itself_is_refused(project: Path, refused: Refused) -> None:
    (project / "self.yaml").write_text(GOOD + "x-self: &a [*a]\n")
    refused("self.yaml")


def test_a_file_over_the_limit_is_refused(project: Path, refused: Refused) -> None:
    (project / "large.yaml").write_text(GOOD + "# " + "x" * (10 * 1024 * 1024) + "\n")
    assert "10 MiB" in refused("large.yaml")


def test_a_number_with_a_million_digits_is_refused(project: Path, refused: Refused) -> None:
    (project / "number.yaml").write_text(GOOD + "x-number: " + "9" * 1_000_000 + "\n")
    refused("number.yaml")


@pytest.mark.parametrize(
    "written", ["../outside.yaml", "/etc/hostname", "sub/../../outside.yaml", "link.yaml"]
)
def test_an_import_from_outside_is_refused(project: Path, refused: Refused, written: str) -> None:
    (project / "link.yaml").symlink_to(project.parent / "outside.yaml")
    (project / "importer.yaml").write_text(GOOD + f"imports: {{other: {written}}}\n")
    refused("importer.yaml")


def test_a_ring_of_imports_is_refused(project: Path, refused: Refused) -> None:
    (project / "a.yaml").write_text(GOOD + "imports: {b: b.yaml}\n")
    (project / "b.yaml").write_text(GOOD + "imports: {a: a.yaml}\n")
    refused("a.yaml")


def test_an_output_folder_that_is_a_link_is_refused(project: Path, refused: Refused) -> None:
    (project / "generated").symlink_to(project.parent / "elsewhere", target_is_directory=True)
    refused("small.yaml")


def test_a_link_inside_the_output_folder_is_refused(project: Path, gen: Gen) -> None:
    assert gen("small.yaml")[0] == 0
    folder = project / "generated" / "small" / "rest"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.symlink_to(project.parent / "elsewhere", target_is_directory=True)
    gen("small.yaml", "--force")
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
def test_what_is_no_contract_is_refused(project: Path, refused: Refused, content: bytes) -> None:
    (project / "odd.yaml").write_bytes(content)
    refused("odd.yaml")


def test_one_bad_contract_keeps_the_good_ones_from_being_written(
    project: Path, refused: Refused
) -> None:
    (project / "bad.yaml").write_text("contract: [\n")
    refused("small.yaml", "bad.yaml")
