"""What a rule is: a kind of finding, and the function that finds it."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from generator.check.lint import rules
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind

CATEGORIES = {
    "LINT1": "Names",
    "LINT2": "Descriptions and examples",
    "LINT3": "Types and limits",
    "LINT4": "Operations and resources",
    "LINT5": "Safety and privacy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of design.

    find: all places of a contract where it is not kept; optional: it is only asked where somebody
    selects it; about: what it finds, in half a line for a table.
    """

    kind: Kind
    find: Callable[[Subject], Iterator[Diagnostic]]
    about: str
    optional: bool = False


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    found: list[Rule] = [importlib.import_module(f"{rules.__name__}.{name}").RULE for name in names]
    return {rule.kind.code: rule for rule in sorted(found, key=lambda rule: rule.kind.code)}
