"""Turns YAML text into PyYAML's events: through libyaml where it is there, else in Python."""

from collections.abc import Callable
from typing import Any, Protocol

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner


class EventSource(Protocol):
    """A parser of one text; it raises yaml.YAMLError where the text stops to be YAML."""

    def get_event(self) -> Any:
        """The next of yaml.events; the last one is a StreamEndEvent."""


class PythonEvents(Reader, Scanner, Parser):
    """The same events as libyaml's, about fifteen times slower."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def fastest() -> Callable[[str], EventSource]:
    """The best parser of this machine."""
    if not yaml.__with_libyaml__:
        return PythonEvents
    from yaml._yaml import CParser

    return CParser


events = fastest()
