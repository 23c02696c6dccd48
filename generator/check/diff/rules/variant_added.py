"""A variant that a union did not have before."""

from collections.abc import Iterator

from generator.check.diff.changes import part_change
from generator.check.diff.pairs import Pair
from generator.check.diff.parts import variants
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Flow, Grade, Verdict

KIND = Kind(code="DIFF305", name="variant-added")
KEYWORDS = ("Type.union",)


def find(pair: Pair) -> Iterator[Change]:
    """Every new variant of a union."""
    for types, variant in variants(pair):
        if variant.old is None:
            message = f"'{types.new_name}' has the new variant '{variant.new_name}'"
            yield part_change(KIND, Aspect.EXISTENCE, pair, types, variant, message, _added)


def _added(flow: Flow) -> Verdict:
    """Clients keep variants of answers that they do not know, as the language says."""
    if not flow.into:
        return Verdict()
    return Verdict(new=Grade.BREAKS, why="old servers refuse the variant")
