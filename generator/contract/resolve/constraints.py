"""Turns constraints as written into ``Constraints``, if they fit their type and can be met."""

import decimal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from generator.contract.problems import values as problem
from generator.contract.resolve import patterns
from generator.diagnostics import Problems, Span
from generator.kinds import ANY, ScalarKind, container_of, kind_of
from generator.kinds.kind import ITEMS, LENGTHS, NUMBERS, TEXTS
from generator.model import (
    NO_CONSTRAINTS,
    Constraints,
    Enum,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    Scalar,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
)

_INSTEAD = {
    "minimum": {TEXTS: "min_length", LENGTHS: "min_length", ITEMS: "min_items"},
    "maximum": {TEXTS: "max_length", LENGTHS: "max_length", ITEMS: "max_items"},
    "min_length": {NUMBERS: "minimum", ITEMS: "min_items"},
    "max_length": {NUMBERS: "maximum", ITEMS: "max_items"},
    "min_items": {TEXTS: "min_length", LENGTHS: "min_length", NUMBERS: "minimum"},
    "max_items": {TEXTS: "max_length", LENGTHS: "max_length", NUMBERS: "maximum"},
}
_LONGEST = 2**31 - 1
# Enough for the sum of any two bounds of the language.
EXACT = decimal.Context(prec=1000)


@dataclass(frozen=True, slots=True)
class ResolvedType:
    """What a type is once its aliases are followed, and what these demand together."""

    core: ScalarRef | ListRef | MapRef | NullableRef | Record | Enum | Union
    inherited: tuple[Constraints, ...]


def shape_of(ref: TypeRef, types: Mapping[str, TypeDef]) -> ResolvedType:
    """Follow aliases; they are known not to be recursive."""
    inherited: list[Constraints] = []
    while isinstance(ref, NamedRef):
        named = types[ref.name]
        if isinstance(named, Record | Enum | Union):
            return ResolvedType(named, tuple(inherited))
        if named.constraints != NO_CONSTRAINTS:
            inherited.append(named.constraints)
        ref = named.type
    return ResolvedType(ref, tuple(inherited))


# Stands for a type that is reported already: it accepts every value, so that nothing follows.
BROKEN = ANY.ref


def spell(ref: TypeRef) -> str:
    """A type as a contract spells it."""
    match ref:
        case ScalarRef():
            return ref.kind
        case NamedRef():
            return ref.name
        case ListRef(item=inner) | MapRef(value=inner):
            return f"{container_of(ref).name}<{spell(inner)}>"
        case NullableRef():
            return f"{spell(ref.item)}?"


def resolve_constraints(
    written: Mapping[str, Scalar], ref: TypeRef, types: Mapping[str, TypeDef], problems: Problems
) -> Constraints:
    """The constraints of one field or alias; those with problems are left out."""
    shape = shape_of(ref, types)
    if shape.core is BROKEN:
        return NO_CONSTRAINTS
    fitting = _fitting(shape)
    found: dict[str, Any] = {}
    for key, node in written.items():
        if key not in fitting:
            hint = _hint(key, fitting, shape)
            problems.add(problem.misfit(node.span, key, spell(ref), hint))
            continue
        value = _value(key, node, shape.core, problems)
        if value is not None:
            found[key] = value
    if not found:
        return NO_CONSTRAINTS
    constraints = Constraints(**found)
    whole = merged([constraints, *shape.inherited])
    why = _impossible(whole, shape.core)
    if why is not None and not any(
        _impossible(inherited, shape.core) for inherited in shape.inherited
    ):
        problems.add(problem.unsatisfiable(_last(written), why))
    return constraints


def merged(all_of: Iterable[Constraints]) -> Constraints:
    """The one set of constraints that means several together (patterns apart)."""
    whole = NO_CONSTRAINTS
    for one in all_of:
        if whole == NO_CONSTRAINTS:
            whole = one
            continue
        whole = replace(
            whole,
            min_length=_most(whole.min_length, one.min_length),
            max_length=_least(whole.max_length, one.max_length),
            minimum=_most(whole.minimum, one.minimum),
            maximum=_least(whole.maximum, one.maximum),
            exclusive_minimum=_most(whole.exclusive_minimum, one.exclusive_minimum),
            exclusive_maximum=_least(whole.exclusive_maximum, one.exclusive_maximum),
            multiple_of=whole.multiple_of or one.multiple_of,
            min_items=_most(whole.min_items, one.min_items),
            max_items=_least(whole.max_items, one.max_items),
            unique_items=whole.unique_items or one.unique_items,
        )
    return whole


def _most(one: Any, other: Any) -> Any:
    return max((bound for bound in (one, other) if bound is not None), default=None)


def _least(one: Any, other: Any) -> Any:
    return min((bound for bound in (one, other) if bound is not None), default=None)


