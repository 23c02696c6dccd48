"""Turns the text of a contract into its nodes; every violation of YAML's rules is a problem."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
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
    builder = NodeBuilder(text, problems)
    try:
        with _without_gc():
            builder.build(events(text.content))
    except Refused:
        return None
    except MarkedYAMLError as error:
        _look_beyond(text, error, problems)
        return None
    for tab in islice(structural_tabs(text, builder.scalars), _MAX_TABS):
        problems.add(tab)
    match builder.root:
        case Mapping() as root:
            return root if builder.complete else None
        case None | Scalar(value=None):
            problems.add(p.empty(text.file))
        case other:
            problems.add(p.not_a_mapping(other.span))
    return None


def _look_beyond(text: Text, error: MarkedYAMLError, problems: Problems) -> None:
    """Report where the parser stopped, mend or blank it, and go on: a run shows all problems.

    A place that was mended is not reported twice, so what is found below it is meant.
    """
    tabs = list(islice(indenting_tabs(text), _MAX_TABS))
    for tab in tabs:
        problems.add(tab)
    if tabs:
        return
    touched: set[int] = set()
    for _ in range(1 + min(_MAX_STUMBLES, _MAX_AGAIN // (len(text.content) + 1))):
        found = stumble(text, error)
        line = 0 if found.problem.span is None else found.problem.span.line
        if line in touched:
            return
        problems.add(found.problem)
        text, lines = _mended(text, found, line)
        touched |= lines
        stopped = _try(text, problems, touched)
        if stopped is None:
            return
        error = stopped


def _mended(text: Text, found: Stumble, line: int) -> tuple[Text, set[int]]:
    lines = list(text.lines)
    if found.mend is not None:
        value, old = found.mend, lines[line - 1]
        lines[line - 1] = old[: value.start] + quoted(value.text) + old[value.end :]
        return Text(text.file, "\n".join(lines)), {line}
    for number in found.blank:
        lines[number - 1] = ""
    return Text(text.file, "\n".join(lines)), {line, *found.blank}


def _try(text: Text, problems: Problems, touched: set[int]) -> MarkedYAMLError | None:
    """Parse again, and keep the problems of the lines that are still as they were."""
    scratch = Problems()
    error = None
    try:
        NodeBuilder(text, scratch).build(events(text.content))
    except Refused:
        pass
    except MarkedYAMLError as stopped:
        error = stopped
    for problem in scratch:
        if problem.span is None or problem.span.line not in touched:
            problems.add(problem)
    return error


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
