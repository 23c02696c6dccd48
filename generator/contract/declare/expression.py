"""Parses a type expression, ``list<map<Product?>>?``, into a tree that knows its places."""

import re
from dataclasses import dataclass, field

from generator.contract.problems import types as problem
from generator.contract.problems.other_languages import of_container, of_expression
from generator.diagnostics import Problems, Span
from generator.kinds import containers
from generator.model import Scalar

CONTAINERS = (*(kind.name for kind in containers()), "stream")
_TOKEN = re.compile(r"\s*([A-Za-z_][\w.\-]*|[<>?]|\S)", re.ASCII)
_MAX_DEPTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class NameExpr:
    """A scalar or a declared type, perhaps of an import: ``string``, ``common.Money``."""

    name: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerExpr:
    """``list<T>``, ``set<T>``, ``map<T>``, ``stream<T>``."""

    container: str
    item: "TypeExpr"
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionalExpr:
    """``T?``"""

    item: "TypeExpr"
    span: Span = field(compare=False)


TypeExpr = NameExpr | ContainerExpr | OptionalExpr


def parse(node: Scalar, problems: Problems) -> TypeExpr | None:
    """The expression that a text scalar spells, or None after reporting what is wrong."""
    assert isinstance(node.value, str)
    text = node.value
    if text.isidentifier() and text.isascii() and text not in CONTAINERS:
        return NameExpr(name=text, span=node.span)
    try:
        return _Parser(text, node).whole()
    except _SyntaxProblem as found:
        hint = found.hint or of_expression(text)
        problems.add(problem.bad_expression(found.span, text, found.message, hint))
        return None


class _SyntaxProblem(Exception):
    def __init__(self, span: Span, message: str, hint: str | None) -> None:
        super().__init__(message)
        self.span = span
        self.message = message
        self.hint = hint


class _Parser:
    def __init__(self, text: str, node: Scalar) -> None:
        self._node = node
        self._tokens = [(m[1], m.start(1), m.end(1)) for m in _TOKEN.finditer(text)]
        self._end = len(text)
        self._at = 0
        span = node.span
        # Places inside the text are known only where the file shows it letter by letter.
        quotes = 2 if node.quoted else 0
        literal = span.line == span.end_line and (
            span.end_column - span.column == len(text) + quotes
        )
        self._first = span.column + quotes // 2 if literal else None

    def whole(self) -> TypeExpr:
        found = self._type(0)
        if self._at < len(self._tokens):
            word, start, end = self._tokens[self._at]
            hint = "one '?' is enough" if word == "?" else None
            raise self._problem(start, end, f"unexpected '{word}'", hint)
        return found

    def _type(self, depth: int) -> TypeExpr:
        word, start, end = self._next("a type")
        hint: str | None
        if depth > _MAX_DEPTH:
            hint = "declare a type for the inner part"
            raise self._problem(start, end, "too deeply nested", hint)
        if not (word[0].isalpha() or word[0] == "_"):
            hint = "write list<T> for a list of T" if word == "[" else None
            raise self._problem(start, end, f"expected a type, found '{word}'", hint)
        found: TypeExpr = NameExpr(name=word, span=self._span(start, end))
        if self._peek() == "<":
            found = self._container(word, start, end, depth)
        elif word in CONTAINERS:
            hint = f"write {word}<string>, for example"
            raise self._problem(start, end, f"'{word}' needs the type of its items", hint)
        if self._peek() == "?":
            _, _, end = self._next("'?'")
            found = OptionalExpr(item=found, span=self._span(start, end))
        return found

    def _container(self, word: str, start: int, end: int, depth: int) -> TypeExpr:
        hint: str | None
        if word not in CONTAINERS:
            inner = "".join(word for word, _, _ in self._tokens[self._at + 1 : -1])
            hint = of_container(word, inner) or f"the containers are {', '.join(CONTAINERS)}"
            raise self._problem(start, end, f"'{word}' is not a container", hint)
        self._next("'<'")
        item = self._type(depth + 1)
        closing, at, stop = self._next("'>'")
        if closing == ",":
            hint = "keys are always strings: write map<T>" if word == "map" else None
            raise self._problem(at, stop, f"'{word}' has one type in its brackets", hint)
        if closing != ">":
            raise self._problem(at, stop, f"expected '>', found '{closing}'", None)
        return ContainerExpr(container=word, item=item, span=self._span(start, stop))

    def _peek(self) -> str | None:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else None

    def _next(self, expected: str) -> tuple[str, int, int]:
        if self._at == len(self._tokens):
            raise self._problem(self._end, self._end, f"expected {expected} at the end", None)
        self._at += 1
        return self._tokens[self._at - 1]

    def _span(self, start: int, end: int) -> Span:
        if self._first is None:
            return self._node.span
        whole = self._node.span
        return Span(
            file=whole.file,
            line=whole.line,
            column=self._first + start,
            end_line=whole.end_line,
            end_column=self._first + end,
        )

    def _problem(self, start: int, end: int, message: str, hint: str | None) -> _SyntaxProblem:
        return _SyntaxProblem(self._span(start, max(end, start + 1)), message, hint)
