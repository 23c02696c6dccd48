"""``gen`` itself, and its smaller commands."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import generator.building
import generator.cli.schema
from generator.building import BuildRequest, BuildResult
from generator.diagnostics.registry import all_kinds
from generator.styles import registry
from tests.cli.conftest import CONTRACT, Gen
from tests.output.folders import content

GEN = [sys.executable, "-c", "from generator.cli import main; main()"]


def test_the_version_is_the_distributions(gen: Gen) -> None:
    version = importlib.metadata.version("diptych")
    assert gen("--version").stdout == f"gen {version}\n"


def test_help_lists_the_commands(gen: Gen) -> None:
    lines = gen("--help").stdout.splitlines()
    commands = [line.split()[0] for line in lines[lines.index("Commands:") + 1 :]]
    assert commands == sorted(commands)
    assert {"build", "check", "completion", "explain", "init", "schema"} <= set(commands)


def test_an_unknown_command_is_a_usage_error(gen: Gen) -> None:
    result = gen("biuld")
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: gen [OPTIONS] COMMAND [ARGS]...\n")
    assert "No such command 'biuld'. Did you mean 'build'?" in result.stderr


@pytest.mark.parametrize(
    ("typed", "meant"), [("buil", "build"), ("comp", "compare"), ("launch", "There are: build")]
)
def test_a_command_that_is_not_there_gets_a_suggestion(gen: Gen, typed: str, meant: str) -> None:
    result = gen(typed)
    assert result.exit_code == 2
    assert meant in result.stderr


@pytest.mark.parametrize("module", ["grpc", "jinja2"])
def test_a_missing_package_names_what_to_install(
    gen: Gen, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    def fails(*_: object) -> None:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    monkeypatch.setattr(generator.cli.schema, "schema_text", fails)
    result = gen("schema")
    assert result.exit_code == 1
    said = f"the package of the module {module!r} is missing: pip install 'diptych[stubs]'"
    assert result.stderr == f"Error: {said}\n"


def test_a_valid_contract_passes_the_check_and_makes_nothing(project: Path, gen: Gen) -> None:
    before = content(project)
    result = gen("check", "--skip", "lint")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "valid     ok      1 contract is valid\n" in result.stdout
    assert content(project) == before


def test_an_invalid_contract_fails_the_check(project: Path, gen: Gen) -> None:
    (project / "contracts/notes.yaml").write_text(CONTRACT.replace("key: id", "key: di"))
    result = gen("check", "--output-format", "json")
    assert result.exit_code == 2
    found = json.loads(result.stdout)
    assert [each["location"]["line"] for each in found["diagnostics"]] == [12]
    assert found["summary"] == {"errors": 1, "warnings": 0, "notes": 0}


def test_a_contract_that_is_not_there_is_invalid(project: Path, gen: Gen) -> None:
    for command in ("check", "build"):
        result = gen(command, "contracts/missing.yaml")
        assert result.exit_code == 2
        assert "contracts/missing.yaml" in result.stderr
    assert not (project / "generated").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_completion_script(gen: Gen, shell: str) -> None:
    result = gen("completion", shell)
    assert result.exit_code == 0
    assert "_GEN_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["b"], ["build"]),
        (["explain", "gen80"], [code for code in all_kinds() if code.startswith("GEN80")]),
        (["build", "--style", "j"], ["jsonrpc"]),
        (["check", "--style", ""], [style.name for style in registry.styles()]),
        (["build", "--output-format", "s"], ["sarif"]),
    ],
)
def test_completion_offers_what_can_come_next(
    tmp_path: Path, words: list[str], offered: list[str]
) -> None:
    request = {
        "_GEN_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["gen", *words]),
        "COMP_CWORD": str(len(words)),
    }
    done = subprocess.run(
        GEN, env=os.environ | request, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert sorted(done.stdout.split()) == sorted(f"plain,{word}" for word in offered)


def test_init_says_where_it_cannot_write(tmp_path: Path, gen: Gen) -> None:
    (tmp_path / "contracts").touch()
    result = gen("init", str(tmp_path))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error[GEN809]: cannot write '{tmp_path}/contracts'")


def test_our_own_bug_says_so_without_a_traceback(
    project: Path, gen: Gen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(request: BuildRequest, **_options: object) -> BuildResult:
        raise KeyError(f"boom {request.output}")

    monkeypatch.setattr(generator.building, "build", broken)
    result = gen("build")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert result.stderr == (
        "internal error: KeyError: 'boom generated'\n"
        "This is a bug in gen, not in your contract. Nothing was written.\n"
        "Run 'gen --debug …' for the traceback, and please report it with the contract.\n"
    )
    assert isinstance(gen("--debug", "build").exception, KeyError)
    assert not (project / "generated").exists()


def test_output_that_is_no_terminal_has_no_colour(project: Path) -> None:
    (project / "contracts/notes.yaml").write_text("contract: 1\n")
    done = subprocess.run([*GEN, "build"], cwd=project, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"error[GEN" in done.stderr
    assert b"\033" not in done.stderr + done.stdout


def test_builds_at_the_same_time_wait_for_each_other(project: Path) -> None:
    for name in ("a", "b"):
        text = CONTRACT.replace("notes.v1", f"{name}.v1")
        (project / f"contracts/{name}.yaml").write_text(text)
    names = ("a", "b", "notes", "a")
    runs = [
        subprocess.Popen(
            [*GEN, "build", f"contracts/{name}.yaml"],
            cwd=project,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for run in runs:
        text, said = run.communicate()
        assert run.returncode == 0, said
        assert text.startswith("contract  style    files  changed\n")
    made = {"__init__.py", "py.typed", "_support", "a", "b", "notes"}
    assert content(project / "generated").keys() == made
    done = subprocess.run([*GEN, "build", "--check"], cwd=project, check=False)
    assert done.returncode == 0
    assert {path.name for path in project.iterdir()} == {
        ".gen_cache",
        "contracts",
        "generated",
        "pyproject.toml",
    }


def test_the_function_does_what_the_command_does(project: Path) -> None:
    first = generator.build("contracts/notes.yaml")
    assert first.ok
    assert first.diagnostics == ()
    assert {change.kind for change in first.changes} == {"added"}
    assert (project / "generated/notes/jsonrpc/client.py").is_file()
    (project / "generated/notes/types.py").unlink()
    second = generator.build(Path("contracts/notes.yaml"), check=True)
    assert not second.ok
    assert [change.path for change in second.changes] == ["generated/notes/types.py"]
    third = generator.build("contracts/missing.yaml", output="elsewhere")
    assert third.failed
    assert [found.code for found in third.diagnostics] == ["GEN101"]
    assert not (project / "elsewhere").exists()
