"""Makes the parts of a new rule: ``make rule KIND=lint CODE=LINT301 NAME=unbounded-list``.

A rule is one file, one page and one case. Without a code, the index of the pages, the table of
docs/lint.md and the expected texts are written anew.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from generator.diagnostics import Kind, Severity
from generator.diagnostics.pages import heading
from generator.diagnostics.registry import all_kinds

ROOT = Path(__file__).parents[2]
PREFIX = {"lint": "LINT", "diff": "DIFF"}

LINT = '''"""{code}: say in half a sentence what is badly designed."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="{code}", name="{name}", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Say what is found, and what is not."""
    for operation in subject.operations:
        yield KIND.at(operation.span, "what is wrong", hint="the way out")


RULE = Rule(kind=KIND, find=find, about="what it finds, for the table")
'''
DIFF = '''"""{code}: say in half a sentence what was changed."""

from generator.diagnostics import Kind

KIND = Kind(code="{code}", name="{name}")
'''
CONTRACT = """\
contract: shop.products.v1
version: 1.0.0
operations:
  Ping: {safe: true, output: string}
"""
PAGE = """\
{heading}

What it finds, why it matters, and the way out, with an example.

{example}"""
EXAMPLE = {
    "lint": "```yaml\noperations:\n  Ping: {safe: true, output: string}\n```\n",
    "diff": "```diff\n```\n",
}


class NotBegunError(Exception):
    """The code or the name cannot be had; says why."""


def begin(root: Path, kind: str, code: str, name: str) -> list[Path]:
    """Write the file, the page and the case of a rule; the files that it wrote."""
    name = name.replace("_", "-")
    if kind not in PREFIX:
        raise NotBegunError(f"KIND is one of {', '.join(PREFIX)}, not {kind!r}")
    if not re.fullmatch(PREFIX[kind] + r"[1-9]\d\d", code):
        raise NotBegunError(f"{code!r} is no code: {PREFIX[kind]} and three digits are")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise NotBegunError(f"{name!r} is no name: words with hyphens are, like 'unbounded-list'")
    for known in all_kinds().values():
        if code == known.code or name == known.name:
            raise NotBegunError(f"there is {known.code} {known.name} already")
    severity = Severity.WARNING if kind == "lint" else Severity.ERROR
    head = heading(Kind(code=code, name=name, severity=severity))
    cases = root / f"tests/cases/{kind}/{code}-{name}"
    contracts = ("contract.yaml",) if kind == "lint" else ("old.yaml", "new.yaml")
    template = LINT if kind == "lint" else DIFF
    rule = f"generator/check/{kind}/rules/{name.replace('-', '_')}.py"
    made = {
        root / rule: template.format(code=code, name=name),
        root / f"docs/diagnostics/{code}.md": PAGE.format(heading=head, example=EXAMPLE[kind]),
        **{cases / each: CONTRACT for each in contracts},
        cases / "expected.txt": "",
    }
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    return list(made)


def main(kind: str = "", code: str = "", name: str = "") -> None:
    """Begin a rule, or bring the index, the table and the expectations up to date."""
    if code:
        try:
            written = begin(ROOT, kind, code, name)
        except NotBegunError as error:
            sys.exit(f"make rule KIND=lint CODE=LINT301 NAME=what-is-wrong: {error}")
        print(*(path.relative_to(ROOT) for path in written), sep="\n")
    for module, written in (
        ("generator.diagnostics.pages", "docs/diagnostics"),
        ("generator.check.lint.table", "docs/lint.md"),
    ):
        subprocess.run([sys.executable, "-m", module, written], cwd=ROOT, check=True)
    if code:
        print("Fill them in, then: make rule")
        return
    tests = ("-m", "pytest", "-q", "-n", "0", "--stale", "tests/check")
    environment = {**os.environ, "UPDATE_EXPECTED": "1"}
    sys.exit(subprocess.run([sys.executable, *tests], cwd=ROOT, env=environment).returncode)


if __name__ == "__main__":
    main(*sys.argv[1:])
