"""A field with the same words in another spelling, which is another one in JSON, too."""

from collections.abc import Iterator

from generator.check.diff.changes import field_change, flow_at
from generator.check.diff.pairs import Pair
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF109", name="member-respelled")
KEYWORDS = ("Type.fields", "Error.fields")


def find(pair: Pair) -> Iterator[Change]:
    """Every field whose words stay, and whose spelling does not."""
    for field in pair.fields:
        if field.both is None:
            continue
        old, new = field.both
        if old.name.text == new.name.text or old.name.snake != new.name.snake:
            continue  # the case of a whole contract's JSON is told once
        if old.json_name != new.json_name:
            yield field_change(
                KIND,
                Aspect.NAME,
                field,
                f"in JSON '{old.json_name}' is now spelled '{new.json_name}'",
                both(flow_at(field.sites), "the member has another name"),
            )
