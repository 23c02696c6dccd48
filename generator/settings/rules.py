"""Turns the setting ``lint`` into selectors of rules, or into problems; rules know which exist."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.diagnostics import Diagnostic, Span
from generator.settings import problems as p

_LISTS = ("select", "extend-select", "ignore")
_PER_FILE = "per-file-ignores"


@dataclass(frozen=True, kw_only=True)
class LintSettings:
    """``[tool.gen.lint]``; selectors are codes, beginnings of codes, or names of rules.

    per_file: what is ignored in the files of a pattern; span: where the table stands.
    """

    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    span: Span | None = None

    @property
    def selectors(self) -> tuple[str, ...]:
        """All of them, wherever they stand."""
        per_file = (each for selectors in self.per_file.values() for each in selectors)
        return (*self.select, *self.extend, *self.ignore, *per_file)


def read(value: Any, span: Span | None) -> LintSettings:
    """The setting, when nothing is wrong with it."""
    select, extend, ignore = (tuple(value.get(key, ())) for key in _LISTS)
    per_file = {path: tuple(each) for path, each in value.get(_PER_FILE, {}).items()}
    return LintSettings(select=select, extend=extend, ignore=ignore, per_file=per_file, span=span)


def wrong(value: Any, place: Callable[..., Span]) -> Iterator[Diagnostic]:
    """What is wrong with it; ``place`` finds one of some keys."""
    if not isinstance(value, dict):
        yield p.bad_setting(place("lint"), "lint", "a table")
        return
    for key, inner in value.items():
        span = place(key, "lint")
        if key == _PER_FILE:
            table = inner if isinstance(inner, dict) else {"": None}
            if not all(map(_is_list_of_text, table.values())):
                yield p.bad_setting(span, key, 'a table, such as "old/*.yaml" = ["LINT301"]')
        elif key not in _LISTS:
            yield p.unknown_setting(span, key, (*_LISTS, _PER_FILE), table="tool.gen.lint")
        elif not _is_list_of_text(inner):
            yield p.bad_setting(span, key, 'a list of rules, such as ["LINT2", "LINT301"]')


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
