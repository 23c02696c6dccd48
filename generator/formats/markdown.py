"""Turns any text into Markdown that shows it and nothing else: spans, blocks, quotes, cells."""

import re

from generator.diagnostics.render import visible

_RUN = re.compile(r"`+")
_MEANING = re.compile(r"[\\`*_{}\[\]#|~<>&]")


def span(text: str) -> str:
    """Text as code within a line."""
    shown = visible(text)
    ticks = "`" * (_longest(shown) + 1)
    pad = " " if shown[:1] in {"`", " "} or shown[-1:] in {"`", " "} else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def cell(text: str) -> str:
    """Text as code within a cell of a table, where a pipe would start the next one."""
    return span(text).replace("|", "\\|")


def block(text: str, language: str = "") -> str:
    """Text as a block of code."""
    lines = [visible(line) for line in text.split("\n")]
    fence = "`" * max(3, _longest(text) + 1)
    return "\n".join([f"{fence}{language}", *lines, fence])


def quote(text: str) -> str:
    """The contract's own Markdown, kept in a quotation so that it cannot reach what follows it.

    Raw HTML is shown, not obeyed.
    """
    lines = (visible(line).replace("<", "&lt;") for line in text.strip().split("\n"))
    return "\n".join(f"> {line}".rstrip() for line in lines)


def plain(text: str) -> str:
    """Text without any meaning to Markdown, on one line."""
    line = " ".join(visible(part) for part in text.split())
    return _MEANING.sub(r"\\\g<0>", line)


def _longest(text: str) -> int:
    return max((len(run) for run in _RUN.findall(text)), default=0)
