"""The resources that are there before and after, and the changes that are told of them."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, names_of
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Api, Resource
from generator.model.change import FINE, Aspect, Change, Verdict
from generator.model.matches import Match


def kept_resources(pair: Pair) -> Iterator[tuple[Match[Resource], Resource, Resource]]:
    """Each resource of both sides, in the new order."""
    for match in pair.resources:
        if match.both is not None:
            yield match, *match.both


def of_resource(
    pair: Pair,
    kind: Kind,
    match: Match[Resource],
    message: str,
    neutral: Verdict = FINE,
    *,
    aspect: Aspect = Aspect.ADDRESS,
    hint: str | None = None,
) -> Change:
    """A change of a resource, which reaches its operations and those of what is below it."""
    thing = match.new or match.old
    below = {*_below(pair.old, match.old_name), *_below(pair.new, match.new_name)}
    operations = [(old, new) for old, new in kept(pair) if {old.resource, new.resource} & below]
    return Change(
        kind=kind,
        aspect=aspect,
        what=match.old_name or match.new_name,
        message=message,
        old=match.old,
        new=match.new,
        operations=names_of(operations),
        neutral=neutral,
        hint=hint,
        span=thing.span if thing is not None else None,
        before=match.old.span if match.old is not None else None,
    )


def _below(api: Api, name: str) -> Iterator[str]:
    """A resource and all that are nested in it."""
    if name in api.resources:
        yield name
    for child in api.children(name):
        yield from _below(api, child.name)
