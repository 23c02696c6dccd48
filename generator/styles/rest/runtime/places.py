"""Says where in a request something is wrong: at a parameter, or at a place in the body.

A violation's pointer goes into the operation's input, whatever carries it. Over REST it names the
query parameter, the header or the variable of the path as the request has it, and in a body that
is one input the place in that input.
"""

from typing import Any

import msgspec

from generator.runtime.errors import Violation
from generator.runtime.long_stack import prepared
from generator.runtime.validation.violations import pointer
from generator.styles.rest.runtime.route import Route


class UnknownParameter(Violation, frozen=True):
    """A query parameter that the operation does not have; the pointer is its name."""


class WrongInBody(Violation, frozen=True):
    """A place in the body, even where it is called like a parameter."""


class _Error(msgspec.Struct, frozen=True):
    """One of a problem's ``errors``; index: of an item of a list."""

    detail: str
    pointer: str = ""
    parameter: str | None = None
    index: int | None = None


class Places:
    """The places of one route's inputs."""

    def __init__(self, route: Route[Any]) -> None:
        self._names = {p.member: p.name for p in route.parameters}
        self._members = {name: member for member, name in self._names.items()}
        whole = route.body is not None and route.body.whole
        self._whole = f"/{route.body.members[0]}" if route.body and whole else None

    def write(self, violation: Violation) -> dict[str, Any]:
        """The member of a problem's ``errors`` that tells a violation."""
        where, detail = violation.pointer, violation.detail
        first, _, rest = where[1:].partition("/")
        name = None if isinstance(violation, WrongInBody) else self._names.get(first)
        if isinstance(violation, UnknownParameter):
            name = first.replace("~1", "/").replace("~0", "~")
        if name is None:
            return {"pointer": self._in_body(where), "detail": detail}
        index = {"index": int(rest)} if rest.isdecimal() else {}
        return {"parameter": name, **index, "detail": detail}

    def read(self, document: object) -> list[Violation]:
        """The violations that a problem's ``errors`` tell; none of what is not a list of them."""
        try:
            errors = msgspec.convert(document, prepared(list[_Error]))
        except msgspec.ValidationError:
            return []
        return [Violation(self._pointer(error), error.detail) for error in errors]

    def _in_body(self, where: str) -> str:
        whole = self._whole
        if whole is None or not f"{where}/".startswith(f"{whole}/"):
            return where
        return where.removeprefix(whole)

    def _pointer(self, error: _Error) -> str:
        if error.parameter is None:
            return f"{self._whole or ''}{error.pointer}"
        where: list[str | int] = [self._members.get(error.parameter, error.parameter)]
        return pointer(where if error.index is None else [*where, error.index])
