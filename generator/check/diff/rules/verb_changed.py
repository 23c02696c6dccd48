"""An operation that does something else to a resource, or works on another one."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Operation, Verb
from generator.model.change import FINE, Aspect, Change, Grade, Verdict, both_break

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
            neutral = _verdict(old, new)
            yield of_operation(KIND, Aspect.ADDRESS, (old, new), message, neutral)


def _verdict(old: Operation, new: Operation) -> Verdict:
    """An update keeps what is left out; whatever else writes the same inputs does not."""
    if old.on_collection != new.on_collection:
        return both_break("it acts on another thing")
    match old.verb, new.verb:
        case Verb.UPDATE, Verb.REPLACE | Verb.CREATE:
            why = "what is left out is not kept, or is missed"
            return Verdict(old=Grade.BREAKS, new=Grade.WEAKER, why=why)
        case Verb.REPLACE | Verb.CREATE, Verb.UPDATE:
            why = "what is left out is kept on one side only"
            return Verdict(old=Grade.WEAKER, new=Grade.BREAKS, why=why)
        case _:
            return FINE


def _said(operation: Operation) -> str:
    if operation.verb is None:
        return "a function"
    on = ", on: collection" if operation.on_collection and operation.verb is Verb.CALL else ""
    return f"{operation.verb.value}: {operation.resource}{on}"
