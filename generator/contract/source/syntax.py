"""Turns the complaint of a YAML parser into a problem at the right place, with a way out.

libyaml and PyYAML word their complaints differently, but mark the same places; so most is told
from the character at the mark and the line around it.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from yaml.error import MarkedYAMLError

from generator.contract.source.problems import yaml as p
from generator.contract.source.quoting import Unquoted, open_bracket, quoting, value_around
from generator.contract.source.tabs import tab_at
from generator.contract.source.text import SourceText
from generator.diagnostics import Diagnostic, Span
from generator.diagnostics.fix import insertion

_CLOSER = {"{": "}", "[": "]", "'": "'", '"': '"'}
_BEGIN = frozenset("{['\"")
_WHAT = {"{": "brace", "[": "bracket", "'": "single quote", '"': "double quote"}


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """What broke the rules, and the lines to leave out to read on, by number from 1."""

    problem: Diagnostic
    lines: range


class _Position:
    """A mark of the parser in its text."""

    def __init__(self, text: SourceText, line: int, column: int) -> None:
        """line, column: counted from 0, as the parser does."""
        self.text = text
        self.number = min(line + 1, len(text.lines))
        self.line = text.lines[self.number - 1]
        self.column = column if line < len(text.lines) else len(self.line)
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


def syntax_fault(text: SourceText, error: MarkedYAMLError) -> SyntaxFault:
    """What is wrong where the parser stopped."""
    at = _position(text, error.problem_mark)
    context = at if error.context_mark is None else _position(text, error.context_mark)
    problem, doing = str(error.problem), str(error.context or "")
    if at.char == "\t":
        return SyntaxFault(tab_at(at.text, at.number, at.column), lines=at.block())
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


def _position(text: SourceText, mark: Any) -> _Position:
    return _Position(text, mark.line, mark.column)


def _quote(at: _Position, value: Unquoted, message: str) -> SyntaxFault:
    span = at.span(value.start, max(value.end, value.start + 1))
    fix = quoting(at.span(value.start, value.end), value.text)
    return SyntaxFault(p.needs_quotes(span, message, value.advice, fix), at.block())


def _other(at: _Position, message: str, hint: str, span: Span | None = None) -> SyntaxFault:
    return SyntaxFault(p.not_yaml(span or at.span(), message, hint), lines=at.block())


def _cannot_begin(at: _Position) -> SyntaxFault:
    """``@x``, ``%x``, ```x```; ``,``, ``]`` or ``- x`` where a value should begin."""
    flow = open_bracket(at.line, at.column) is not None
    if at.char in (",", "") or (flow and at.char in "]}"):
        return _other(at, "a value is missing here", "write the value, or remove the comma")
    value = value_around(at.line, at.column, flow=flow)
    begin = f"{at.char} " if at.char in "-?" else at.char
    return _quote(at, value, f"text that begins with '{begin}' needs quotes")


def _second_colon(at: _Position) -> SyntaxFault:
    """``a: b: c``, or a line below ``a: b`` that is indented more."""
    value = value_around(at.line, at.column, flow=False)
    if value.start < at.column and value.key:
        return _quote(at, value, "text that holds ': ' needs quotes")
    return SyntaxFault(
        p.not_yaml(
            at.span(at.indent, at.column),
            "a key below a line that has a value already",
            "indent it like the line above, or take the value away from that line",
        ),
        lines=at.block(at.indent - 1),
    )


def _in_brackets(at: _Position, context: _Position) -> SyntaxFault:
    """Something else than a comma or the closing bracket within ``{…}`` or ``[…]``."""
    bracket = context.char
    closer = _CLOSER[bracket]
    if not at.char or (at.number > context.number and at.indent <= context.indent):
        problem = p.not_closed(context.span(), _WHAT[bracket], closer)
        return SyntaxFault(problem, lines=context.block())
    if at.char in "}]":
        other = (at.span(), f"'{at.char}' cannot close it")
        problem = p.not_closed(context.span(), _WHAT[bracket], closer, other)
        return SyntaxFault(problem, lines=context.block())
    value = value_around(at.line, at.column, flow=True)
    if value.start < at.column and value.text[:1] in _BEGIN:
        return _behind(at, value)
    if at.char in "{[" and value.start < at.column:
        return _quote(
            at, value, f"text that holds '{at.char}' needs quotes inside of {{…}} and […]"
        )
    if at.char == ":" and value.start < at.column:
        return _missing_comma(at, context, value)
    return SyntaxFault(
        p.not_yaml(at.span(), f"expected ',' or '{closer}'", "put a comma between two entries"),
        lines=context.block(),
    )


def _missing_comma(at: _Position, context: _Position, value: Unquoted) -> SyntaxFault:
    """``{a: b c: d}``: what stands before the second colon is a key, or all of it is one text."""
    start = max(at.before.rstrip().rfind(" ") + 1, value.start)
    key = at.line[start : at.column].strip()
    if value.key and not (start > value.start and key.isidentifier()):
        return _quote(at, value, "text that holds ': ' needs quotes")
    hint = f"put a comma before '{key}'"
    if value.key:
        hint += f", or {value.advice}"
    problem = p.not_yaml(at.span(start, at.column), "a comma is missing before this key", hint)
    return SyntaxFault(problem, lines=context.block())


def _behind(at: _Position, value: Unquoted) -> SyntaxFault:
    """``'it's'``, ``"x" y`` or ``[a-z]+``: text goes on behind the closing quote or bracket."""
    quote = value.text[0]
    if quote in "{[":
        return _quote(at, value, f"text that begins with '{quote}' needs quotes")
    above = _opened_above(at, quote) if at.column == value.start + 1 else None
    if above is not None:  # what looks like the opening quote closed another text
        return SyntaxFault(p.not_closed(above.rest(), _WHAT[quote], quote), above.block())
    inner = value.text.strip(quote) if value.text.endswith(quote) else value.text
    advice = replace(value, text=inner).advice
    span = at.span(value.start, value.end)
    message = f"text goes on behind the closing {quote}"
    return SyntaxFault(p.needs_quotes(span, message, advice, quoting(span, inner)), at.block())


