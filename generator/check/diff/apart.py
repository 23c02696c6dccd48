"""Turns the changes between two contracts into what each of them does to each operation."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.building.pipeline import Bound
from generator.check.diff.differ import Difference, differences
from generator.model.change import Effects, Names, Verdict


def effects(old: Bound, new: Bound) -> Iterator[Effects]:
    """Every change, in the order of their places; judged for an operation as if it were alone."""
    whole = differences(old, new)
    named = [(match.old_name, match.new_name) for match in whole.pair.operations]
    reached = {both for one in whole.found for both in one.change.operations}
    alone = {both: _alone(old, new, both) for both in named if both in reached}
    for one in whole.found:
        change = one.change
        verdicts: dict[Names, Mapping[str, Verdict]] = {}
        for both in named:
            if both in change.operations or change.what in both:
                verdicts[both] = alone.get(both, {}).get(_key(one), one).verdicts
            elif not change.operations and change.owners == ("", ""):
                verdicts[both] = one.verdicts  # of the contract as a whole
        yield Effects(change=change, verdicts=verdicts)


def _alone(old: Bound, new: Bound, both: Names) -> dict[tuple[str, str, str], Difference]:
    before, after = both
    found = differences(_only(old, before), _only(new, after)).found
    return {_key(one): one for one in found}


def _key(one: Difference) -> tuple[str, str, str]:
    return one.change.kind.code, one.change.what, one.change.message


def _only(bound: Bound, name: str) -> Bound:
    """A contract with one of its operations."""
    kept = {key: one for key, one in bound.api.operations.items() if key == name}
    return replace(bound, api=replace(bound.api, operations=kept))
