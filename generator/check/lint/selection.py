"""Turns selectors (``LINT``, ``LINT3``, ``LINT301``, ``unbounded-list``) into the rules to ask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from generator.check.lint import problems as p
from generator.check.lint.rule import Rule, all_rules
from generator.diagnostics import Problems, Span
from generator.settings.rules import LintSettings

ALL = "LINT"
_ALL = "ALL"  # the word of ruff
NOTHING = LintSettings()


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What was selected; without ``select``, every rule that is not optional.

    The longest selector decides about a rule; ``ignore`` wins over an equal one. per_file: what
    else is ignored in the files that a pattern matches, relative to the project.
    """

    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: LintSettings, options: LintSettings = NOTHING) -> "Selection":
        """What a project selects, and the command line besides; ``--select`` replaces."""
        return cls(
            select=options.select or settings.select,
            extend=(*settings.extend, *options.extend),
            ignore=(*settings.ignore, *options.ignore),
            per_file=settings.per_file,
        )

    def rules(self) -> list[Rule]:
        """The rules to ask, in the order of their codes."""
        return [rule for rule in all_rules().values() if self._asks(rule)]

    def ignores(self, file: str, rule: Rule) -> bool:
        """Whether a rule is not asked in a file, by its path relative to the project."""
        path = PurePosixPath(file)
        return any(
            _longest(selectors, rule) >= 0
            for pattern, selectors in self.per_file.items()
            if path.match(pattern) or file == pattern
        )

    def _asks(self, rule: Rule) -> bool:
        wanted = _longest((*self.select, *self.extend), rule)
        if not self.select and not rule.optional:
            wanted = max(wanted, 0)
        return wanted > _longest(self.ignore, rule)


def check(selectors: Iterable[str], span: Span | None, problems: Problems) -> None:
    """Report selectors that no rule answers to."""
    known = [_ALL, ALL, *all_rules(), *(rule.kind.name for rule in all_rules().values())]
    for selector in selectors:
        if not any(_length(selector, rule) >= 0 for rule in all_rules().values()):
            problems.add(p.unknown_selector(span, selector, known))


def _longest(selectors: Sequence[str], rule: Rule) -> int:
    return max((_length(selector, rule) for selector in selectors), default=-1)


def _length(selector: str, rule: Rule) -> int:
    """How much of a rule a selector says; -1: nothing."""
    if selector.lower() == rule.kind.name:
        return len(rule.kind.code)
    if selector.upper() == _ALL:
        return 0
    begins = selector.upper().startswith(ALL) and rule.kind.code.startswith(selector.upper())
    return len(selector) if begins else -1
