"""Turns the rules into the table of docs/lint.md: ``python -m generator.check.lint.table FILE``."""

import sys
from itertools import groupby
from pathlib import Path

from generator.check.lint.rule import CATEGORIES, Rule, all_rules

BEGIN = "<!-- The table is written by `make rule`. -->\n"


def table() -> str:
    """A heading and a table for each category."""
    parts = []
    for area, rules in groupby(all_rules().values(), key=lambda rule: rule.kind.code[:5]):
        rows = "".join(map(_row, rules))
        head = f"### {area}xx: {CATEGORIES[area]}\n\n| rule | finds | |\n|---|---|---|\n"
        parts.append(f"{head}{rows}")
    return "\n".join(parts)


def with_table(page: str) -> str:
    """The page with the table of today below its mark."""
    return f"{page.partition(BEGIN)[0]}{BEGIN}\n{table()}"


def _row(rule: Rule) -> str:
    kind = rule.kind
    marks = [kind.severity.value, *(["off by default"] if rule.optional else [])]
    name = f"[{kind.code}](diagnostics/{kind.code}.md) {kind.name}"
    return f"| {name} | {rule.about} | {', '.join(marks)} |\n"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(with_table(path.read_text("utf-8")), "utf-8", newline="\n")
