"""Words for what is wrong with a value, keyword by keyword, and pointers to where it stands.

No text repeats a value: it may be a secret.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# More than anybody reads; an input that is wrong everywhere shall not become a longer answer.
LIMIT = 100
# Levels of objects and lists in an input or a result, the whole being the first. One level of an
# `any` is three messages of protobuf, whose parsers for C++, Java and Python stop at 100 of them.
DEEPEST = 32
TOO_DEEP = "is nested too deeply"
# A longer step of a pointer is cut: it would only repeat what the caller has sent.
_LONGEST_STEP = 200

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
    "time-local": "a time of day such as 09:30:00",
    "uuid": "a UUID",
}
_BOUNDS = {
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
    "exclusiveMinimum": "must be greater than {}",
    "exclusiveMaximum": "must be less than {}",
    "multipleOf": "must be a multiple of {}",
}
_COUNTS = {
    "minLength": ("must have at least", "character"),
    "maxLength": ("must have at most", "character"),
    "minItems": ("must have at least", "item"),
    "maxItems": ("must have at most", "item"),
}


class Flaw:
    """Stands in decoded data for what cannot be a value, and says why."""

    def __init__(self, text: str) -> None:
        self.text = text


def pointer(path: Iterable[str | int]) -> str:
    """A JSON Pointer (RFC 6901)."""
    return "".join(f"/{_step(step)}" for step in path)


def detail(keyword: str, argument: Any, schema: Mapping[str, Any]) -> str:
    """What a value should be instead, by the keyword that it breaks and the schema around it."""
    if keyword in _BOUNDS:
        return _BOUNDS[keyword].format(argument)
    if keyword in _COUNTS:
        words, what = _COUNTS[keyword]
        return f"{words} {argument} {what}{'' if argument == 1 else 's'}"
    match keyword:
        case "type":
            names = [argument] if isinstance(argument, str) else argument
            return f"must be {_alternatives([TYPES[name] for name in names])}"
        case "enum":
            return f"must be {_one_of([option for option in argument if option is not None])}"
        case "const":
            return f"must be {argument}"
        case "uniqueItems":
            return "must not hold the same item twice"
        case "pattern" | "format":
            return _form(keyword, argument, schema)
        case _:
            return "is not what the contract asks for"


def _form(keyword: str, argument: str, schema: Mapping[str, Any]) -> str:
    """What a string should look like: in words where there are some, else the pattern."""
    words = schema.get("x-words")
    form = words or FORMATS.get(schema.get("format") or schema.get("title", ""))
    if form is None and schema.get("contentEncoding") == "base64":
        form = "bytes in base64"
    if form is not None:
        return f"must be {form}"
    return f"must match {argument}" if keyword == "pattern" else "is malformed"


def _step(step: str | int) -> str:
    text = str(step)
    if len(text) > _LONGEST_STEP:
        text = f"{text[:_LONGEST_STEP]}…"
    return text.replace("~", "~0").replace("/", "~1")


def _one_of(options: Sequence[object]) -> str:
    shown = [str(option) for option in options]
    return shown[0] if len(shown) == 1 else f"one of {', '.join(shown)}"


def _alternatives(names: Sequence[str]) -> str:
    return " or ".join(sorted(names, key=lambda name: name == "null"))
