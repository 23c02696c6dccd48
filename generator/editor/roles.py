"""Tells from the path to a value what it names: the table behind completion and references."""

import enum

from generator.model.api import Verb

VERBS = frozenset(verb.value for verb in Verb)
_FIELDS = frozenset({"only", "order_by", "filter"})


class Role(enum.Enum):
    """What a scalar at a path names."""

    TYPE = enum.auto()  # an expression: list<Product?>
    STREAM = enum.auto()  # the same, or stream<T>
    RESOURCE = enum.auto()
    ERROR = enum.auto()
    AUTH = enum.auto()
    RESOURCE_FIELD = enum.auto()  # of the resource that it stands at
    FIELD = enum.auto()  # of the resource that the operation is on
    IMPORT = enum.auto()  # a path
    EXAMPLE = enum.auto()  # a value of an operation's input, output or error
    FIELD_VALUE = enum.auto()  # a value of the field's own type


def role(path: tuple[str, ...]) -> Role | None:
    """What the value at a path names; a key that is a name has the role of its value's place."""
    match path:
        case ("imports", _):
            return Role.IMPORT
        case ("types", _, "type") | ("types", _, "union", _) | ("types", _, "union", _, "type"):
            return Role.TYPE
        case ("types" | "errors", _, "fields", *rest):
            return _of_fields(rest)
        case ("types", _, "examples", "[]"):
            return Role.FIELD_VALUE
        case ("resources", _, "type"):
            return Role.TYPE
        case ("resources", _, "parent"):
            return Role.RESOURCE
        case ("resources", _, "key" | "etag"):
            return Role.RESOURCE_FIELD
        case ("defaults", "auth", *_):
            return Role.AUTH
        case ("operations", _, *rest):
            return _of_operation(rest)
        case _:
            return None


def _of_operation(rest: list[str]) -> Role | None:
    match rest:
        case [verb] if verb in VERBS:
            return Role.RESOURCE
        case ["errors"] | ["errors", "[]"] | ["examples", _, "error"]:
            return Role.ERROR
        case ["auth", *_]:
            return Role.AUTH
        case [key] | [key, "[]"] if key in _FIELDS:
            return Role.FIELD
        case ["input" | "output"] | ["input" | "output", "type"]:
            return Role.STREAM
        case ["input" | "output", "fields", *inner]:
            return _of_fields(inner)
        case ["input" | "output" | "with", *inner]:
            return _of_fields(inner)
        case ["filter", "[]", *inner] | ["filter", *inner]:
            return _of_fields(inner)
        case ["examples", _, "input" | "output" | "error", *_]:
            return Role.EXAMPLE
        case _:
            return None


def _of_fields(rest: list[str]) -> Role | None:
    match rest:
        case [_] | [_, "type"]:
            return Role.TYPE
        case [_, "default"] | [_, "examples", "[]"]:
            return Role.FIELD_VALUE
        case _:
            return None