def _opened_above(at: _Position, quote: str) -> _Position | None:
    """The nearest quote above that begins a text and has no partner on its line."""
    for number in range(at.number - 2, -1, -1):
        line = at.text.lines[number]
        if line.count(quote) % 2:
            begins = [m.start() for m in re.finditer(rf"(?:(?<=[\s\[{{,])|^){quote}", line)]
            return _Position(at.text, number, begins[-1]) if begins else None
    return None


def _token(at: _Position, context: _Position, problem: str, doing: str) -> SyntaxFault:
    """Quotes, escapes, anchors, tags, block scalars, directives."""
    if "simple key" in doing:
        return _no_colon(context)
    if "scalar" in doing and context.char in ("'", '"'):
        if "end of stream" in problem or "document indicator" in problem:
            found = p.not_closed(context.rest(), _WHAT[context.char], context.char)
            return SyntaxFault(found, lines=context.block())
        return _escape(at)
    if "block scalar" in doing:
        if "tab" in problem:
            return SyntaxFault(tab_at(at.text, at.number, at.column), lines=context.block())
        value = value_around(context.line, context.column, flow=False)
        span = context.span(value.start, value.end)
        message = f"text behind '{context.char}' begins on the next line"
        found = p.needs_quotes(span, message, value.advice)
        return SyntaxFault(found, context.block())
    if context.char in ("*", "&"):
        flow = open_bracket(context.line, context.column) is not None
        value = value_around(context.line, context.column, flow=flow)
        return _quote(context, value, f"text that begins with '{context.char}' needs quotes")
    if context.char == "%":
        word = context.line.rstrip()
        return SyntaxFault(
            p.directive(context.rest(), word), lines=range(context.number, context.number + 1)
        )
    if context.char == "!":
        word = (context.line[context.column :].split() or ["!"])[0]
        span = context.span(end=context.column + len(word))
        return SyntaxFault(p.tag(span, word), lines=context.block())
    return _other(at, f"not valid YAML: {problem}", "text with special characters needs quotes")


def _escape(at: _Position) -> SyntaxFault:
    start = at.before.rfind("\\") if at.char != "\\" else at.column
    start = max(start, 0)
    shown = at.line[start : start + 2]
    return _other(
        at,
        f"'{shown}' is not an escape of double quotes",
        "write \\\\ for a backslash, or use single quotes, which know no escapes",
        at.span(start, start + 2),
    )


def _no_colon(at: _Position) -> SyntaxFault:
    """A line without ``: `` where a key should be."""
    key = re.match(r"([\w-]+):(\S.*)", at.line[at.column :])
    hint = "write `key: value`, or indent the line if it continues the text above"
    fix = None
    if key:
        hint = f"write a space after the colon: `{key[1]}: {key[2].rstrip()}`"
        colon = at.column + key.end(1) + 1
        fix = insertion(at.text.file, at.number, colon + 1, " ", "write a space after the colon")
    elif at.char == "-":
        hint = "write a space after the dash of a list's item"
    return SyntaxFault(
        p.not_yaml(at.rest(), "a key and a value are expected here", hint, fix), lines=at.block()
    )


def _not_here(at: _Position) -> SyntaxFault:
    """``a: - b`` and ``a: ? b``"""
    if at.char == "?":
        return _cannot_begin(at)
    return _other(
        at,
        "a list cannot begin on the line of its key",
        "begin it on the next line, or write [a, b]; text that begins with '- ' needs quotes",
    )


def _in_block(at: _Position, context: _Position) -> SyntaxFault:
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


def _indentation(at: _Position, context: _Position) -> SyntaxFault:
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
    return SyntaxFault(
        p.not_yaml_beside(span, message, hint, context.span(), "this began here"),
        lines=at.block(min(context.column, at.indent)),
    )
