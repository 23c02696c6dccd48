"""An operation that does something else to a resource, or works on another one."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import FieldRole, Operation, Verb
from generator.model.absence import Presence, presence
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
            neutral = _verdict(pair, old, new)
            yield of_operation(KIND, Aspect.ADDRESS, (old, new), message, neutral)


def _verdict(pair: Pair, old: Operation, new: Operation) -> Verdict:
    """An update keeps what is left out; what else writes the same inputs clears or misses it."""
    if old.on_collection != new.on_collection:
        return both_break("it acts on another thing")
    before, after = old.verb is Verb.UPDATE, new.verb is Verb.UPDATE
    written = {Verb.UPDATE, Verb.REPLACE, Verb.CREATE}
    if before == after or not {old.verb, new.verb} <= written:
        return FINE
    whole = pair.old.request(old) if after else pair.new.request(new)
    fields = [field for field in whole.fields if field.role is FieldRole.PLAIN]
    missed = Grade.BREAKS if fields else Grade.FINE
    optional = any(presence(field) is not Presence.REQUIRED for field in fields)
    cleared = Grade.BREAKS if optional else Grade.FINE
    why = "what is left out stays as it is on one side only"
    if before:
        return Verdict(old=missed, new=cleared, why=why)
    return Verdict(old=cleared, new=missed, why=why)


def _said(operation: Operation) -> str:
    if operation.verb is None:
        return "a function"
    on = ", on: collection" if operation.on_collection and operation.verb is Verb.CALL else ""
    return f"{operation.verb.value}: {operation.resource}{on}"
