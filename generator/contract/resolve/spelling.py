"""Checks the spelling of names, and that they stay different in generated code."""

import re
from collections.abc import Iterable

from generator.contract.declare.parts import Spanned
from generator.contract.problems import names as problem
from generator.contract.resolve.json_form import JsonForm
from generator.diagnostics import Problems
from generator.naming import Name

_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*", re.ASCII)
_FIELD = re.compile(r"[a-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*", re.ASCII)
_VALUE = re.compile(r"[A-Za-z][A-Za-z0-9]*([_.-][A-Za-z0-9]+)*", re.ASCII)
_MAX_LENGTH = 100
# No class of these names can be told from the constant.
_CONSTANTS = frozenset({"Ellipsis", "False", "None", "NotImplemented", "True"})


class Names:
    """The names of one kind that must stay apart, such as the fields of one record."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._taken: dict[str, Spanned] = {}

    def take(self, text: Spanned, name: Name) -> bool:
        """Remember a name; False after reporting that it clashes with an earlier one."""
        snake, camel = name.snake, name.camel
        for form in (snake, camel):
            other = self._taken.get(form)
            if other is not None:
                shown = name.pascal if text.value[:1].isupper() else form
                self._problems.add(
                    problem.name_clash(text.span, text.value, other.value, shown, other.span)
                )
                return False
        for form in (snake, camel, name.kebab):
            self._taken[form] = text
        return True


def pascal(text: Spanned, what: str, problems: Problems) -> Name | None:
    """The name of a type, error, resource or operation, ``LikeThis``."""
    name = _checked(text, what, _PASCAL, problems)
    if name is not None and what in ("a type", "an error") and text.value in _CONSTANTS:
        problems.add(problem.reserved_name(text.span, text.value, "it is a constant in Python"))
        return None
    return name


def field(text: Spanned, what: str, problems: Problems) -> Name | None:
    """The name of a field or parameter, ``like_this`` or ``likeThis``."""
    return _checked(text, what, _FIELD, problems)


def value(text: Spanned, problems: Problems) -> Name | None:
    """The name of an enum's value, or the tag of a variant."""
    return _checked(text, "a value", _VALUE, problems)


def json_name(text: Spanned, name: Name, json: JsonForm, problems: Problems) -> str:
    """The JSON member of a name; a warning where the contract spells the same otherwise."""
    spelled = json.member(name)
    written_otherwise = spelled != text.value and spelled.lower() == text.value.lower()
    if written_otherwise and _FIELD.fullmatch(text.value):
        problems.add(problem.spelled_otherwise(text.span, text.value, spelled))
    return spelled


def _checked(text: Spanned, what: str, form: re.Pattern[str], problems: Problems) -> Name | None:
    if form.fullmatch(text.value) and len(text.value) <= _MAX_LENGTH:
        return Name.parse(text.value)
    why, instead = _why(text.value, form)
    problems.add(problem.bad_name(text.span, what, text.value, why, instead))
    return None


def _why(text: str, form: re.Pattern[str]) -> tuple[str, str | None]:
    if len(text) > _MAX_LENGTH:
        return f"it is longer than {_MAX_LENGTH} characters", None
    if not text.isascii():
        strange = next(c for c in text if not c.isascii())
        return f"U+{ord(strange):04X} is not an ASCII letter or digit", None
    name = Name.parse(text)
    spelled = name.pascal if form is _PASCAL else name.snake
    instead = spelled if form.fullmatch(spelled) else None
    match form:
        case _ if form is _PASCAL:
            return "it must be written LikeThis", instead
        case _ if form is _FIELD:
            return "it must be written like_this", instead
        case _:
            return (
                "it must begin with a letter, and hold letters, digits, '-', '_' and '.'",
                instead,
            )


def declared(texts: Iterable[Spanned], what: str, problems: Problems) -> dict[str, Name]:
    """The good names among a section's, by their spelling; clashes are reported."""
    taken = Names(problems)
    found: dict[str, Name] = {}
    for text in texts:
        name = pascal(text, what, problems)
        if name is not None and taken.take(text, name):
            found[text.value] = name
    return found
