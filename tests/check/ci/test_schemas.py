"""Others read our files of CI: their published schemas, and a reader that thinks as an attacker."""

import subprocess
from pathlib import Path

import pytest

from tests.check.ci.repositories import SCRIPTS

ROOT = Path(__file__).parents[3]
TEMPLATES = ROOT / "templates/init/ci"
WORKFLOWS = [*sorted((ROOT / ".github/workflows").iterdir()), TEMPLATES / "github.yml"]
SCHEMAS = [
    ("vendor.github-actions", ROOT / "action.yml"),
    *(("vendor.github-workflows", path) for path in WORKFLOWS),
    ("vendor.dependabot", ROOT / ".github/dependabot.yml"),
    ("vendor.gitlab-ci", TEMPLATES / "gitlab.yml"),
]
# Credentials stay in the clone on purpose: they can only read, and fetch the commit that a change
# is compared with. `./` is known to every runner.
EXCUSED = "rules: {artipacked: {disable: true}, self-repository: {disable: true}}\n"


def read(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(("schema", "path"), SCHEMAS, ids=lambda value: str(value)[-30:])
def test_a_file_is_valid_by_the_schema_of_who_reads_it(schema: str, path: Path) -> None:
    assert read(SCRIPTS / "check-jsonschema", "--builtin-schema", schema, path) == ""


def test_the_schemas_would_find_a_fault(tmp_path: Path) -> None:
    faulty = tmp_path / "gitlab.yml"
    text = (TEMPLATES / "gitlab.yml").read_text("utf-8")
    faulty.write_text(text.replace("  script:", "  scripts:"), "utf-8")
    command = (SCRIPTS / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", faulty)
    assert "scripts" in read(*command) or "script" in read(*command)


def test_pre_commit_understands_the_hooks_and_the_configuration() -> None:
    config, hooks = TEMPLATES / "pre-commit.yaml", ROOT / ".pre-commit-hooks.yaml"
    assert read(SCRIPTS / "pre-commit", "validate-config", config) == ""
    assert read(SCRIPTS / "pre-commit", "validate-manifest", hooks) == ""


def test_nothing_in_a_workflow_can_be_turned_against_it(tmp_path: Path) -> None:
    (tmp_path / "zizmor.yml").write_text(EXCUSED)
    command = [SCRIPTS / "zizmor", "--offline", "--quiet", "--persona", "pedantic"]
    paths = [ROOT / "action.yml", ROOT / ".github/dependabot.yml", *WORKFLOWS]
    assert read(*command, "--config", tmp_path / "zizmor.yml", *paths) == ""
