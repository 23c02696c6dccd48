"""Turns findings and what contracts accept into the findings that count."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.check import problems as p
from generator.diagnostics import Diagnostic, Kind, Span
from generator.diagnostics.registry import all_kinds
from generator.model import Accept


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding of a rule; was: what it is about, where that is gone (``Product.price``)."""

    diagnostic: Diagnostic
    was: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The findings that count, those that are accepted and why, and what is wrong with accepts."""

    kept: tuple[Found, ...]
    accepted: tuple[tuple[Found, Accept], ...]
    problems: tuple[Diagnostic, ...]


def settle(
    found: Iterable[Found],
    accepts: Iterable[Accept],
    judged: Mapping[str, Kind],
    today: datetime.date,
) -> Settled:
    """Sort findings by whether an ``accept`` holds for them today.

    judged: the kinds that this run looked for, by code: an accept of another rule is not unused.
    """
    names = {kind.name: code for code, kind in judged.items()}
    mine = [one for one in accepts if one.rule in judged or one.rule in names]
    valid = [one for one in mine if one.until is None or one.until >= today]
    kept: list[Found] = []
    accepted: list[tuple[Found, Accept]] = []
    for one in found:
        accept = next((each for each in valid if _holds(each, one, names)), None)
        if accept is None:
            kept.append(one)
        else:
            accepted.append((one, accept))
    used = {id(accept) for _, accept in accepted}
    return Settled(
        kept=tuple(kept),
        accepted=tuple(accepted),
        problems=tuple(
            p.expired_accept(each, each.until)
            if each.until is not None and each.until < today
            else p.unused_accept(each)
            for each in mine
            if id(each) not in used
        ),
    )


def unknown_rules(accepts: Collection[Accept]) -> Iterator[Diagnostic]:
    """What is accepted of rules that do not exist."""
    if not accepts:
        return
    rules = (kind for code, kind in all_kinds().items() if not code.startswith("GEN"))
    names = {name for kind in rules for name in (kind.code, kind.name)}
    yield from (p.unknown_rule(one, sorted(names)) for one in accepts if one.rule not in names)


def _holds(accept: Accept, found: Found, names: Mapping[str, str]) -> bool:
    if names.get(accept.rule, accept.rule) != found.diagnostic.code:
        return False
    if accept.was is not None:
        return accept.was == found.was
    span = found.diagnostic.span
    same_file = span is None or span.file == accept.scope.file
    return (accept.whole and same_file) or (span is not None and _inside(span, accept.scope))


def _inside(span: Span, scope: Span) -> bool:
    start, end = (scope.line, scope.column), (scope.end_line, scope.end_column)
    return span.file == scope.file and start <= (span.line, span.column) < end
