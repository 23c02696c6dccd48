"""Reads a text as the source phase does, with either parser."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

from generator.contract.source import SourceText, parse
from generator.contract.source.events import PythonEvents
from generator.diagnostics import Diagnostic, Problems
from generator.model.node import Mapping

parse_module = importlib.import_module("generator.contract.source.parse")


@contextmanager
def pure_python() -> Iterator[None]:
    """As on a machine where PyYAML was built without libyaml."""
    fastest = parse_module.events
    parse_module.events = PythonEvents
    try:
        yield
    finally:
        parse_module.events = fastest


def read(text: str) -> tuple[Mapping | None, list[Diagnostic]]:
    """The root and the problems of a text."""
    problems = Problems()
    parsed = parse(SourceText("a.yaml", text), problems)
    found = parsed.root if parsed is not None and parsed.whole else None
    return found, list(problems)


def root(text: str) -> Mapping:
    """The root of a text without problems."""
    found, problems = read(text)
    assert problems == []
    assert found is not None
    return found


def codes(text: str) -> list[str]:
    """The codes of a text's problems, in order."""
    return [problem.code for problem in read(text)[1]]
