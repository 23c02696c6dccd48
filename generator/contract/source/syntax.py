"""Turns the complaint of a YAML parser into a problem at the right place, with a way out.

libyaml and PyYAML word their complaints differently, but mark the same places; so most is told
from the character at the mark and the line around it.
"""

import re
from dataclasses import dataclass
from typing import Any

from yaml.error import MarkedYAMLError

from generator.contract.source import problems as p
from generator.contract.source.quoting import Value, open_bracket, value_around
from generator.contract.source.text import Text
from generator.diagnostics import Diagnostic, Span

_CLOSER = {"{": "}", "[": "]", "'": "'", '"': '"'}
_BEGIN = frozenset("{['\"")
_WHAT = {"{": "brace", "[": "bracket", "'": "single quote", '"': "double quote"}


@dataclass(frozen=True, slots=True)
class Stumble:
    """What the parser stumbled over, and which lines to change or blank to look beyond it."""

    problem: Diagnostic
    mend: Value | None = None  # put it in quotes
    blank: range = range(0)  # numbers of lines, from 1


class _Place:
    """A mark of the parser in its text."""

    def __init__(self, text: Text, mark: Any) -> None:
        self.text = text
        self.number = min(mark.line + 1, len(text.lines))
        self.line = text.lines[self.number - 1]
        self.column = mark.column if mark.line < len(text.lines) else len(self.line)
        self.char = self.line[self.column : self.column + 1]
        self.before = self.line[: self.column]
        self.indent = len(self.line) - len(self.line.lstrip())

    @property
    def first(self) -> bool:
        """Whether nothing but indentation stands before it."""
        return not self.before.strip()

    def span(self, start: int | None = None, end: int | None = None) -> Span:
        """A part of the line, by columns from 0; one character by default."""
        left = self.column if start is None else start
        right = left + 1 if end is None else end
        return Span(self.text.file, self.number, left + 1, self.number, right + 1)

    def rest(self) -> Span:
        """From here to the end of the line."""
        return self.span(end=max(len(self.line.rstrip()), self.column + 1))

    def block(self, indent: int | None = None) -> range:
        """This line, and those below it that are indented more than ``indent``."""
        limit = self.indent if indent is None else indent
        end = self.number + 1
        while end <= len(self.text.lines):
            line = self.text.lines[end - 1]
            if line.strip() and len(line) - len(line.lstrip()) <= limit:
                closes = line.lstrip()[0] in "}]"  # what began here, or so it looks
                return range(self.number, end + closes)
            end += 1
        return range(self.number, end)


def stumble(text: Text, error: MarkedYAMLError) -> Stumble:
    """What is wrong where the parser stopped."""
    at = _Place(text, error.problem_mark)
    context = at if error.context_mark is None else _Place(text, error.context_mark)
    problem, doing = str(error.problem), str(error.context or "")
    if at.char == "\t":
        return Stumble(p.tab(at.span()), blank=at.block())
    if "cannot start any token" in problem or "node content" in problem:
        return _cannot_begin(at)
    if "mapping values" in problem:
        return _second_colon(at)
    if "scanning" in doing or "parsing a quoted" in doing or "tag" in doing or "tag" in problem:
        return _token(at, context, problem, doing)
    if "flow" in doing and context.char in _CLOSER:
        return _in_brackets(at, context)
    if "not allowed" in problem and at.char in ("-", "?"):
        return _not_here(at)
    return _in_block(at, context)


def _quote(at: _Place, value: Value, message: str) -> Stumble:
    span = at.span(value.start, max(value.end, value.start + 1))
    return Stumble(p.needs_quotes(span, message, value.advice), value)


def _other(at: _Place, message: str, hint: str, span: Span | None = None) -> Stumble:
    return Stumble(p.not_yaml(span or at.span(), message, hint), blank=at.block())


