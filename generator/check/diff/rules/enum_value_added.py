"""A value that an enum did not have before."""

from collections.abc import Iterator

from generator.check.diff.changes import part_change
from generator.check.diff.pairs import Pair
from generator.check.diff.parts import values
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Flow, Grade, Verdict

KIND = Kind(code="DIFF301", name="enum-value-added")
KEYWORDS = ("Type.enum",)


def find(pair: Pair) -> Iterator[Change]:
    """Every new value of an enum."""
    for types, value in values(pair):
        if value.old is None:
            message = f"'{types.new_name}' has the new value '{value.new_name}'"
            yield part_change(KIND, Aspect.EXISTENCE, pair, types, value, message, _added)


def _added(flow: Flow) -> Verdict:
    """Clients keep values of answers that they do not know, as the language says."""
    if not flow.into:
        return Verdict()
    return Verdict(new=Grade.BREAKS, why="old servers refuse the value")
