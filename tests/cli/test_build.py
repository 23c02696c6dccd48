"""``gen build``, as its user sees it."""

import fcntl
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from generator import BuildResult, build
from tests.cli.conftest import CONTRACT, SETTINGS, Gen
from tests.output.folders import content

NOTES = Path("generated/notes")
EXAMPLE = "{create: Note, examples: {milk: {input: {text: Buy milk.}}}}"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def _table(*rows: tuple[str, str, int, int]) -> str:
    lines = [f"{'contract':<8}  {'style':<7}  {'files':>5}  {'changed':>7}"]
    lines += [f"{c:<8}  {s:<7}  {f:>5}  {n:>7}" for c, s, f, n in rows]
    return "\n".join(lines) + "\n"


def _count(folder: Path, style: str = "") -> int:
    own = ("manifest.sha256", ".gitattributes")
    paths = [p for p in folder.rglob("*") if p.is_file() and p.name not in own]
    inside = [path for path in paths if (folder / "jsonrpc") in path.parents]
    return len(inside) if style else len(paths) - len(inside)


@pytest.mark.usefixtures("project")
def test_a_build_shows_what_it_made_and_a_second_one_changes_nothing(gen: Gen) -> None:
    first = gen("build")
    support = Path("generated/_support")
    counts = [_count(NOTES), _count(NOTES, "jsonrpc"), _count(support), _count(support, "jsonrpc")]
    cells = [("notes.v1", "common"), ("", "jsonrpc"), ("_support", "common"), ("", "jsonrpc")]
    assert first.exit_code == 0
    assert first.stderr == ""
    rows = [(*cell, count, count) for cell, count in zip(cells, counts, strict=True)]
    # Two folders with a manifest and git's attributes each, and what makes the output a package.
    added = sum(counts) + 6
    assert first.stdout == _table(*rows) + f"Wrote {added} files: {added} added.\n"
    before = content(Path("generated"))
    second = gen("build")
    assert second.exit_code == 0
    rows = [(*cell, count, 0) for cell, count in zip(cells, counts, strict=True)]
    assert second.stdout == _table(*rows) + "generated is up to date.\n"
    assert content(Path("generated")) == before


@pytest.mark.usefixtures("project")
def test_a_build_that_changes_nothing_loads_no_style(gen: Gen) -> None:
    gen("build")
    code = (
        "import sys\nfrom generator.cli import cli\n"
        "try: cli(['build'])\nexcept SystemExit: pass\n"
        "print([m for m in sys.modules if m.startswith(('generator.styles.', 'generator.emit.'))])"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.endswith("up to date.\n['generator.styles.registry']\n"), done.stdout


def test_without_the_cache_a_second_build_changes_nothing_either(project: Path, gen: Gen) -> None:
    gen("build")
    times = {path: path.stat().st_mtime_ns for path in project.rglob("*.py")}
    for stamp in (project / ".gen_cache").glob("*.json"):
        stamp.unlink()
    result = gen("build")
    assert result.stdout.endswith("generated is up to date.\n")
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*.py")} == times


def test_the_cache_ignores_itself(project: Path, gen: Gen) -> None:
    gen("build")
    assert (project / ".gen_cache/.gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    "place",
    ["generated/notes/types.py", "generated/_support/call.py", "generated/notes/manifest.sha256"],
)
def test_a_generated_file_that_was_deleted_comes_back(project: Path, gen: Gen, place: str) -> None:
    gen("build")
    before = content(project / "generated")
    (project / place).unlink()
    result = gen("build")
    assert result.exit_code == 0
    assert result.stdout.endswith("Wrote 1 file: 1 added.\n")
    assert content(project / "generated") == before


def test_a_new_field_changes_only_the_files_it_touches(project: Path, gen: Gen) -> None:
    gen("build")
    support = content(project / "generated/_support")
    _edit(
        project / "contracts/notes.yaml",
        "      text: string",
        "      text: string\n      more: string?",
    )
    result = gen("build")
    assert result.exit_code == 0
    assert "more: str | None = None" in (NOTES / "types.py").read_text()
    assert content(project / "generated/_support") == support
    assert "_support  common" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("Wrote ")
    assert result.stdout.splitlines()[-1].endswith(" changed.")


def test_check_lists_what_is_out_of_date_and_writes_nothing(project: Path, gen: Gen) -> None:
    gen("build")
    assert gen("build", "--check").stdout == "generated is up to date.\n"
    _edit(project / "contracts/notes.yaml", "{create: Note}", EXAMPLE)
    (NOTES / "errors.py").unlink()
    before = content(project)
    result = gen("build", "--check")
    assert result.exit_code == 1
    assert result.stdout == (
        "contracts/notes.yaml: 3 files are out of date; run 'gen build':\n"
        "  changed  generated/notes/README.md\n"
        "  added    generated/notes/errors.py\n"
        "  changed  generated/notes/manifest.sha256\n"
    )
    assert content(project) == before


def test_a_first_check_makes_no_cache_and_no_folder(project: Path, gen: Gen) -> None:
    before = content(project)
    result = gen("build", "--check")
    assert result.exit_code == 1
    assert content(project) == before


@pytest.mark.usefixtures("project")
def test_check_in_json_has_one_diagnostic_a_contract_with_its_files(gen: Gen) -> None:
    gen("build")
    (NOTES / "errors.py").unlink()
    result = gen("build", "--check", "--output-format", "json")
    assert result.exit_code == 1
    start = {"line": 1, "column": 1, "end_line": 1, "end_column": 1}
    missing = {"file": "generated/notes/errors.py", **start}
    assert json.loads(result.stdout)["diagnostics"] == [
        {
            "code": "GEN808",
            "name": "out-of-date",
            "severity": "error",
            "message": "1 generated file is not what 'contracts/notes.yaml' says",
            "hint": "run 'gen build'",
            "facts": [],
            "location": {"file": "contracts/notes.yaml", **start},
            "related": [{"message": "is missing", "location": missing}],
            "fix": None,
        }
    ]


def test_diff_shows_the_lines(project: Path, gen: Gen) -> None:
    gen("build")
    _edit(project / "contracts/notes.yaml", "title: Notes", "title: My notes")
    result = gen("build", "--check", "--diff")
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "--- a/generated/notes/README.md\n"
        "+++ b/generated/notes/README.md\n"
        "@@ -1,5 +1,5 @@\n"
        " <!-- Code generated by gen from notes.yaml. DO NOT EDIT. -->\n"
        "-# Notes\n"
        "+# My notes\n"
        " \n"
        " The contract `notes.v1`, side by side in every style. "
    )
    assert "\033[" not in result.stdout


