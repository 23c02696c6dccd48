"""Turns a contract's names into those of a .proto, and sees that none is used twice."""

import re

from generator.diagnostics import Problems, Span
from generator.formats.protobuf import problems as report
from generator.naming import Name

_AFTER_UNDERSCORE = re.compile(r"_+(.?)")


def field_name(name: Name) -> str:
    """``created_at``: buf and protobuf's style guide want lower_snake_case."""
    return name.snake


def value_name(enum: str, value: str) -> str:
    """``CATEGORY_CLOTHES``: the values of all enums share one scope, so each has a prefix."""
    return f"{Name.parse(enum).upper}_{Name.parse(value).upper}"


def own_json_name(name: str) -> str:
    """The JSON name that protoc gives to a field without the option ``json_name``."""
    return _AFTER_UNDERSCORE.sub(lambda match: match[1].upper(), name)


class NameScope:
    """Names that must differ from each other: who has which, and where it stands."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._taken: dict[str, tuple[str, Span | None]] = {}

    def claim(self, name: str, what: str, span: Span | None) -> bool:
        """Take a name, or report who has it already."""
        if name in self._taken:
            other, other_span = self._taken[name]
            self._problems.add(report.name_taken(span, name, what, other, other_span))
            return False
        self._taken[name] = (what, span)
        return True
