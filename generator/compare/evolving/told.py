"""Turns who keeps working into text for a terminal, and into JSON."""

import json
import textwrap
from collections.abc import Iterator

from generator.compare.evolving.result import Direction, Evolution, State
from generator.formats.columns import table, text_of

_WORDS = {
    State.SAME: "same",
    State.WORKS: "works",
    State.WEAKER: "weaker",
    State.AT_RISK: "at risk",
    State.FAILS: "FAILS",
    None: "-",
}


def text(found: Evolution, width: int) -> str:
    """A table for each direction, with the reasons below it."""
    parts = [f"Against {found.base}: each example was called, old with new.\n"]
    for direction in Direction:
        header = [direction.value, *found.styles.values()]
        rows = [
            [row.name, *(_WORDS[row.cells[style, direction].state] for style in found.styles)]
            for row in found.rows
        ]
        totals = [found.summary(style, direction) for style in found.styles]
        rows.append(["keep working", *(f"{good} of {count}" for good, count in totals)])
        parts.append(text_of(table(header, rows, texts=len(header))))
        parts.append("".join(_lines(found, direction, width)))
    return "\n".join(part for part in parts if part)


def _lines(found: Evolution, direction: Direction, width: int) -> Iterator[str]:
    for row in found.rows:
        reasons: dict[str, list[str]] = {}
        for style, title in found.styles.items():
            cell = row.cells[style, direction]
            if cell.state in (State.FAILS, State.AT_RISK, State.WEAKER):
                reasons.setdefault(cell.why, []).append(title)
        for why, styles in reasons.items():
            line = f"{row.name} ({', '.join(styles)}): {why}"
            yield textwrap.fill(line, max(width, 40), subsequent_indent="  ") + "\n"


def json_text(found: Evolution) -> str:
    """``{"version": 1, "base": …, "styles": …, "operations": […], "changes": […]}``"""
    document = {
        "version": 1,
        "base": found.base,
        "styles": dict(found.styles),
        "operations": [
            {
                "old": row.old or None,
                "new": row.new or None,
                "cells": [
                    {
                        "style": style,
                        "direction": direction.name.lower(),
                        "state": None if cell.state is None else cell.state.value,
                        "why": cell.why,
                        "seen": cell.seen,
                    }
                    for (style, direction), cell in row.cells.items()
                ],
                "changes": list(row.changes),
            }
            for row in found.rows
        ],
        "changes": [
            {
                "code": change.code,
                "what": change.what,
                "message": change.message,
                "place": change.place,
                "operations": [list(names) for names in change.judged],
            }
            for change in found.changes
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"