def test_hand_edited_files_are_all_listed_and_kept(project: Path, gen: Gen) -> None:
    gen("build")
    for name in ("errors.py", "types.py"):
        (NOTES / name).write_text("# mine\n")
    before = content(project)
    result = gen("build")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == (
        "error[GEN803]: the generated file 'generated/notes/errors.py' was edited by hand\n"
        "  --> generated/notes/errors.py:1:1\n"
        "   = hint: keep the change elsewhere, then replace the file with --force\n"
        "\n"
        "error[GEN803]: the generated file 'generated/notes/types.py' was edited by hand\n"
        "  --> generated/notes/types.py:1:1\n"
        "   = hint: keep the change elsewhere, then replace the file with --force\n"
        "\n"
        "Found 2 errors.\n"
    )
    assert content(project) == before
    assert gen("build", "--force").stdout.endswith("Wrote 2 files: 2 changed.\n")
    assert gen("build").exit_code == 0


@pytest.mark.parametrize("manifest", ["as written", "gone"])
def test_a_check_finds_a_hand_edited_file_out_of_date_as_any_other(
    project: Path, gen: Gen, manifest: str
) -> None:
    gen("build")
    with (NOTES / "errors.py").open("a") as file:
        file.write("# mine\n")
    listed = ["  changed  generated/notes/errors.py"]
    if manifest == "gone":  # then nobody knows who wrote the file
        (NOTES / "manifest.sha256").unlink()
        listed.append("  added    generated/notes/manifest.sha256")
    before = content(project)
    result = gen("build", "--check", "--diff")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith("--- a/generated/notes/errors.py\n")
    assert "\n-# mine\n" in result.stdout
    assert result.stdout.endswith("\n".join(["out of date; run 'gen build':", *listed, ""]))
    result = gen("build", "--check", "--output-format", "json")
    assert result.exit_code == 1
    assert {found["code"] for found in json.loads(result.stdout)["diagnostics"]} == {"GEN808"}
    assert content(project) == before
    assert gen("build").exit_code == 2


def test_foreign_files_are_kept_too(project: Path, gen: Gen) -> None:
    NOTES.mkdir(parents=True)
    (NOTES / "types.py").write_text("# mine\n")
    result = gen("build")
    assert result.exit_code == 2
    assert result.stderr == (
        "error[GEN804]: 'generated/notes/types.py' would be overwritten, and no build wrote it\n"
        "  --> generated/notes/types.py:1:1\n"
        "   = hint: move it, choose another folder with -o, or replace it with --force\n"
        "\n"
        "Found 1 error.\n"
    )
    assert content(project / "generated") == {"notes": {"types.py": "# mine\n"}}
    assert gen("build", "--force").exit_code == 0


