"""A default that is another one."""

import json
from collections.abc import Iterator

from generator.check.diff.changes import field_change
from generator.check.diff.field_pairs import FieldPair
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import FieldRole, Json
from generator.model.absence import changed_default
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF115", name="default-changed")
KEYWORDS = ("Field.default", "Operation.page_size", "Defaults.page_size", "Page size.default")


def find(pair: Pair) -> Iterator[Change]:
    """Every field with two defaults that differ."""
    for field in pair.fields:
        if field.both is None:
            continue
        old, new = (each.default for each in field.both)
        if old is not None and new is not None and old != new:
            yield field_change(
                KIND,
                Aspect.DEFAULT,
                field,
                f"the default of '{field.named}' is another: "
                f"{_shown(old.value)} → {_shown(new.value)}",
                _verdict(field),
            )


def _verdict(field: FieldPair) -> Verdict:
    """Shorter pages break nobody: who reads them goes on to the next."""
    if field.new is not None and field.new.role is FieldRole.PAGE_SIZE:
        return Verdict(old=Grade.WEAKER, why="pages have another length")
    return changed_default(field.sites)


def _shown(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