def _cannot_begin(at: _Place) -> Stumble:
    """``@x``, ``%x``, ```x```; ``,``, ``]`` or ``- x`` where a value should begin."""
    flow = open_bracket(at.line, at.column) is not None
    if at.char in (",", "") or (flow and at.char in "]}"):
        return _other(at, "a value is missing here", "write the value, or remove the comma")
    value = value_around(at.line, at.column, flow=flow)
    begin = f"{at.char} " if at.char in "-?" else at.char
    return _quote(at, value, f"text that begins with '{begin}' needs quotes")


def _second_colon(at: _Place) -> Stumble:
    """``a: b: c``, or a line below ``a: b`` that is indented more."""
    value = value_around(at.line, at.column, flow=False)
    if value.start < at.column and value.key:
        return _quote(at, value, "text that holds ': ' needs quotes")
    return Stumble(
        p.not_yaml(
            at.span(at.indent, at.column),
            "a key below a line that has a value already",
            "indent it like the line above, or take the value away from that line",
        ),
        blank=at.block(at.indent - 1),
    )


def _in_brackets(at: _Place, context: _Place) -> Stumble:
    """Something else than a comma or the closing bracket within ``{…}`` or ``[…]``."""
    bracket = context.char
    closer = _CLOSER[bracket]
    if not at.char or (at.number > context.number and at.indent <= context.indent):
        problem = p.not_closed(context.span(), _WHAT[bracket], closer)
        return Stumble(problem, blank=context.block())
    if at.char in "}]":
        other = (at.span(), f"'{at.char}' cannot close it")
        problem = p.not_closed(context.span(), _WHAT[bracket], closer, other)
        return Stumble(problem, blank=context.block())
    value = value_around(at.line, at.column, flow=True)
    if value.start < at.column and value.text[:1] in _BEGIN:
        return _behind(at, value)
    if at.char in "{[" and value.start < at.column:
        return _quote(
            at, value, f"text that holds '{at.char}' needs quotes inside of {{…}} and […]"
        )
    if at.char == ":" and value.start < at.column:
        return _missing_comma(at, context, value)
    return Stumble(
        p.not_yaml(at.span(), f"expected ',' or '{closer}'", "put a comma between two entries"),
        blank=context.block(),
    )


def _missing_comma(at: _Place, context: _Place, value: Value) -> Stumble:
    """``{a: b c: d}``: what stands before the second colon is a key, or all of it is one text."""
    start = max(at.before.rstrip().rfind(" ") + 1, value.start)
    key = at.line[start : at.column].strip()
    if value.key and not (start > value.start and key.isidentifier()):
        return _quote(at, value, "text that holds ': ' needs quotes")
    hint = f"put a comma before '{key}'"
    if value.key:
        hint += f", or {value.advice}"
    problem = p.not_yaml(at.span(start, at.column), "a comma is missing before this key", hint)
    return Stumble(problem, blank=context.block())


def _behind(at: _Place, value: Value) -> Stumble:
    """``'it's'``, ``"x" y`` or ``[a-z]+``: text goes on behind the closing quote or bracket."""
    quote = value.text[0]
    if quote in "{[":
        return _quote(at, value, f"text that begins with '{quote}' needs quotes")
    inner = value.text.strip(quote) if value.text.endswith(quote) else value.text
    mended = Value(text=inner, start=value.start, end=value.end, key=value.key)
    span = at.span(value.start, value.end)
    return Stumble(
        p.needs_quotes(span, f"text goes on behind the closing {quote}", mended.advice), mended
    )


