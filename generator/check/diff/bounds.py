"""Finds the fields and aliases of which other values are valid: lengths, bounds, patterns."""

from collections.abc import Callable, Iterator

from generator.check.diff.changes import field_change, flow_at, type_change
from generator.check.diff.field_pairs import FieldPair
from generator.check.diff.pairs import Pair
from generator.check.diff.refs import alike
from generator.check.diff.verdicts import narrowed, widened
from generator.diagnostics import Kind
from generator.kinds import kind_of
from generator.model import (
    Alias,
    Constraints,
    FieldRole,
    ScalarRef,
    TypeRef,
)
from generator.model.change import Aspect, Change, Flow, Site, Verdict, Way, worst
from generator.model.demands import Difference, Step, differences
from generator.model.refs import followed


def bounds_changed(kind: Kind, pair: Pair, step: Step) -> Iterator[Change]:
    """The constraints of fields and aliases that changed so."""
    for field in pair.fields:
        if field.both is None or field.both[0].role is FieldRole.ORDER_BY:
            continue
        old_field, new_field = field.both
        for found in _of_types(
            pair,
            old_field.constraints,
            old_field.type,
            new_field.constraints,
            new_field.type,
        ):
            if found.step is step:
                sites = [site for site in field.sites if _constrained(field, site)]
                neutral = _verdict(step, flow_at(sites), found.said)
                message = f"{step.value} values of '{field.named}' are valid ({found.said})"
                yield field_change(kind, Aspect.VALUES, field, message, neutral, sites=sites)
    for match in pair.types:
        old, new = match.old, match.new
        if isinstance(old, Alias) and isinstance(new, Alias):
            for found in _of_types(pair, old.constraints, old.type, new.constraints, new.type):
                if found.step is step:
                    message = f"{step.value} values of '{match.new_name}' are valid ({found.said})"
                    judge = _judging(step, found.said)
                    yield type_change(kind, Aspect.VALUES, pair, match, message, judge)


def _judging(step: Step, said: str) -> Callable[[Flow], Verdict]:
    return lambda flow: _verdict(step, flow, said)


def _verdict(step: Step, flow: Flow, said: str) -> Verdict:
    match step:
        case Step.TIGHTENED:
            return narrowed(
                flow, f"new servers refuse some values ({said})", f"old servers send more ({said})"
            )
        case Step.LOOSENED:
            return widened(
                flow, f"old servers refuse some values ({said})", f"new servers send more ({said})"
            )
        case Step.CHANGED:
            why = f"some values are refused ({said})"
            return worst([narrowed(flow, why), widened(flow, why)])


def _constrained(field: FieldPair, site: Site) -> bool:
    """Whether a copy has the constraints of the field: what is filtered by has none."""
    if site.way is not Way.INTO or site.both is None or field.both is None:
        return True
    return not (
        site.both[1].role is FieldRole.FILTER
        and site.both[1].constraints != field.both[1].constraints
    )


def _of_types(
    pair: Pair, old: Constraints, old_type: TypeRef, new: Constraints, new_type: TypeRef
) -> Iterator[Difference]:
    """What is demanded otherwise; what changed within a declared alias is told there."""
    if old == new and old_type == new_type:
        return
    if alike(pair, old_type, new_type):
        core, _ = followed(pair.new.types, new_type)
        yield from differences([old], [new], whole=_is_whole(core))
        return
    before, inherited_before = followed(pair.old.types, old_type)
    after, inherited_after = followed(pair.new.types, new_type)
    if alike(pair, before, after):  # one has a name that the other does not have
        yield from differences(
            [old, *inherited_before], [new, *inherited_after], whole=_is_whole(after)
        )


def _is_whole(core: TypeRef) -> bool:
    return isinstance(core, ScalarRef) and kind_of(core).is_whole
