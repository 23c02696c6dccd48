"""What contracts say of the end of a thing: what is gone, and what has another end now."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.check.diff.resources import kept_resources, of_resource
from generator.diagnostics import Kind
from generator.model import Api, Deprecation, Operation, Resource
from generator.model.change import FINE, Aspect, Change, Verdict
from generator.model.matches import Match

_Both = tuple[Deprecation | None, Deprecation | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """An operation, or a resource with all that is below it, and its ends before and after."""

    pair: Pair
    thing: tuple[Operation, Operation] | Match[Resource]
    named: str
    both: _Both

    def change(self, kind: Kind, message: str, neutral: Verdict = FINE) -> Change:
        """What is said of it."""
        if isinstance(self.thing, Match):
            return of_resource(self.pair, kind, self.thing, message, neutral, aspect=Aspect.PROMISE)
        return of_operation(kind, Aspect.PROMISE, self.thing, message, neutral)


def ended(pair: Pair) -> Iterator[Ended]:
    """All that can be called, and has another end now; what follows from a resource is one."""
    for match, old, new in kept_resources(pair):
        both = old.deprecated, new.deprecated
        if both[0] != both[1] and both != _of(pair, old.parent, new.parent):
            named = f"the resource '{new.name}'"
            yield Ended(pair=pair, thing=match, named=named, both=both)
    for before, after in kept(pair):
        both = before.deprecated, after.deprecated
        if both[0] != both[1] and both != _of(pair, before.resource, after.resource):
            named = f"'{after.name}'"
            yield Ended(pair=pair, thing=(before, after), named=named, both=both)


def _of(pair: Pair, old: str | None, new: str | None) -> _Both:
    return _end(pair.old, old), _end(pair.new, new)


def _end(api: Api, resource: str | None) -> Deprecation | None:
    return None if resource is None else api.resources[resource].deprecated


def announced(deprecated: Deprecation | None) -> str:
    """`` (announced: sunset 2026-01-01)``; a removal breaks all the same, but is no surprise."""
    if deprecated is None:
        return ""
    if deprecated.sunset is not None:
        return f" (it was deprecated, with the sunset {deprecated.sunset})"
    return " (it was deprecated, without a sunset)"


def deprecation(old: Deprecation | None, new: Deprecation | None) -> str | None:
    """What is said of something whose deprecation is another; None where it is the same."""
    if old == new:
        return None
    if new is None:
        return "is not deprecated any more"
    if old is not None:
        return "is deprecated in other words"
    return "is deprecated now" + ("" if new.sunset is None else f", with the sunset {new.sunset}")


def is_earlier(old: Deprecation | None, new: Deprecation | None) -> bool:
    """Whether the end was said to be later."""
    before, after = (None if one is None else one.sunset for one in (old, new))
    return before is not None and after is not None and after < before
