"""Members of JSON that are spelled otherwise, all of them."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.places import of_key
from generator.diagnostics import Kind
from generator.formats.json.form import JSON_CASE, respelled
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF812", name="json-case-changed")
KEYWORDS = ()  # the style whose setting it is names its keyword


def find(pair: Pair) -> Iterator[Change]:
    """The spelling of all members, if it is another."""
    old, new = pair.old, pair.new
    found = respelled(old, new)
    if found is not None:
        yield Change(
            kind=KIND,
            aspect=Aspect.SETTINGS,
            what=old.package,
            message=f"members of JSON are spelled otherwise ({found[0]} → {found[1]})",
            old=old,
            new=new,
            style=JSON_CASE,
            span=of_key(new, JSON_CASE),
            before=of_key(old, JSON_CASE),
        )
