"""Finds the fields whose presence is another one."""

from collections.abc import Collection, Iterator

from generator.check.diff.changes import field_change
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.absence import Presence, changed_presence, presence
from generator.model.change import Aspect, Change


def became(
    kind: Kind, pair: Pair, steps: Collection[tuple[Presence, Presence]], said: str
) -> Iterator[Change]:
    """The fields that went one of these steps, from before to after."""
    for field in pair.fields:
        if field.both is None:
            continue
        old, new = field.both
        if (presence(old), presence(new)) in steps:
            message = f"'{field.named}' {said}"
            neutral = changed_presence(field.sites)
            yield field_change(kind, Aspect.PRESENCE, field, message, neutral)
