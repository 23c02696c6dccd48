"""Turns bound contracts into what rules find in them."""

import os
from collections.abc import Iterable
from pathlib import Path

from generator.building.bind import Contract
from generator.check.lint.rule import Rule
from generator.check.lint.selection import Selection
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Problems


def lint(
    contracts: Iterable[Contract], selection: Selection, root: Path, problems: Problems
) -> None:
    """Ask all selected rules about every contract; what two contracts import is told once.

    root: the folder that the patterns of ``selection`` are relative to.
    """
    rules = selection.rules()
    relative = _Relative(root)
    for contract in contracts:
        subject = Subject(api=contract.bound.api, bindings=contract.bound.bindings)
        for rule in rules:
            for found in rule.find(subject):
                if not _is_ignored(found, rule, selection, relative):
                    problems.add(found)
        problems.texts.update(contract.texts)


def _is_ignored(
    found: Diagnostic, rule: Rule, selection: Selection, relative: "_Relative"
) -> bool:
    if not selection.per_file or found.span is None:
        return False
    return selection.ignores(relative.path(found.span.file), rule)


class _Relative:
    """Paths relative to the project, made once for each file."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, str] = {}

    def path(self, file: str) -> str:
        if file not in self._known:
            self._known[file] = os.path.relpath(file, self._root).replace(os.sep, "/")
        return self._known[file]