def _fitting(shape: ResolvedType) -> frozenset[str]:
    match shape.core:
        case ScalarRef() as scalar:
            return kind_of(scalar).constraints
        case ListRef() | MapRef() as container:
            return container_of(container).constraints
        case _:
            return frozenset()


def _hint(key: str, fitting: frozenset[str], shape: ResolvedType) -> str | None:
    if isinstance(shape.core, ListRef) and key in ("pattern", "multiple_of"):
        return "declare a type for the items, with this constraint"
    instead = _INSTEAD.get(key, {}).get(fitting)
    if instead is not None:
        return f"use {instead}"
    return f"it can have: {', '.join(sorted(fitting))}" if fitting else "it has no constraints"


def _last(written: Mapping[str, Scalar]) -> Span:
    spans = (node.span for node in written.values())
    return max(spans, key=lambda span: (span.line, span.column))


def _value(
    key: str, node: Scalar, core: object, problems: Problems
) -> int | Decimal | str | bool | None:
    if key == "unique_items":
        return True
    if key == "pattern":
        assert isinstance(node.value, str)
        try:
            patterns.check(node.value)
        except patterns.Unusable as error:
            problems.add(problem.bad_pattern(node.span, error.why, error.hint))
            return None
        return node.value
    if key in NUMBERS:
        assert isinstance(core, ScalarRef)
        return _bound(key, node, kind_of(core), problems)
    assert isinstance(node.value, int)
    if not 0 <= node.value <= _LONGEST:
        problems.add(problem.bad_bound(node.span, key, f"cannot be {node.text}"))
        return None
    return node.value


def _bound(key: str, node: Scalar, kind: ScalarKind, problems: Problems) -> Decimal | None:
    try:
        value = Decimal(str(node.value))
    except decimal.InvalidOperation:
        problems.add(problem.bad_bound(node.span, key, f"must be a number, not '{node.text}'"))
        return None
    if not value.is_finite() or abs(value.adjusted()) > 400:
        why = "must be a finite number"
    elif key == "multiple_of" and value <= 0:
        why = "must be positive"
    elif kind.is_whole and value != value.to_integral_value(context=EXACT):
        why = f"must be a whole number, as all of {kind.name} are"
    elif kind.range is not None and not kind.range[0] <= value <= kind.range[1]:
        why = f"is outside of {kind.name}"
        if kind.is_whole:
            why += f", which goes from {kind.range[0]} to {kind.range[1]}"
    else:
        return value
    problems.add(problem.bad_bound(node.span, key, why))
    return None


def _impossible(all_of: Constraints, core: object) -> str | None:
    """Why no value can satisfy the constraints, or None."""
    if _above(all_of.min_length, all_of.max_length):
        return f"at least {all_of.min_length} and at most {all_of.max_length} long"
    if _above(all_of.min_items, all_of.max_items):
        return f"at least {all_of.min_items} and at most {all_of.max_items} items"
    if isinstance(core, ScalarRef):
        return _empty_range(all_of, kind_of(core))
    return None


def _above(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and low > high


def _empty_range(all_of: Constraints, kind: ScalarKind) -> str | None:
    low, high = all_of.minimum, all_of.maximum
    over, under = all_of.exclusive_minimum, all_of.exclusive_maximum
    if kind.is_whole:  # an exclusive bound is the next inclusive one
        low = _most(low, None if over is None else EXACT.add(over, Decimal(1)))
        high = _least(high, None if under is None else EXACT.subtract(under, Decimal(1)))
        lowest, highest = kind.range or (None, None)
        low, high = _most(low, lowest), _least(high, highest)
        over = under = None
    lowest, highest = _most(low, over), _least(high, under)
    if lowest is None or highest is None:
        return None
    if lowest > highest or (lowest == highest and (lowest == over or highest == under)):
        return f"{_bound_text(all_of, kind, 'least')} and {_bound_text(all_of, kind, 'most')}"
    step = all_of.multiple_of
    if step is None:
        return None
    first = EXACT.multiply(
        EXACT.divide(lowest, step).to_integral_value(decimal.ROUND_CEILING, EXACT), step
    )
    if first == over:
        first = EXACT.add(first, step)
    if first > highest or first == under:
        return f"no multiple of {step} lies between {lowest} and {highest}"
    return None


def _bound_text(all_of: Constraints, kind: ScalarKind, end: str) -> str:
    """The tighter bound at one end, as a reader of the contract would say it."""
    least = end == "least"
    open_ = all_of.exclusive_minimum if least else all_of.exclusive_maximum
    closed = all_of.minimum if least else all_of.maximum
    if kind.is_whole and kind.range is not None:
        limit = kind.range[0 if least else 1]
        closed = _most(closed, limit) if least else _least(closed, limit)
    if open_ is None or (closed is not None and (closed > open_ if least else closed < open_)):
        return f"at {end} {closed}"
    return f"{'more' if least else 'less'} than {open_}"
