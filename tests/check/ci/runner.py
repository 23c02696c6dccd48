"""Runs the ``run:`` steps of a composite action or a workflow's job, as a runner of GitHub does.

Steps that use other actions are left out: they check out, and set Python up. Expressions are those
that our files have: a name, a name or else a text, a comparison with a text, and a status check.
"""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.check.ci.repositories import ENVIRONMENT

_EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")


@dataclass
class Run:
    """What steps left: what they printed, the summary, outputs, and how the job ended."""

    printed: str = ""
    summary: str = ""
    code: int = 0
    failed: str = ""  # the step that did
    outputs: dict[str, str] = field(default_factory=dict)  # by steps.<id>.outputs.<name>

    @property
    def annotations(self) -> list[str]:
        """The commands that mark lines."""
        found = re.findall(r"^::(?:error|warning|notice) .*$", self.printed, re.MULTILINE)
        return [*map(str, found)]


def action(path: Path, **inputs: str) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The steps of an action, and what its expressions can name, for inputs of a caller."""
    document = yaml.safe_load(path.read_text("utf-8"))
    values = {name: given["default"] for name, given in document["inputs"].items()}
    assert inputs.keys() <= values.keys()
    values |= inputs
    context = {f"inputs.{name}": text for name, text in values.items()}
    return document["runs"]["steps"], context | {"github.action_path": str(path.parent)}


def job(path: Path, name: str) -> list[dict[str, Any]]:
    """The steps of a job of a workflow."""
    steps: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["jobs"][name]["steps"]
    return steps


def run(
    steps: list[dict[str, Any]],
    workspace: Path,
    temporary: Path,
    environment: Mapping[str, str],
    context: Mapping[str, str] | None = None,
    only: str | None = None,
) -> Run:
    """Run steps in a clone, the variables of the runner around them; stop where one fails.

    only: the name of the single step to run.
    """
    result = Run()
    known = dict(context or {})
    for step in steps:
        if "run" not in step or only not in (None, step["name"]):
            continue
        if not _holds(step.get("if", "success()"), known, result):
            continue
        files = {
            name: temporary / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
        }
        for file in files.values():
            file.write_text("")
        own = {name: _filled(text, known) for name, text in step.get("env", {}).items()}
        script = temporary / "script.sh"
        assert "${{" not in step["run"]
        script.write_text(step["run"], "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=workspace / _filled(step.get("working-directory", "."), known),
            env=ENVIRONMENT
            | {"CI": "true", "GITHUB_WORKSPACE": str(workspace), "RUNNER_TEMP": str(temporary)}
            | dict(environment)
            | {name: str(file) for name, file in files.items()}
            | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        result.printed += done.stdout
        result.summary += files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
        for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines():
            name, _, value = line.partition("=")
            known[f"steps.{step['id']}.outputs.{name}"] = value
        if done.returncode and not result.code:
            result.code, result.failed = done.returncode, step["name"]
    result.outputs = {name: value for name, value in known.items() if name.startswith("steps.")}
    return result


def _holds(condition: str, known: Mapping[str, str], result: Run) -> bool:
    match condition.split():
        case ["success()"]:
            return not result.code
        case ["success()", "||", "failure()"]:
            return True
        case [name, "!=", text]:
            return not result.code and known[name] != text.strip("'")
    raise AssertionError(f"no condition that this runner knows: {condition}")


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda match: _value(match[1], known), text)


def _value(expression: str, known: Mapping[str, str]) -> str:
    name, _, otherwise = expression.partition(" || ")
    if otherwise:
        return known.get(name) or otherwise.strip("'")
    return known[name]