def test_a_file_of_the_users_beside_the_generated_ones_stays(project: Path, gen: Gen) -> None:
    gen("build")
    (NOTES / "mine.py").write_text("# mine\n")
    _edit(project / "contracts/notes.yaml", "title: Notes", "title: My notes")
    assert gen("build").exit_code == 0
    assert (NOTES / "mine.py").read_text() == "# mine\n"


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize(
    ("link", "to"),
    [
        ("generated", "elsewhere"),
        ("generated/notes", "elsewhere"),
        ("generated/notes/jsonrpc", "elsewhere"),
        ("generated/notes/types.py", "elsewhere/types.py"),
        ("generated/_support", "elsewhere"),
    ],
)
def test_a_symbolic_link_is_not_followed(
    project: Path, gen: Gen, link: str, to: str, force: list[str]
) -> None:
    (project / "elsewhere").mkdir()
    (project / "elsewhere/types.py").write_text("# precious\n")
    place = project / link
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(project / to)
    before = content(project)
    result = gen("build", *force)
    assert result.exit_code == 2
    assert result.stderr == (
        f"error[GEN805]: the output path '{link}' is a symbolic link\n"
        "   = hint: name the real folder with -o\n"
        "\n"
        "Found 1 error.\n"
    )
    assert content(project) == before


def test_a_folder_behind_a_link_is_no_output_folder(project: Path, gen: Gen) -> None:
    (project / "elsewhere").mkdir()
    (project / "link").symlink_to("elsewhere")
    result = gen("build", "-o", "link/out")
    assert result.exit_code == 2
    assert result.stderr.startswith("error[GEN805]: the output path 'link' is a symbolic link\n")
    assert content(project / "elsewhere") == {}


@pytest.mark.parametrize(
    ("output", "shown", "why"),
    [
        (".", ".", "holds the project itself"),
        ("..", "{parent}", "holds the project itself"),
        ("contracts/notes.yaml", "contracts/notes.yaml", "is not a folder"),
    ],
)
def test_an_output_folder_must_be_one_of_its_own(
    project: Path, gen: Gen, output: str, shown: str, why: str
) -> None:
    before = content(project)
    result = gen("build", "-o", output)
    assert result.exit_code == 2
    path = shown.format(parent=project.parent.as_posix())
    assert result.stderr == (
        f"error[GEN807]: the output folder '{path}' {why}\n"
        "   = hint: name a folder of its own with -o, such as 'generated'\n"
        "\n"
        "Found 1 error.\n"
    )
    assert content(project) == before


def test_contracts_built_one_by_one_keep_each_others_files(project: Path, gen: Gen) -> None:
    (project / "contracts/memos.yaml").write_text(CONTRACT.replace("notes.v1", "memos.v1"))
    gen("build")
    together = content(project / "generated")
    for folder in ("notes", "memos"):
        gen("build", f"contracts/{folder}.yaml", "-o", "apart")
    assert content(project / "apart") == together


def test_a_contract_that_is_gone_takes_its_folder_along_when_all_are_built(
    project: Path, gen: Gen
) -> None:
    (project / "contracts/memos.yaml").write_text(CONTRACT.replace("notes.v1", "memos.v1"))
    gen("build")
    (project / "contracts/memos.yaml").unlink()
    assert gen("build", "contracts/notes.yaml").stdout.endswith("generated is up to date.\n")
    assert (project / "generated/memos").is_dir()
    check = gen("build", "--check")
    assert check.exit_code == 1
    assert "  removed  generated/memos/types.py\n" in check.stdout
    assert gen("build").exit_code == 0
    assert content(project / "generated").keys() == {
        *("__init__.py", "py.typed", "_support", "notes")
    }


@pytest.mark.usefixtures("project")
def test_the_output_becomes_a_package_whose_first_file_is_its_owners(gen: Gen) -> None:
    gen("build")
    place = Path("generated/__init__.py")
    assert place.read_text() == '"""What gen build makes of the contracts."""\n'
    place.write_text("import this\n")
    assert gen("build").exit_code == 0
    assert gen("build", "--check").exit_code == 0
    assert place.read_text() == "import this\n"
    place.unlink()
    check = gen("build", "--check")
    assert check.exit_code == 1
    assert "  added    generated/__init__.py\n" in check.stdout


@pytest.mark.usefixtures("project")
def test_a_style_that_is_not_built_any_more_goes(gen: Gen) -> None:
    gen("build", "--style", "rest", "--style", "jsonrpc")
    assert (NOTES / "rest/client.py").is_file()
    assert Path("generated/_support/rest").is_dir()
    assert gen("build", "--style", "jsonrpc").exit_code == 0
    assert not (NOTES / "rest").exists()
    assert not Path("generated/_support/rest").exists()


def test_the_support_code_of_a_style_stays_while_another_contract_uses_it(
    project: Path, gen: Gen
) -> None:
    (project / "contracts/memos.yaml").write_text(CONTRACT.replace("notes.v1", "memos.v1"))
    gen("build", "contracts/memos.yaml", "--style", "rest")
    gen("build", "contracts/notes.yaml", "--style", "jsonrpc")
    assert {"rest", "jsonrpc"} <= content(project / "generated/_support").keys()


