"""Turns the text of a contract into its nodes; every violation of YAML's rules is a problem."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from yaml.error import MarkedYAMLError

from generator.diagnostics import Problems
from generator.model.node import Mapping
from generator.source import problems as p
from generator.source.events import events
from generator.source.nodes import NodeBuilder, Refused
from generator.source.syntax import syntax_problem
from generator.source.text import Text


def parse(text: Text, problems: Problems) -> Mapping | None:
    """The document's mapping; None when the text is no YAML, or no mapping, or had to be cut."""
    builder = NodeBuilder(text, problems)
    try:
        with _without_gc():
            builder.build(events(text.content))
    except Refused:
        return None
    except MarkedYAMLError as error:
        problems.add(syntax_problem(text, error))
        return None
    match builder.root:
        case Mapping() as root:
            return root if builder.complete else None
        case None:
            problems.add(p.empty(text.file))
        case other:
            problems.add(p.not_a_mapping(other.span))
    return None


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
