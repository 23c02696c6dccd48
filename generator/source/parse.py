"""Turns the text of a contract into its nodes; every violation of YAML's rules is a problem."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from yaml.error import MarkedYAMLError

from generator.diagnostics import Problems
from generator.model.node import Mapping, Scalar
from generator.source import problems as p
from generator.source.events import events
from generator.source.nodes import NodeBuilder, Refused
from generator.source.quoting import quoted
from generator.source.syntax import Stumble, stumble
from generator.source.tabs import indenting_tabs, structural_tabs
from generator.source.text import Text, printable

_MAX_STUMBLES = 20
_MAX_AGAIN = 2_000_000  # characters to parse again, all together, to look beyond an error
_MAX_TABS = 100


def parse(text: Text, problems: Problems) -> Mapping | None:
    """The document's mapping; None when the text is no YAML, no mapping, or had to be cut."""
    problems.texts[text.file] = text.content
    text = printable(text, problems)
    attempt = _attempt(text)
    if attempt.error is not None:
        _look_beyond(attempt, problems)
        return None
    attempt.report(problems, set())
    builder = attempt.builder
    for tab in islice(structural_tabs(text, builder.scalars), _MAX_TABS):
        problems.add(tab)
    match builder.root:
        case _ if attempt.refused:
            return None
        case Mapping() as root:
            return root if builder.complete else None
        case None | Scalar(value=None):
            problems.add(p.empty(text.file))
        case other:
            problems.add(p.not_a_mapping(other.span))
    return None


@dataclass(frozen=True, kw_only=True)
class _Attempt:
    """One run of the parser over a text: how far it came, and what it found."""

    text: Text
    builder: NodeBuilder
    found: Problems
    error: MarkedYAMLError | None = None
    refused: bool = False

    def report(self, problems: Problems, without: set[int]) -> None:
        """Hand on what was found, except on some lines."""
        for problem in self.found:
            if problem.span is None or problem.span.line not in without:
                problems.add(problem)


def _attempt(text: Text) -> _Attempt:
    found = Problems()
    builder = NodeBuilder(text, found)
    error, refused = None, False
    try:
        with _without_gc():
            builder.build(events(text.content))
    except Refused:
        refused = True
    except MarkedYAMLError as stopped:
        error = stopped
    return _Attempt(text=text, builder=builder, found=found, error=error, refused=refused)


def _look_beyond(attempt: _Attempt, problems: Problems) -> None:
    """Report where the parser stopped, mend or blank it, and go on: a run shows all problems.

    A line that was changed is not reported again, so that what is found is what was written.
    """
    tabs = list(islice(indenting_tabs(attempt.text), _MAX_TABS))
    for tab in tabs:
        problems.add(tab)
    again = min(_MAX_STUMBLES, _MAX_AGAIN // (len(attempt.text.content) + 1))
    touched: set[int] = set()
    while attempt.error is not None and not tabs:
        found = stumble(attempt.text, attempt.error)
        line = 0 if found.problem.span is None else found.problem.span.line
        if line in touched:
            break
        problems.add(found.problem)
        text, lines = _mended(attempt.text, found, line)
        touched |= lines
        attempt.report(problems, touched)
        if again == 0:
            return
        attempt, again = _attempt(text), again - 1
    attempt.report(problems, touched)


def _mended(text: Text, found: Stumble, line: int) -> tuple[Text, set[int]]:
    lines = list(text.lines)
    if found.mend is not None:
        value, old = found.mend, lines[line - 1]
        lines[line - 1] = old[: value.start] + quoted(value.text) + old[value.end :]
        return Text(text.file, "\n".join(lines)), {line}
    for number in found.blank:
        lines[number - 1] = ""
    return Text(text.file, "\n".join(lines)), {line, *found.blank}


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
