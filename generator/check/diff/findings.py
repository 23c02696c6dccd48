"""Turns a difference and its verdicts into a diagnostic at the line of a contract."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from generator.check.diff.differ import PYTHON, Difference, Differences
from generator.diagnostics import Diagnostic, Severity, Span
from generator.model.change import Grade

_SEVERITY = {Grade.BREAKS: Severity.ERROR, Grade.WEAKER: Severity.WARNING}
_OLD = {Grade.BREAKS: "breaks", Grade.WEAKER: "weakens"}
_NEW = {
    Grade.BREAKS: "breaks until the server is deployed",
    Grade.WEAKER: "weakens until the server is deployed",
}


def counts(one: Difference, *, both: bool) -> bool:
    """Whether a difference decides the exit code.

    It breaks old clients, or weakens what they were promised; with both, it breaks new ones.
    """
    return one.old is not Grade.FINE or (both and one.new is Grade.BREAKS)


def finding(
    one: Difference, found: Differences, shown: Callable[[Span], Span], *, both: bool, here: bool
) -> Diagnostic:
    """What is said of one difference.

    shown: a place of the old contract as people know it; here: the place must be in the new
    contract, for programs that mark its lines: what is gone is then told where it was missing.
    """
    change = one.change
    gone = change.new is None and change.old is not None
    span = change.span
    related: tuple[tuple[Span, str], ...] = ()
    if gone and change.before is not None:
        span = was = shown(change.before)
        if here:
            related = ((was, "it was here"),)
            span = _owner(one, found)
    grade = max(one.old, one.new if both and one.new is Grade.BREAKS else Grade.FINE, key=_rank)
    text = change.kind.at(span, change.message, hint=change.hint, related=related)
    severity = _SEVERITY.get(grade, Severity.NOTE)
    facts = tuple(_facts(one, found))
    way_out = change.hint or f"the ways out: gen explain {change.kind.code}"
    hint = None if severity is Severity.NOTE else way_out
    return replace(text, severity=severity, facts=facts, hint=hint)


def _rank(grade: Grade) -> int:
    return list(Grade).index(grade)


def _facts(one: Difference, found: Differences) -> Iterator[tuple[str, str]]:
    titles = {audience.name: audience.title for audience in found.audiences}
    for words, side, who in ((_OLD, "old", "old"), (_NEW, "new", "new")):
        for grade, label in words.items():
            reasons: dict[str, list[str]] = {}
            for name, verdict in one.verdicts.items():
                if getattr(verdict, side) is grade:
                    why = verdict.reason_new if side == "new" else verdict.why
                    reasons.setdefault(why, []).append(name)
            said = [_said(names, titles, who, why) for why, names in reasons.items()]
            if said:
                yield label, "; ".join(said)


def _said(names: Sequence[str], titles: dict[str, str], who: str, why: str) -> str:
    styles = [titles[name] for name in names if name != PYTHON]
    every = len(styles) == len(titles) - 1 > 1
    parts = []
    if styles:
        parts.append(f"{who} clients of {'every style' if every else ', '.join(styles)}")
    if PYTHON in names:
        parts.append(f"{titles[PYTHON]} code")
    return " and ".join(parts) + (f" ({why})" if why else "")


def _owner(one: Difference, found: Differences) -> Span | None:
    """Where in the new contract something is missing: what it belonged to, or the head."""
    api = found.pair.new
    name = one.change.owners[1]
    for things in (api.types, api.operations, api.errors, api.resources):
        thing = things.get(name)
        if thing is not None and thing.span is not None:
            return thing.span
    return api.span
