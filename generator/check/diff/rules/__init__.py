"""The rules of ``gen diff``, a file each: what is different between two models.

A module here has ``KIND``, the kind of its findings; ``KEYWORDS``, the keywords of the language
whose changes it finds (``Field.max_length``, as titles of the language's schema have them); and
``find``, which gives the changes.
"""

import functools
import importlib
import pkgutil
from collections.abc import Iterable
from typing import Protocol, cast

from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Change


class Rule(Protocol):
    """A module of this folder."""

    KIND: Kind
    KEYWORDS: tuple[str, ...]

    def find(self, pair: Pair) -> Iterable[Change]:
        """The changes of this kind."""


@functools.cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their codes."""
    found = [
        cast(Rule, importlib.import_module(f"{__name__}.{module.name}"))
        for module in pkgutil.iter_modules(__path__)
    ]
    return tuple(sorted(found, key=lambda rule: rule.KIND.code))
