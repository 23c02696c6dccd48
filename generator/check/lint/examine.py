"""Turns contracts into what rules find in them, without what the contracts accept."""

import datetime
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.building.bind import Contract, bind_all
from generator.check.accepted import Found, settle, unknown_rules
from generator.check.lint.rule import Rule
from generator.check.lint.selection import Selection
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Problems, Severity


@dataclass(frozen=True, kw_only=True)
class Request:
    """Which contracts, which rules, and the day on which ``accept`` is judged.

    root: of the project: imports stay below it, and patterns of files begin there; styles: names
    of those to bind, None for all.
    """

    contracts: Sequence[Path]
    root: Path
    selection: Selection
    today: datetime.date
    styles: Sequence[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Examined:
    """Findings, and the errors of contracts that are not valid: rules are not asked about those.

    mendable: the same, and what else is said of the contracts: all that may have a fix.
    """

    problems: Problems
    mendable: Problems
    invalid: bool


def examine(request: Request) -> Examined:
    """Read and bind the contracts, and ask the rules about them."""
    said = Problems()
    contracts = bind_all(request.contracts, request.root, request.styles, said)
    problems = Problems()
    problems.texts = said.texts
    for one in said:
        if one.severity is Severity.ERROR:
            problems.add(one)
    invalid = problems.failed
    for found in lint(contracts, request.selection, request.root, request.today):
        problems.add(found)
        said.add(found)
    return Examined(problems=problems, mendable=said, invalid=invalid)


def lint(
    contracts: Sequence[Contract], selection: Selection, root: Path, today: datetime.date
) -> Iterator[Diagnostic]:
    """What the selected rules find and no ``accept`` takes, and what is wrong with those.

    What contracts import is told once.
    """
    rules = selection.rules()
    accepts = dict.fromkeys(one for each in contracts for one in each.bound.api.accepts)
    found = dict.fromkeys(_found(contracts, rules, selection, root))
    judged = {rule.kind.code: rule.kind for rule in rules}
    settled = settle((Found(diagnostic=one) for one in found), accepts, judged, today)
    yield from (one.diagnostic for one in settled.kept)
    yield from settled.problems
    yield from unknown_rules(accepts)


def _found(
    contracts: Sequence[Contract], rules: Sequence[Rule], selection: Selection, root: Path
) -> Iterator[Diagnostic]:
    for contract in contracts:
        bound = contract.bound
        subject = Subject(api=bound.api, bindings=bound.bindings, texts=contract.texts)
        for rule in rules:
            for found in rule.find(subject):
                if not (selection.per_file and _is_ignored(found, rule, selection, root)):
                    yield found


def _is_ignored(found: Diagnostic, rule: Rule, selection: Selection, root: Path) -> bool:
    if found.span is None:
        return False
    path = os.path.relpath(found.span.file, root).replace(os.sep, "/")
    return selection.ignores(path, rule)
