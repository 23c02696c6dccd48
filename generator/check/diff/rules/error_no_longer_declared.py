"""An operation that does not declare an error any more."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Flow, Grade, Verdict

KIND = Kind(code="DIFF511", name="error-no-longer-declared")
KEYWORDS = ("Operation.errors",)


def find(pair: Pair) -> Iterator[Change]:
    """Every error that an operation of the new contract does not name."""
    new_names = {match.old_name: match.new_name for match in pair.errors if match.both}
    for old, new in kept(pair):
        for error in old.errors:
            if new_names.get(error) in new.errors:
                continue
            flow = Flow(errors=frozenset({new.name.text}))
            why = "one side does not know it: it arrives by its code, or as an internal error"
            message = f"'{new.name}' does not declare '{error}' any more"
            neutral = Verdict(old=Grade.WEAKER, new=Grade.WEAKER, why=why)
            at = (f"errors.{error}", "errors")
            yield of_operation(KIND, Aspect.VALUES, (old, new), message, neutral, flow=flow, at=at)