def _token(at: _Place, context: _Place, problem: str, doing: str) -> Stumble:
    """Quotes, escapes, anchors, tags, block scalars, directives."""
    if "simple key" in doing:
        return _no_colon(context)
    if "scalar" in doing and context.char in ("'", '"'):
        if "end of stream" in problem or "document indicator" in problem:
            found = p.not_closed(context.rest(), _WHAT[context.char], context.char)
            return Stumble(found, blank=context.block())
        return _escape(at)
    if "block scalar" in doing:
        if "tab" in problem:
            return Stumble(p.tab(at.span()), blank=context.block())
        value = value_around(context.line, context.column, flow=False)
        span = context.span(value.start, value.end)
        message = f"text behind '{context.char}' begins on the next line"
        found = p.needs_quotes(span, message, value.advice)
        below = context.text.lines[context.number : context.block().stop - 1]
        return Stumble(found, None if any(map(str.strip, below)) else value, context.block())
    if context.char in ("*", "&"):
        flow = open_bracket(context.line, context.column) is not None
        value = value_around(context.line, context.column, flow=flow)
        return _quote(context, value, f"text that begins with '{context.char}' needs quotes")
    if context.char == "%":
        word = context.line.rstrip()
        return Stumble(
            p.directive(context.rest(), word), blank=range(context.number, context.number + 1)
        )
    if context.char == "!":
        word = (context.line[context.column :].split() or ["!"])[0]
        span = context.span(end=context.column + len(word))
        return Stumble(p.tag(span, word), blank=context.block())
    return _other(at, f"not valid YAML: {problem}", "text with special characters needs quotes")


def _escape(at: _Place) -> Stumble:
    start = at.before.rfind("\\") if at.char != "\\" else at.column
    start = max(start, 0)
    shown = at.line[start : start + 2]
    return _other(
        at,
        f"'{shown}' is not an escape of double quotes",
        "write \\\\ for a backslash, or use single quotes, which know no escapes",
        at.span(start, start + 2),
    )


def _no_colon(at: _Place) -> Stumble:
    """A line without ``: `` where a key should be."""
    key = re.match(r"([\w-]+):(\S.*)", at.line[at.column :])
    hint = "write `key: value`, or indent the line if it continues the text above"
    if key:
        hint = f"write a space after the colon: `{key[1]}: {key[2].rstrip()}`"
    elif at.char == "-":
        hint = "write a space after the dash of a list's item"
    return Stumble(
        p.not_yaml(at.rest(), "a key and a value are expected here", hint), blank=at.block()
    )


def _not_here(at: _Place) -> Stumble:
    """``a: - b`` and ``a: ? b``"""
    if at.char == "?":
        return _cannot_begin(at)
    return _other(
        at,
        "a list cannot begin on the line of its key",
        "begin it on the next line, or write [a, b]; text that begins with '- ' needs quotes",
    )


def _in_block(at: _Place, context: _Place) -> Stumble:
    """What does not fit the lines around it."""
    if at.first:
        return _indentation(at, context)
    value = value_around(at.line, at.column, flow=False)
    begin = value.text[:1] if value.start < at.column else ""
    if begin in _BEGIN and not (begin in "{[" and at.char in "}]"):
        return _behind(at, value)
    if begin and begin in "*&":
        return _quote(at, value, f"text that begins with '{begin}' needs quotes")
    if at.char in "}]":
        return _other(
            at, f"nothing is open that '{at.char}' could close", "remove it, or quote the text"
        )
    return _other(at, "this does not belong here", "text with special characters needs quotes")


def _indentation(at: _Place, context: _Place) -> Stumble:
    message = "the indentation fits no line above"
    hint = f"indent by {context.column} spaces to go on with what began there"
    if context.column == at.column:
        message = "keys and the items of a list cannot be mixed"
        hint = "each item of a list begins with '- ', and no key does"
    elif context.char == "-":
        hint = f"indent by {context.column + 2} spaces to go on with this item of the list"
    elif context.column == 0:
        hint = "indent it like the line that it belongs to"
    span = at.span(at.indent, max(len(at.line.rstrip()), at.indent + 1))
    return Stumble(
        p.not_yaml_beside(span, message, hint, context.span(), "this began here"),
        blank=at.block(min(context.column, at.indent)),
    )
