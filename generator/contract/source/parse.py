"""Turns the text of a contract into its nodes; every violation of YAML's rules is a problem."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice

from yaml.error import MarkedYAMLError

from generator.contract.source import problems as p
from generator.contract.source.events import events
from generator.contract.source.mending import Mended
from generator.contract.source.nodes import NodeBuilder, Refused
from generator.contract.source.syntax import stumble
from generator.contract.source.tabs import indenting_tabs, structural_tabs
from generator.contract.source.text import Text, printable
from generator.diagnostics import Problems
from generator.model.node import Mapping, Scalar

_MAX_STUMBLES = 20
_MAX_AGAIN = 2_000_000  # characters to parse again, all together, to look beyond an error
_MAX_TABS = 100
_NAME = re.compile(r"\b[A-Z]\w*|^\s*[\w.-]+(?=:)")


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """The document's mapping, and what of the text is not in it.

    whole: nothing had to be left out; left_out: the first characters of lines that were, by line
    and column; lost: names that may have been declared there.
    """

    root: Mapping
    whole: bool = True
    left_out: tuple[tuple[int, int], ...] = ()
    lost: frozenset[str] = frozenset()


def parse(text: Text, problems: Problems) -> Parsed | None:
    """What could be read of a text; None when it is not YAML, is not a mapping, or cut within one.

    A text that only lacks quotes comes back as if it had them, so that a run shows what else is
    wrong with it.
    """
    problems.texts[text.file] = text.content
    text = printable(text, problems)
    attempt = _attempt(Mended.nothing(text))
    left_out: tuple[tuple[int, int], ...] = ()
    if attempt.error is not None:
        attempt = _look_beyond(attempt, problems)
        if attempt.error is not None or not _still_shaped(text, attempt.mended.blank):
            return None
        left_out = tuple((line, _indent(text.lines[line - 1]) + 1) for line in _blank(attempt))
    attempt.report(problems)
    builder = attempt.builder
    for tab in islice(structural_tabs(text, builder.scalars), _MAX_TABS):
        problems.add(tab)
    match builder.root:
        case _ if attempt.refused:
            return None
        case other if not attempt.mended.whole and not isinstance(other, Mapping):
            return None  # what was left out may have been one
        case Mapping() as root:
            whole = builder.complete and attempt.mended.whole
            lost = frozenset(n for line, _ in left_out for n in _NAME.findall(text.lines[line - 1]))
            return Parsed(root=root, whole=whole, left_out=left_out, lost=lost)
        case None | Scalar(value=None):
            problems.add(p.empty(text.file))
        case other:
            problems.add(p.not_a_mapping(other.span))
    return None


def _blank(attempt: "_Attempt") -> list[int]:
    """The lines that were left out, but for those with nothing in them."""
    return sorted(n for n in attempt.mended.blank if n <= len(attempt.mended.text.lines))


def _still_shaped(text: Text, blank: frozenset[int]) -> bool:
    """Whether what is left belongs to what it was written below.

    Where a line was left out and one that is indented more is still there, it is not so.
    """
    outer: int | None = None
    for number, line in enumerate(text.lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if number in blank:
            outer = _indent(line) if outer is None else min(outer, _indent(line))
        elif outer is not None:
            if _indent(line) > outer:
                return False
            outer = None
    return True


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


@dataclass(frozen=True, kw_only=True)
class _Attempt:
    """One run of the parser over a text: how far it came, and what it found."""

    mended: Mended
    builder: NodeBuilder
    found: Problems
    error: MarkedYAMLError | None = None
    refused: bool = False

    def report(self, problems: Problems) -> None:
        """Hand on what was found, except in what had to be changed."""
        for problem in self.found:
            if problem.span is None or not self.mended.changed(problem.span):
                problems.add(problem)


def _attempt(mended: Mended) -> _Attempt:
    found = Problems()
    builder = NodeBuilder(mended.text, found)
    error, refused = None, False
    try:
        with _without_gc():
            builder.build(mended.events(events(mended.text.content)))
    except Refused:
        refused = True
    except MarkedYAMLError as stopped:
        error = stopped
    return _Attempt(mended=mended, builder=builder, found=found, error=error, refused=refused)


def _look_beyond(attempt: _Attempt, problems: Problems) -> _Attempt:
    """Report where the parser stopped, mend or blank it, and go on: a run shows all problems.

    What was changed is not reported again, so that what is found is what was written.
    """
    text = attempt.mended.text
    tabs = list(islice(indenting_tabs(text), _MAX_TABS))
    for tab in tabs:
        problems.add(tab)
    again = min(_MAX_STUMBLES, _MAX_AGAIN // (len(text.content) + 1))
    while attempt.error is not None and not tabs:
        mended = attempt.mended
        found = stumble(mended.text, attempt.error)
        problem = mended.as_written(found.problem)
        if problem.span is None or not mended.behind(problem.span):
            break
        problems.add(problem)
        number = problem.span.line
        if found.mend is not None:
            mended = mended.with_quotes(number, found.mend)
        else:
            mended = mended.without(range(number, number + 1)).without(found.blank)
        replace(attempt, mended=mended).report(problems)
        if again == 0:
            break
        attempt, again = _attempt(mended), again - 1
    attempt.report(problems)
    return attempt


@contextmanager
def _without_gc() -> Iterator[None]:
    """Nodes have no cycles; to look for some among a hundred thousand takes half of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
