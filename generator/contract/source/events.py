"""Turns YAML text into PyYAML's events: through libyaml where it is there, else in Python."""

from collections.abc import Callable
from typing import Any, Protocol

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner
from yaml.tokens import ScalarToken

_BLANK = "\0 \t\r\n\x85\u2028\u2029"


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

    def scan_plain(self) -> ScalarToken:
        """Read text without quotes; within brackets, PyYAML would end it before any `?`."""
        chunks: list[str] = []
        spaces: list[str] = []
        start = end = self.get_mark()
        while self.peek() != "#":
            length = self._plain_length()
            if length == 0:
                break
            self.allow_simple_key = False
            chunks += [*spaces, self.prefix(length)]
            self.forward(length)
            end = self.get_mark()
            spaces = self.scan_plain_spaces(self.indent + 1, start) or []
            if not spaces or (not self.flow_level and self.column <= self.indent):
                break
        return ScalarToken("".join(chunks), True, start, end)

    def _plain_length(self) -> int:
        """How far the text goes on this line, up to a blank or what means something (§7.3.3)."""
        ends = ",[]{}" if self.flow_level else ""
        length = 0
        while (char := self.peek(length)) not in _BLANK + ends:
            if char == ":" and self.peek(length + 1) in _BLANK + ends:
                break
            length += 1
        return length


def fastest() -> Callable[[str], EventSource]:
    """The best parser of this machine."""
    if not yaml.__with_libyaml__:
        return PythonEvents
    from yaml._yaml import CParser

    return CParser


events = fastest()
