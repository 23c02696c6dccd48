"""Turns what jsonschema-rs finds into violations: own wording, own pointers, no values.

A pointer names the member that is wrong, missing or unknown.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema_rs import ValidationError

from .errors import Violation

# More than anybody reads; an input that is wrong everywhere shall not become a longer answer.
LIMIT = 100

TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
FORMATS = {
    "date": "a date such as 2026-11-22",
    "date-time": "a timestamp with an offset, such as 2026-11-22T09:30:00Z",
    "decimal": "a decimal number such as 12.50",
    "duration": "a duration such as PT1H30M",
    "email": "an e-mail address",
    "time-local": "a time of day such as 09:30:00",
    "uri": "an absolute URI",
    "uuid": "a UUID",
}

Error = ValidationError
Path = Sequence[str | int]
Lookup = Callable[[Path], Mapping[str, Any]]


def violations(errors: Iterable[Error], node: Lookup) -> list[Violation]:
    """The violations behind the errors of one input; ``node`` looks up a part of the schema."""
    found = (violation for error in errors for violation in _expand(error, node))
    return [*itertools.islice(found, LIMIT)]


def pointer(path: Iterable[str | int]) -> str:
    """A JSON Pointer (RFC 6901)."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "".join(f"/{step}" for step in steps)


def _expand(error: Error, node: Lookup) -> Iterator[Violation]:
    path = error.instance_path
    kind: Any = error.kind
    match kind.name:
        case "required":
            yield Violation(pointer([*path, kind.property]), "is required")
        case "additionalProperties":
            for name in kind.unexpected:
                yield Violation(pointer([*path, name]), "is not a known member")
        case _:
            schema = node(error.schema_path[:-1])
            yield Violation(pointer(path), _detail(kind, schema))


def _detail(kind: Any, schema: Mapping[str, Any]) -> str:
    match kind.name:
        case "type":
            return f"must be {_alternatives([TYPES[name] for name in kind.types])}"
        case "enum":
            return f"must be {_one_of([option for option in kind.options if option is not None])}"
        case "const":
            return f"must be {kind.expected_value}"
        case "minimum":
            return f"must be at least {kind.limit}"
        case "maximum":
            return f"must be at most {kind.limit}"
        case "exclusiveMinimum":
            return f"must be greater than {kind.limit}"
        case "exclusiveMaximum":
            return f"must be less than {kind.limit}"
        case "multipleOf":
            return f"must be a multiple of {kind.multiple_of}"
        case "minLength":
            return f"must have at least {_count(kind.limit, 'character')}"
        case "maxLength":
            return f"must have at most {_count(kind.limit, 'character')}"
        case "minItems":
            return f"must have at least {_count(kind.limit, 'item')}"
        case "maxItems":
            return f"must have at most {_count(kind.limit, 'item')}"
        case "uniqueItems":
            return "must not hold the same item twice"
        case "pattern" | "format":
            return _form(kind, schema)
        case "x-decimal" | "x-bytes":
            return str(kind.message)
        case _:
            return "is not what the contract asks for"


def _form(kind: Any, schema: Mapping[str, Any]) -> str:
    """What a string should look like: in words where there are some, else the pattern."""
    form = FORMATS.get(schema.get("format") or schema.get("title", ""))
    if form is None and schema.get("contentEncoding") == "base64":
        form = "bytes in base64"
    if form is not None:
        return f"must be {form}"
    return f"must match {kind.pattern}" if kind.name == "pattern" else "is malformed"


def _one_of(options: Sequence[object]) -> str:
    shown = [str(option) for option in options]
    return shown[0] if len(shown) == 1 else f"one of {', '.join(shown)}"


def _alternatives(names: Sequence[str]) -> str:
    return " or ".join(sorted(names, key=lambda name: name == "null"))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