def test_two_contracts_cannot_have_one_folder(project: Path, gen: Gen) -> None:
    (project / "contracts/old").mkdir()
    (project / "contracts/old/notes.yaml").write_text(CONTRACT)
    result = gen("build", "contracts/notes.yaml", "contracts/old/notes.yaml")
    assert result.exit_code == 2
    assert result.stderr == (
        "error[GEN806]: 'contracts/old/notes.yaml' and 'contracts/notes.yaml' both want the output "
        "folder 'notes'\n"
        "  --> contracts/old/notes.yaml:1:1\n"
        "   |\n"
        " 1 | contract: notes.v1\n"
        "   | ^\n"
        "   = hint: rename one of the files, or build them into different folders with -o\n"
        "\n"
        "Found 1 error.\n"
    )


def test_whoever_waits_for_another_build_is_told(
    project: Path, gen: Gen, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = os.open(project, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    command = import_module("generator.cli.build")
    tell = command.waiting

    def tell_and_let_go(folder: str) -> None:
        tell(folder)
        os.close(descriptor)

    monkeypatch.setattr(command, "waiting", tell_and_let_go)
    result = gen("build")
    assert result.exit_code == 0
    assert result.stderr == "Waiting for another build to release this folder …\n"
    assert NOTES.is_dir()


def test_nothing_is_written_when_one_of_several_contracts_is_wrong(project: Path, gen: Gen) -> None:
    (project / "contracts/memos.yaml").write_text(CONTRACT.replace("text: string", "text: strnig"))
    before = content(project)
    result = gen("build")
    assert result.exit_code == 2
    assert "did you mean 'string'?" in result.stderr
    assert content(project) == before


def test_an_unknown_style_is_named(project: Path, gen: Gen) -> None:
    result = gen("build", "--style", "rset")
    assert result.exit_code == 2
    assert result.stderr == (
        "error[GEN802]: unknown style 'rset'\n   = hint: did you mean 'rest'?\n\nFound 1 error.\n"
    )
    assert not (project / "generated").exists()


def test_the_same_bytes_from_any_folder(
    project: Path, gen: Gen, monkeypatch: pytest.MonkeyPatch
) -> None:
    gen("build")
    here = content(project / "generated")
    monkeypatch.chdir(project / "contracts")
    gen("build", "notes.yaml", "-o", "../two")
    assert content(project / "two") == here
    monkeypatch.chdir(project.parent)
    gen("build", str(project / "contracts/notes.yaml"), "-o", "three", "--style", "jsonrpc")
    assert content(project.parent / "three") == here


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(project: Path, gen: Gen) -> None:
    (project / "locked").mkdir(mode=0o500)
    result = gen("build", "-o", "locked/out")
    assert result.exit_code == 2
    assert result.stderr.startswith("error[GEN809]: cannot write 'locked/")


def test_the_function_without_a_project_builds_where_the_command_does(
    project: Path, gen: Gen
) -> None:
    (project / "pyproject.toml").unlink()
    result = build("contracts/notes.yaml")
    assert isinstance(result, BuildResult)
    assert result.ok
    assert (project / "generated/notes").is_dir()
    assert gen("build", "contracts/notes.yaml", "--check").exit_code == 0


@pytest.mark.parametrize("output_format", ["json", "github", "sarif"])
def test_drift_is_one_annotation_on_each_contract(
    project: Path, gen: Gen, output_format: str
) -> None:
    second = CONTRACT.replace("notes.v1", "memos.v1")
    (project / "contracts/memos.yaml").write_text(second)
    gen("build")
    for path in ("notes/errors.py", "notes/calls.py", "memos/types.py", "_support/shape.py"):
        (project / "generated" / path).unlink()
    result = gen("build", "--check", "--output-format", output_format)
    assert result.exit_code == 1
    assert result.stdout.count("run 'gen build'") == 2
    for path in ("notes/errors.py", "notes/calls.py", "memos/types.py", "_support/shape.py"):
        assert result.stdout.count(f"generated/{path}") == 1
    if output_format == "github":
        first, other = result.stdout.splitlines()
        assert first.startswith("::error file=contracts/memos.yaml,line=1,")
        assert other.startswith("::error file=contracts/notes.yaml,line=1,")


def test_an_empty_folder_is_told_of_init(
    gen: Gen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = gen("build")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'gen init' makes a first contract" in result.stderr
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    assert "'gen init' makes a first contract" in gen("build").stderr


def test_check_names_the_folder_and_the_styles_that_it_was_given(gen: Gen) -> None:
    result = gen("build", "-o", "my out", "--style", "rest", "--check")
    assert result.exit_code == 1
    assert "out of date; run 'gen build -o 'my out' --style rest':" in result.stdout
