"""What ``[tool.gen]`` may say, and what ``gen`` answers when it says something else."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import cli


def _check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toml: str) -> tuple[int, str]:
    (tmp_path / "pyproject.toml").write_text(toml)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["check"], prog_name="gen")
    return result.exit_code, result.stderr


def test_an_unknown_setting_points_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml = '[project]\nname = "x"\n\n[tool.gen]\ncontracts = ["a.yaml"]\n  outptu = "out"\n'
    assert _check(tmp_path, monkeypatch, toml) == (
        2,
        "error[GEN801]: unknown setting 'outptu' in [tool.gen]\n"
        "  --> pyproject.toml:6:3\n"
        "   |\n"
        ' 6 |   outptu = "out"\n'
        "   |   ^^^^^^\n"
        "   = hint: did you mean 'output'?\n"
        "\n"
        "Found 1 error.\n",
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("contracts = 'a.yaml'", "'contracts' must be a list of strings"),
        ("styles = [1]", "'styles' must be a list of strings"),
        ("styles = []", "'styles' must be a list with a style in it"),
        ("output = ''", "'output' must be a path, such as \"generated\""),
        ("output = ['x']", "'output' must be a path, such as \"generated\""),
    ],
)
def test_a_value_of_the_wrong_kind_says_what_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, message: str
) -> None:
    key = line.partition(" ")[0]
    code, text = _check(tmp_path, monkeypatch, f"[tool.gen]\n{line}\n")
    assert code == 2
    assert text == (
        f"error[GEN802]: {message}\n"
        "  --> pyproject.toml:2:1\n"
        "   |\n"
        f" 2 | {line}\n"
        f"   | {'^' * len(key)}\n"
        "\n"
        "Found 1 error.\n"
    )


@pytest.mark.parametrize("pattern", ["", ".", "/contracts/*.yaml", "contracts/**.yaml"])
def test_what_is_no_pattern_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    code, text = _check(tmp_path, monkeypatch, f'[tool.gen]\ncontracts = ["{pattern}"]\n')
    assert code == 2
    first, place, *_ = text.splitlines()
    assert first == f"error[GEN802]: '{pattern}' is not a pattern for contracts"
    assert place == "  --> pyproject.toml:2:1"


def test_a_pattern_means_files_and_not_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "contracts").mkdir()
    code, text = _check(tmp_path, monkeypatch, '[tool.gen]\ncontracts = ["contracts"]\n')
    assert code == 2
    assert text.endswith(
        "Error: No file matches 'contracts' = ['contracts']. 'gen init' makes a first contract.\n"
    )


def test_a_style_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, text = _check(tmp_path, monkeypatch, '[tool.gen]\nstyles = ["rest", "jsonrcp"]\n')
    assert code == 2
    assert text == (
        "error[GEN802]: unknown style 'jsonrcp'\n"
        "  --> pyproject.toml:2:1\n"
        "   |\n"
        ' 2 | styles = ["rest", "jsonrcp"]\n'
        "   | ^^^^^^\n"
        "   = hint: did you mean 'jsonrpc'?\n"
        "\n"
        "Found 1 error.\n"
    )


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, text = _check(tmp_path, monkeypatch, "[tool.gen\n")
    assert code == 2
    first, place, *_ = text.splitlines()
    assert first.startswith("error[GEN802]: cannot read 'pyproject.toml': Expected ']'")
    assert place == "  --> pyproject.toml:1:1"


def test_without_settings_a_contract_must_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _check(tmp_path, monkeypatch, "") == (
        2,
        "Usage: gen check [OPTIONS] [CONTRACT]...\n"
        "Try 'gen check --help' for help.\n"
        "\n"
        "Error: Name a contract, or set 'contracts' in [tool.gen] of pyproject.toml. "
        "'gen init' makes a first contract, and the settings.\n",
    )


def test_a_pattern_that_matches_no_file_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, text = _check(tmp_path, monkeypatch, '[tool.gen]\ncontracts = ["c/*.yaml"]\n')
    assert code == 2
    assert text.endswith(
        "Error: No file matches 'contracts' = ['c/*.yaml']. 'gen init' makes a first contract.\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        'models."c.yaml" = ["pydantik"]',
        'models = {"c.yaml" = ["pydantik"]}',
        'models = ["pydantik"]',
    ],
)
def test_wrong_models_are_shown_at_their_line_however_the_table_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    (tmp_path / "c.yaml").touch()
    code, text = _check(tmp_path, monkeypatch, f'[tool.gen]\noutput = "out"\n{line}\n')
    assert code == 2
    assert f"--> pyproject.toml:3:1\n   |\n 3 | {line}\n   | ^^^^^^\n" in text
