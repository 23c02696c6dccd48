"""Finds types that never end: aliases of themselves, and records that require themselves."""

from collections.abc import Mapping
from dataclasses import replace

from generator.contract.problems import types as problem
from generator.contract.resolve.constraints import BROKEN, shape_of
from generator.diagnostics import Problems, Span
from generator.model import (
    Alias,
    Enum,
    Field,
    NamedRef,
    Record,
    TypeDef,
    Union,
)
from generator.model.refs import leaf


def without_alias_loops(types: Mapping[str, TypeDef], problems: Problems) -> dict[str, TypeDef]:
    """The types with every circle of aliases cut, after reporting each of them once."""
    found = dict(types)
    finished: set[str] = set()
    for start in types:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in finished:
            alias = types[at]
            if not isinstance(alias, Alias):
                break
            if at in path:
                circle = list(path)[list(path).index(at) :]
                assert alias.span is not None
                problems.add(problem.alias_loop(alias.span, [*circle, at]))
                found[at] = replace(alias, type=BROKEN)
                break
            path[at] = None
            at = leaf(alias.type)
        finished.update(path)
    return found


def report_endless_records(
    types: Mapping[str, TypeDef],
    fields: Mapping[str, tuple[Field, ...]],
    problems: Problems,
) -> None:
    """Report every circle of records that no value can end, at a field that could end it."""
    needs = {name: _needs(type_, types, fields) for name, type_ in types.items()}
    endless = _without_finite({name: needed for name, needed in needs.items() if needed}, types)
    finished: set[str] = set()
    for start in endless:
        path: list[str] = []
        at = start
        while at not in finished:
            finished.add(at)
            path.append(at)
            at = next(iter(endless[at]))
        if at in path:
            _report(path[path.index(at) :], types, endless, problems)


Needs = dict[str, dict[str, Span | None]]  # record or union → what it needs, and why there


def _needs(
    type_: TypeDef, types: Mapping[str, TypeDef], fields: Mapping[str, tuple[Field, ...]]
) -> dict[str, Span | None]:
    """The records and unions without a value of which there is none of this type."""
    match type_:
        case Record():
            found: dict[str, Span | None] = {}
            for field in fields[type_.name]:
                if field.required and isinstance(field.type, NamedRef):
                    core = shape_of(field.type, types).core
                    if isinstance(core, Record | Union):
                        found.setdefault(core.name, field.span)
            return found
        case Union():
            return {variant.record: variant.span for variant in type_.variants}
        case Enum() | Alias():
            return {}


def _without_finite(needs: Needs, types: Mapping[str, TypeDef]) -> Needs:
    """What is left when everything is removed that can end: in time linear in the needs."""
    users: dict[str, list[str]] = {}
    for name, needed in needs.items():
        for other in needed:
            users.setdefault(other, []).append(name)
    finite = [name for name in users if name not in needs]
    left = {name: dict(needed) for name, needed in needs.items()}
    while finite:
        done = finite.pop()
        for user in users.get(done, ()):
            if user not in left:
                continue
            del left[user][done]
            # A union needs one of its variants to end, a record all of its fields.
            if not left[user] or isinstance(types[user], Union):
                del left[user]
                finite.append(user)
    return left


def _report(
    circle: list[str], types: Mapping[str, TypeDef], endless: Needs, problems: Problems
) -> None:
    first = next(i for i, name in enumerate(circle) if isinstance(types[name], Record))
    turned = [*circle[first:], *circle[:first]]
    place = endless[turned[0]][turned[1] if len(turned) > 1 else turned[0]]
    if place is not None:
        problems.add(problem.endless_record(place, [*turned, turned[0]]))
