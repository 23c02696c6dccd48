"""A value that an enum does not have any more."""

from collections.abc import Iterator

from generator.check.diff.changes import part_change
from generator.check.diff.pairs import Pair
from generator.check.diff.parts import values
from generator.check.diff.sunset import announced
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Flow, Grade, Verdict

KIND = Kind(code="DIFF302", name="enum-value-removed")
KEYWORDS = ("Type.enum",)


def find(pair: Pair) -> Iterator[Change]:
    """Every value of an enum that is gone."""
    for types, value in values(pair):
        if value.new is None and value.old is not None:
            said = announced(value.old.deprecated)
            yield part_change(
                KIND,
                Aspect.EXISTENCE,
                pair,
                types,
                value,
                f"'{types.new_name}' has no value '{value.old_name}' any more{said}",
                _removed,
                hint="say 'renamed_from' if it has another name; else keep it, 'deprecated'",
            )


def _removed(flow: Flow) -> Verdict:
    if not flow.into:
        return Verdict()
    return Verdict(old=Grade.BREAKS, why="new servers refuse the value")
