"""Turns the text of a contract into its nodes; every violation of YAML's rules is a problem."""

import gc
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from yaml.error import MarkedYAMLError

from generator.contract.source.events import events
from generator.contract.source.nodes import NodeBuilder, Rejected
from generator.contract.source.problems import files as p
from generator.contract.source.syntax import syntax_fault
from generator.contract.source.tabs import indenting_tabs, structural_tabs
from generator.contract.source.text import SourceText, printable
from generator.diagnostics import Problems
from generator.model.node import Mapping, Scalar

_MAX_STOPS = 20
_MAX_AGAIN = 2_000_000  # characters to parse again, all together, to look beyond an error
_MAX_TABS = 100
_NAME = re.compile(r"\b[A-Z]\w*|^\s*[\w.-]+(?=:)")


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """The document's mapping, and what of the text is not in it.

    whole: nothing had to be left out; left_out: the first characters of lines that were, by line
    and column; lost_names: names that may have been declared there.
    """

    root: Mapping
    whole: bool = True
    left_out: tuple[tuple[int, int], ...] = ()
    lost_names: frozenset[str] = frozenset()


def parse(text: SourceText, problems: Problems) -> Parsed | None:
    """What could be read of a text; None when it is not YAML, is not a mapping, or cut within one.

    Where the parser stops, the lines at fault are left out, and the rest is read again: a run shows
    what else is wrong.
    """
    problems.texts[text.file] = text.content
    text = printable(text, problems)
    attempt = _attempt(text, frozenset())
    if attempt.error is not None:
        attempt = _look_beyond(text, attempt, problems)
        if attempt.error is not None or not _still_shaped(text, attempt.left_out):
            return None
    else:
        attempt.report(problems)
    for tab in islice(structural_tabs(text, attempt.builder.scalars), _MAX_TABS):
        problems.add(tab)
    return None if attempt.refused else _parsed(text, attempt, problems)


def _parsed(text: SourceText, attempt: "_Attempt", problems: Problems) -> Parsed | None:
    numbers = sorted(attempt.left_out)
    match attempt.builder.root:
        case Mapping() as root:
            return Parsed(
                root=root,
                whole=attempt.builder.complete and not numbers,
                left_out=tuple((n, _indent(text.lines[n - 1]) + 1) for n in numbers),
                lost_names=frozenset(
                    name for n in numbers for name in _NAME.findall(text.lines[n - 1])
                ),
            )
        case _ if numbers:
            return None  # what was left out may have been a mapping
        case None | Scalar(value=None):
            problems.add(p.empty(text.file))
        case other:
            problems.add(p.not_a_mapping(other.span))
    return None


def _still_shaped(text: SourceText, left_out: frozenset[int]) -> bool:
    """Whether what is left belongs to what it was written below.

    Where a line was left out and one that is indented more is still there, it is not so.
    """
    outer: int | None = None
    for number, line in enumerate(text.lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if number in left_out:
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
    """One run of the parser over a text without some lines: how far it came, what it found."""

    left_out: frozenset[int]
    builder: NodeBuilder
    found: Problems
    error: MarkedYAMLError | None = None
    refused: bool = False

    def report(self, problems: Problems, but: Collection[int] = ()) -> None:
        """Hand on what was found; but: not what stands in these lines."""
        for problem in self.found:
            if problem.span is None or problem.span.line not in but:
                problems.add(problem)


def _attempt(text: SourceText, left_out: frozenset[int]) -> _Attempt:
    text = text.without(left_out) if left_out else text
    found = Problems()
    builder = NodeBuilder(text, found)
    error, refused = None, False
    try:
        with without_gc():
            builder.build(events(text.content))
    except Rejected:
        refused = True
    except MarkedYAMLError as stopped:
        error = stopped
    return _Attempt(left_out=left_out, builder=builder, found=found, error=error, refused=refused)


def _look_beyond(text: SourceText, attempt: _Attempt, problems: Problems) -> _Attempt:
    """Report where the parser stopped, leave out those lines, and go on to the next place."""
    tabs = list(islice(indenting_tabs(text), _MAX_TABS))
    for tab in tabs:
        problems.add(tab)
    again = min(_MAX_STOPS, _MAX_AGAIN // (len(text.content) + 1))
    while attempt.error is not None and not tabs:
        fault = syntax_fault(text.without(attempt.left_out), attempt.error)
        line = fault.problem.span.line if fault.problem.span is not None else 0
        if line in attempt.left_out:  # it only follows from what is left out
            break
        problems.add(fault.problem)
        if again == 0:
            break
        numbers = {number for number in (line, *fault.lines) if number <= len(text.lines)}
        attempt.report(problems, but=numbers)
        attempt, again = _attempt(text, attempt.left_out | numbers), again - 1
    attempt.report(problems)
    return attempt


@contextmanager
def without_gc() -> Iterator[None]:
    """Nodes have no cycles; to look for some among a hundred thousand takes half of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
