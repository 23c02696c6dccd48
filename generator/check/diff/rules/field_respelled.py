"""A field with the same words in another spelling."""

from collections.abc import Iterator

from generator.check.diff.changes import field_change, flow_at
from generator.check.diff.pairs import Pair
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model.change import FINE, Aspect, Change
from generator.model.matches import squeezed

KIND = Kind(code="DIFF109", name="field-respelled")
KEYWORDS = ("Type.fields", "Error.fields")


def find(pair: Pair) -> Iterator[Change]:
    """Every field whose spelling is another in JSON or in Python.

    What is the same in the contract, and another in JSON, is the case of a whole contract's JSON.
    """
    for field in pair.fields:
        if field.both is None:
            continue
        old, new = field.both
        same = (old.name.snake, old.json_name) == (new.name.snake, new.json_name)
        if same or old.name.text == new.name.text:
            continue
        if squeezed(old.name.snake) == squeezed(new.name.snake):
            names = "the member has another name"
            respelled = old.json_name != new.json_name
            yield field_change(
                KIND,
                Aspect.NAME,
                field,
                f"'{field.what}' is now spelled '{new.name.text}'",
                both(flow_at(field.sites), names) if respelled else FINE,
            )
