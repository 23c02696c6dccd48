"""Compiles straight-line Python functions, in the way dataclasses makes its ``__init__``.

A loop over a table of fields costs several times what plain assignments cost, in every message
of every call. No text of a contract gets into the code but names that are identifiers; values
and classes are bound to names of the namespace.
"""

import abc
import keyword
from collections.abc import Callable, Iterable
from threading import RLock
from typing import Any

from google.protobuf.descriptor import Descriptor
from msgspec import UNSET

from generator.formats.protobuf.runtime.shapes import (
    Member,
    Record,
    Shapes,
    Single,
    Union,
    Wrapped,
)
from generator.runtime.compiled import compiled

ABSENT: Any = UNSET


class Functions(abc.ABC):
    """The functions of one direction; they call each other by name."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self._making = RLock()  # they are made when needed, by any thread of a client
        self._namespace: dict[str, Any] = {"ABSENT": ABSENT}
        self._made: dict[tuple[str, object], str] = {}
        self._bound: dict[int, str] = {}
        self._todo: list[tuple[str, Record | Union | Wrapped]] = []
        self._defining = False

    def of_message(self, shape: Record | Union) -> Callable[..., Any]:
        """The function of a record, for all its fields, or of a union."""
        with self._making:
            name = self.named(shape)
            self._define_all()
            return self._function(name)

    def of_member(self, member: Member) -> Callable[..., Any]:
        """The function of a single field of a message."""
        with self._making:
            name = f"member{len(self._namespace)}"
            self.define(name, self.member_lines(member))
            self._define_all()
            return self._function(name)

    def _define_all(self) -> None:
        """Define what has been named meanwhile, one after another: chains may be long."""
        if self._defining:
            return  # of a member, while a union is defined: the outer loop goes on
        self._defining = True
        try:
            while self._todo:
                name, shape = self._todo.pop()
                match shape:
                    case Record():
                        self.define(name, self.record_lines(shape))
                    case Union():
                        self.define(name, self.union_lines(shape))
                    case Wrapped():
                        self.define(name, self.wrapped_lines(shape))
        finally:
            self._defining = False

    def _function(self, name: str) -> Callable[..., Any]:
        function: Callable[..., Any] = self._namespace[name]
        return function

    def bind(self, value: object) -> str:
        """A name for a value in the code."""
        if id(value) not in self._bound:
            name = self._bound[id(value)] = f"bound{len(self._namespace)}"
            self._namespace[name] = value
        return self._bound[id(value)]

    def named(self, shape: Record | Union | Wrapped) -> str:
        """The name of the function for what has a message of its own."""
        message: Descriptor = shape.message
        key = (message.full_name, _python(shape))
        if key not in self._made:
            # The name is known before the lines are: a tree has itself as a member.
            name = self._made[key] = f"message{len(self._made)}"
            self._todo.append((name, shape))
        return self._made[key]

    def define(self, name: str, lines: Iterable[str]) -> None:
        """Compile a function; the first line has its parameters."""
        parameters, *body = lines
        source = "\n    ".join([f"def {name}({parameters}):", *(body or ["pass"])])
        title = f"protobuf {type(self).__name__}"
        compiled(name, f"{source}\n", self._namespace, title)

    @abc.abstractmethod
    def member_lines(self, member: Member) -> Iterable[str]:
        """A function for one field of a message."""

    @abc.abstractmethod
    def record_lines(self, record: Record) -> Iterable[str]:
        """A function for a struct and its message."""

    @abc.abstractmethod
    def union_lines(self, union: Union) -> Iterable[str]:
        """A function for one of several structs and the message around it."""

    @abc.abstractmethod
    def wrapped_lines(self, wrapped: Wrapped) -> Iterable[str]:
        """A function for a value and the wrapper message around it."""


def _python(shape: Single) -> object:
    """What tells shapes of one message apart: a patch has the message of its record."""
    match shape:
        case Record(info=info):
            return info.cls
        case Union(variants=variants):
            return tuple(cls for cls, _ in variants)
        case Wrapped(member=member):
            return _python(member.shape)
        case _:
            return None


def attribute(owner: str, name: str) -> str:
    """The Python expression for a field of a message: a keyword cannot follow a dot."""
    if keyword.iskeyword(name):
        return f"getattr({owner}, {name!r})"
    return f"{owner}.{name}"
