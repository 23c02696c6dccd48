"""Turns two bound contracts into every change between them, with a verdict for each audience."""

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.building.pipeline import Bound
from generator.check.diff.pairs import Pair
from generator.check.diff.rules import number_changed, rules
from generator.emit.python.breaks import PythonJudge
from generator.model.change import Change, Grade, Verdict, worse
from generator.styles.breaking import Breaking, Side
from generator.styles.style import AnyStyle

Judges = Mapping[str, Callable[[Change], Verdict]]
PYTHON = "python"  # code that is written against the generated package, in any style


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """For whom a change is judged: a style, or those who program against what is generated."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A change with its verdicts, by the name of the audience."""

    change: Change
    verdicts: dict[str, Verdict]

    @property
    def old(self) -> Grade:
        """The worst for old clients with the new server, and for code that is there."""
        return worse(verdict.old for verdict in self.verdicts.values())

    @property
    def new(self) -> Grade:
        """The worst for new clients with the old server."""
        return worse(verdict.new for verdict in self.verdicts.values())


@dataclass(frozen=True, kw_only=True)
class Differences:
    """All that is different between two contracts."""

    pair: Pair
    audiences: tuple[Audience, ...]
    found: tuple[Difference, ...]


def differences(old: Bound, new: Bound) -> Differences:
    """Every change from one contract to another, in the order of their places.

    Both are bound in the same styles.
    """
    pair = Pair(old=old.api, new=new.api)
    judges: dict[str, Callable[[Change], Verdict]] = {}
    before = {style.name: binding for style, binding in old.bindings}
    for style, binding in new.bindings:
        sides = (
            Side(api=old.api, described=old.described, binding=before[style.name]),
            Side(api=new.api, described=new.described, binding=binding),
        )
        judges[style.name] = _breaking(style).judge(*sides).verdict
    judges[PYTHON] = PythonJudge(old.api, new.api).verdict
    titles = {style.name: style.title for style, _ in new.bindings} | {PYTHON: "Python"}
    found = [_judged(change, judges) for change in _changes(pair)]
    if old.locked and any(new.numbers.get(name) != number for name, number in old.numbers.items()):
        found += _renumbered(pair, judges, found)
    return Differences(
        pair=pair,
        audiences=tuple(Audience(name=name, title=title) for name, title in titles.items()),
        found=tuple(sorted(found, key=lambda one: _place(one.change))),
    )


def _judged(change: Change, judges: Judges) -> Difference:
    verdicts = {name: judge(change) for name, judge in judges.items()}
    return Difference(change=change, verdicts=verdicts)


def _renumbered(pair: Pair, judges: Judges, found: Iterable[Difference]) -> list[Difference]:
    """What has another number because the lock is gone, or another one; told once."""
    told = {(id(one.change.old), id(one.change.new)) for one in found}
    asked = (
        _judged(change, judges)
        for change in number_changed.renumbered(pair)
        if (id(change.old), id(change.new)) not in told
    )
    return [one for one in asked if one.old is not Grade.FINE or one.new is not Grade.FINE]


def _changes(pair: Pair) -> Iterable[Change]:
    for rule in rules():
        yield from rule.find(pair)


def _place(change: Change) -> tuple[Any, ...]:
    span = change.span or change.before
    place = ("", 0, 0) if span is None else (span.file, span.line, span.column)
    return (*place, change.kind.code, change.what)


def _breaking(style: AnyStyle) -> Breaking:
    found: Breaking = importlib.import_module(style.breaks).BREAKS
    return found
