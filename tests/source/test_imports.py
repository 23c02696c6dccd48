"""Imports are read once, from within the project, and never in a circle."""

import os
from pathlib import Path

import pytest

from generator.contract.source import Source, load
from generator.diagnostics import Problems


def write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def read(name: str = "api/main.yaml") -> tuple[Source | None, list[tuple[str, str]]]:
    problems = Problems()
    source = load(Path(name), Path(), problems)
    return source, [(found.code, str(found.span)) for found in problems]


def test_imports_are_found_by_alias_and_named_from_the_command_s_folder(project: Path) -> None:
    write(
        project,
        {
            "api/main.yaml": "contract: a.v1\nimports: {up: ../up.yaml, near: ./sub/near.yaml}\n",
            "up.yaml": "contract: up.v1\n",
            "api/sub/near.yaml": "contract: near.v1\nimports: {up: ../../up.yaml}\n",
        },
    )
    source, problems = read()
    assert problems == []
    assert source is not None
    assert source.file == "api/main.yaml"
    assert {alias: found.file for alias, found in source.imports.items()} == {
        "up": "up.yaml",
        "near": "api/sub/near.yaml",
    }
    assert set(source.texts) == {"api/main.yaml", "up.yaml", "api/sub/near.yaml"}


def test_a_file_that_is_imported_twice_is_read_once(project: Path) -> None:
    write(
        project,
        {
            "api/main.yaml": "imports: {a: a.yaml, b: b.yaml, c: ../api/c.yaml}\n",
            "api/a.yaml": "imports: {c: c.yaml}\n",
            "api/b.yaml": "imports: {c: c.yaml}\n",
            "api/c.yaml": "contract: c.v1\n",
        },
    )
    source, problems = read()
    assert problems == []
    assert source is not None
    first = source.imports["c"]
    assert source.imports["a"].imports["c"] is first
    assert source.imports["b"].imports["c"] is first


def test_a_broken_file_that_is_imported_twice_is_reported_once(project: Path) -> None:
    write(
        project,
        {
            "api/main.yaml": "imports: {a: a.yaml, b: b.yaml}\n",
            "api/a.yaml": "imports: {b: b.yaml}\n",
            "api/b.yaml": "a: [b\n",
        },
    )
    source, problems = read()
    assert problems == [("GEN109", "api/b.yaml:1:4")]
    assert source is not None
    assert set(source.imports) == {"a"}


def test_a_contract_with_a_bad_import_is_still_there_to_be_checked(project: Path) -> None:
    write(project, {"api/main.yaml": "imports: {a: a.yaml}\ncontract: a.v1\n"})
    source, problems = read()
    assert problems == [("GEN131", "api/main.yaml:1:14")]
    assert source is not None
    assert source.root.get("contract") is not None


def test_every_contract_of_a_cycle_reports_only_the_closing_step(project: Path) -> None:
    write(
        project,
        {
            "api/main.yaml": "imports: {a: a.yaml}\n",
            "api/a.yaml": "imports: {b: b.yaml}\n",
            "api/b.yaml": "imports: {a: a.yaml}\n",
        },
    )
    problems = Problems()
    load(Path("api/main.yaml"), Path(), problems)
    (found,) = problems
    assert found.message == "import cycle: api/a.yaml → api/b.yaml → api/a.yaml"
    assert str(found.span) == "api/b.yaml:1:14"
    assert [str(span) for span, _ in found.related] == ["api/a.yaml:1:14"]


@pytest.mark.parametrize(
    "path",
    [
        "../../outside.yaml",
        "../../project/../outside.yaml",
        "{absolute}",
        "/etc/hostname",
        "~/outside.yaml",
        "C:/outside.yaml",
        "link.yaml",
        "linked/outside.yaml",
    ],
)
def test_nothing_outside_of_the_root_is_read(project: Path, path: str) -> None:
    outside = project.parent / "outside.yaml"
    outside.write_text("contract: secret.v1\n")
    written = path.format(absolute=outside)
    write(project, {"api/main.yaml": f"imports: {{a: '{written}'}}\n"})
    (project / "api/link.yaml").symlink_to(outside)
    (project / "api/linked").symlink_to(project.parent)
    source, problems = read()
    assert [code for code, _ in problems] == ["GEN132"]
    assert source is not None
    assert source.imports == {}
    assert set(source.texts) == {"api/main.yaml"}


def test_a_link_within_the_project_is_followed(project: Path) -> None:
    write(
        project, {"api/main.yaml": "imports: {a: link.yaml}\n", "common.yaml": "contract: c.v1\n"}
    )
    (project / "api/link.yaml").symlink_to(project / "common.yaml")
    source, problems = read()
    assert problems == []
    assert source is not None
    assert set(source.imports) == {"a"}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("nul\\0byte.yaml", "GEN131"),
        ("https://example.org/a.yaml", "GEN130"),
        ("sub\\\\a.yaml", "GEN130"),
        ("", "GEN130"),
        (".", "GEN131"),
        ("pipe", "GEN131"),
        ("loop.yaml", "GEN131"),
        ("a" * 5000, "GEN131"),
    ],
)
def test_what_is_no_file_is_refused_without_hanging(project: Path, path: str, code: str) -> None:
    write(project, {"api/main.yaml": f'imports: {{a: "{path}"}}\n'})
    os.mkfifo(project / "api/pipe")
    (project / "api/loop.yaml").symlink_to("loop.yaml")
    assert read()[1] == [(code, "api/main.yaml:1:14")]


@pytest.mark.parametrize("name", ["api", "api/none.yaml", "none/none.yaml", "pipe", "nul\0byte"])
def test_a_contract_that_is_no_file_has_a_reason(project: Path, name: str) -> None:
    (project / "api").mkdir()
    os.mkfifo(project / "pipe")
    source, problems = read(name)
    assert source is None
    assert problems == [("GEN101", "None")]


def test_a_file_that_may_not_be_read_has_a_reason(project: Path) -> None:
    write(project, {"api/main.yaml": "imports: {a: a.yaml}\n", "api/a.yaml": "contract: a.v1\n"})
    (project / "api/a.yaml").chmod(0)
    if os.access(project / "api/a.yaml", os.R_OK):
        pytest.skip("this user may read everything")
    assert read()[1] == [("GEN131", "api/main.yaml:1:14")]
