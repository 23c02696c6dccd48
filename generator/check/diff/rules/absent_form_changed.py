"""Absent members that are null now, or left out."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.places import of_key
from generator.diagnostics import Kind
from generator.formats.json.form import ABSENT
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF813", name="absent-form-changed")
KEYWORDS = ()  # the style whose setting it is names its keyword


def find(pair: Pair) -> Iterator[Change]:
    """How answers tell of something absent, if they do so otherwise."""
    old, new = pair.old, pair.new
    if old.null_for_absent != new.null_for_absent:
        said = "null, and was left out" if new.null_for_absent else "left out, and was null"
        yield Change(
            kind=KIND,
            aspect=Aspect.SETTINGS,
            what=old.package,
            message=f"in JSON answers what is absent is {said}",
            old=old,
            new=new,
            style=ABSENT,
            span=of_key(new, ABSENT),
            before=of_key(old, ABSENT),
        )
