"""An operation that does something else to a resource, or works on another one."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Operation, Verb
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF504", name="verb-changed")
KEYWORDS = (*(f"Operation.{verb.value}" for verb in Verb), "Operation.on")


def find(pair: Pair) -> Iterator[Change]:
    """Every operation with another verb or resource; one that has another name is the same."""
    names = {match.old_name: match.new_name for match in pair.resources if match.both}
    for old, new in kept(pair):
        resource = names.get(old.resource or "", old.resource)
        before = (old.verb, resource, old.on_collection)
        if before != (new.verb, new.resource, new.on_collection):
            message = f"'{new.name}' was {_said(old)}, and is {_said(new)}"
            yield of_operation(KIND, Aspect.ADDRESS, (old, new), message)


def _said(operation: Operation) -> str:
    if operation.verb is None:
        return "a function"
    on = ", on: collection" if operation.on_collection and operation.verb is Verb.CALL else ""
    return f"{operation.verb.value}: {operation.resource}{on}"
