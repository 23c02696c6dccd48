"""An operation that can fail with one more declared error."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import FINE, Aspect, Change, Flow

KIND = Kind(code="DIFF510", name="error-added")
KEYWORDS = ("Operation.errors",)


def find(pair: Pair) -> Iterator[Change]:
    """Every error that an operation of the old contract did not name."""
    old_names = {match.new_name: match.old_name for match in pair.errors if match.both}
    for old, new in kept(pair):
        for error in new.errors:
            if old_names.get(error) in old.errors:
                continue
            flow = Flow(errors=frozenset({new.name.text}))
            message = f"'{new.name}' can fail with '{error}'"
            # Errors that nobody declares arrive at all times: callers know its code.
            at = (f"errors.{error}", "errors")
            yield of_operation(KIND, Aspect.VALUES, (old, new), message, FINE, flow=flow, at=at)
