"""A record into which JSON writes a discriminator now, or no more."""

from collections.abc import Iterator

from generator.check.diff.changes import type_change
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Flow, Grade, Verdict

KIND = Kind(code="DIFF310", name="tag-changed")
KEYWORDS = ("Type.union",)


def find(pair: Pair) -> Iterator[Change]:
    """Every record that has become a variant of a union, or is one no more."""
    for match, old, new in pair.records():
        if (old.tag is None) == (new.tag is None):
            continue
        if new.tag is not None:
            message = f"in JSON '{match.new_name}' has the member '{new.tag.member}' now"
        elif old.tag is not None:
            message = f"in JSON '{match.new_name}' has no member '{old.tag.member}' any more"
        change = type_change(KIND, Aspect.NAME, pair, match, message, _tagged, lasting=True)
        if change.operations:  # else only the union carries it, whose variants are told
            yield change


def _tagged(flow: Flow) -> Verdict:
    """In answers the member is passed over; servers need it, or do not know it."""
    if not flow.into:
        return Verdict()
    why = "the server expects another form of the record"
    return Verdict(old=Grade.BREAKS, new=Grade.BREAKS, why=why)
