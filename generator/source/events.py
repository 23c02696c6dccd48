"""Turns YAML text into PyYAML's events: through libyaml where it is there, else in Python."""

from collections.abc import Callable
from typing import Protocol

from yaml.events import Event
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

try:
    from yaml.cyaml import CParser
except ImportError:  # PyYAML was built without libyaml
    CParser = None  # type: ignore[assignment,misc]


class EventSource(Protocol):
    """A parser; it raises yaml.YAMLError where the text stops to be YAML."""

    def get_event(self) -> Event:
        """The next event; the last one is a StreamEndEvent."""


class PythonEvents(Reader, Scanner, Parser):
    """The same events as libyaml's, about fifteen times slower."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


events: Callable[[str], EventSource] = CParser or PythonEvents
