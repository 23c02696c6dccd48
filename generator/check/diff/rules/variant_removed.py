"""A variant that a union does not have any more."""

from collections.abc import Iterator

from generator.check.diff.changes import part_change
from generator.check.diff.pairs import Pair
from generator.check.diff.parts import variants
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Flow, Grade, Verdict

KIND = Kind(code="DIFF306", name="variant-removed")
KEYWORDS = ("Type.union",)


def find(pair: Pair) -> Iterator[Change]:
    """Every variant of a union that is gone."""
    for types, variant in variants(pair):
        if variant.new is None:
            yield part_change(
                KIND,
                Aspect.EXISTENCE,
                pair,
                types,
                variant,
                f"'{types.new_name}' has no variant '{variant.old_name}' any more",
                _removed,
                hint="say 'renamed_from' if it has another tag",
            )


def _removed(flow: Flow) -> Verdict:
    if not flow.into:
        return Verdict()
    return Verdict(old=Grade.BREAKS, why="new servers refuse the variant")
