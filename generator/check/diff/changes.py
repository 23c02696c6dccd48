"""Makes the changes that rules state: the place, the flow and the operations of a thing."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypedDict

from generator.check.diff.field_pairs import FieldPair
from generator.check.diff.pairs import Pair, flow_of
from generator.diagnostics import Kind, Span
from generator.model import EnumValue, ErrorType, TypeDef, Variant
from generator.model.change import FINE, Aspect, Change, Flow, Site, Verdict
from generator.model.matches import Match


def field_change(
    kind: Kind,
    aspect: Aspect,
    field: FieldPair,
    message: str,
    neutral: Verdict = FINE,
    *,
    sites: Iterable[Site] | None = None,
    hint: str | None = None,
) -> Change:
    """A change of a field. sites: where it counts, by default wherever the field travels."""
    counted = field.sites if sites is None else tuple(sites)
    before, span = field.places
    return Change(
        kind=kind,
        aspect=aspect,
        what=field.what,
        message=message,
        old=field.old,
        new=field.new,
        owners=field.owners,
        flow=flow_at(counted),
        operations=tuple(dict.fromkeys(site.operation for site in counted)),
        sites=counted,
        neutral=neutral,
        hint=hint,
        span=span or before,
        before=before,
    )


def flow_at(sites: Iterable[Site]) -> Flow:
    """What carries a field, by the new names of the operations."""
    return flow_of([(site.operation[1], site.way) for site in sites])


Neutral = Callable[[Flow], Verdict]


def harmless(_: Flow) -> Verdict:
    """Nobody is broken, wherever it travels."""
    return FINE


def type_change(
    kind: Kind,
    aspect: Aspect,
    pair: Pair,
    match: Match[TypeDef],
    message: str,
    neutral: Neutral = harmless,
    *,
    lasting: bool = False,
    hint: str | None = None,
) -> Change:
    """A change of a declared type. lasting: where it travelled before and still does."""
    flow, operations = pair.type_flow(match, lasting=lasting)
    return Change(
        kind=kind,
        aspect=aspect,
        what=match.old_name or match.new_name,
        message=message,
        old=match.old,
        new=match.new,
        flow=flow,
        operations=operations,
        neutral=neutral(flow),
        hint=hint,
        **_places(match.old, match.new),
    )


def part_change(
    kind: Kind,
    aspect: Aspect,
    pair: Pair,
    match: Match[TypeDef],
    part: Match[EnumValue] | Match[Variant],
    message: str,
    neutral: Neutral = harmless,
    *,
    hint: str | None = None,
) -> Change:
    """A change of a value of an enum, or of a variant of a union."""
    flow, operations = pair.type_flow(match)
    return Change(
        kind=kind,
        aspect=aspect,
        what=f"{match.old_name}.{part.old_name or part.new_name}",
        message=message,
        old=part.old,
        new=part.new,
        owners=(match.old_name, match.new_name),
        flow=flow,
        operations=operations,
        neutral=neutral(flow),
        hint=hint,
        **_places(part.old, part.new),
    )


def error_change(
    kind: Kind,
    aspect: Aspect,
    pair: Pair,
    match: Match[ErrorType],
    message: str,
    neutral: Neutral = harmless,
    *,
    hint: str | None = None,
) -> Change:
    """A change of a declared error."""
    operations = pair.declaring(match)
    flow = Flow(errors=frozenset(new for _, new in operations))
    return Change(
        kind=kind,
        aspect=aspect,
        what=match.old_name or match.new_name,
        message=message,
        old=match.old,
        new=match.new,
        flow=flow,
        operations=operations,
        neutral=neutral(flow),
        hint=hint,
        **_places(match.old, match.new),
    )


class _Places(TypedDict):
    span: Span | None
    before: Span | None


class _Placed(Protocol):
    @property
    def span(self) -> Span | None: ...


def _places(old: _Placed | None, new: _Placed | None) -> _Places:
    before = None if old is None else old.span
    return {"span": before if new is None else new.span, "before": before}
