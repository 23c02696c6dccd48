"""GEN701 to GEN710: the lock of numbers."""

from collections.abc import Iterable, Sequence

from generator.diagnostics import Diagnostic, Kind, Severity, Span, did_you_mean

UNREADABLE = Kind(code="GEN701", name="lock-unreadable")
NUMBER_TAKEN = Kind(code="GEN702", name="number-taken")
TWICE_IN_LOCK = Kind(code="GEN703", name="twice-in-lock")
LOCK_LEFT_BEHIND = Kind(code="GEN704", name="lock-left-behind")
LOCK_LOST = Kind(code="GEN705", name="lock-lost")


PERHAPS_RENAMED = Kind(code="GEN706", name="perhaps-renamed")
RETYPED = Kind(code="GEN707", name="field-retyped")
RENUMBERED = Kind(code="GEN708", name="field-renumbered", severity=Severity.WARNING)
MERGED = Kind(code="GEN709", name="numbers-merged", severity=Severity.NOTE)
NEVER_KNOWN = Kind(code="GEN710", name="renamed-from-nothing")


def perhaps_renamed(span: Span, name: str, old: str) -> Diagnostic:
    """A new declaration that looks like one that is gone."""
    return PERHAPS_RENAMED.at(
        span,
        f"'{name}' is new, and '{old}', which looks like it, is gone: was it renamed?",
        hint=f"say 'renamed_from: {old}' to keep its numbers, or 'renamed_from: none' if it is new",
    )


def retyped(
    span: Span | None, name: str, number: int, old: str, new: str, place: Span | None
) -> Diagnostic:
    """Another type under the same number."""
    related = ((place, "the lock has it here"),) if place else ()
    return RETYPED.at(
        span,
        f"'{name}' has the number {number} as {old}, and is now {new}",
        hint="give it a new name, or another 'number'",
        related=related,
    )


def never_known(span: Span, old: str, candidates: Iterable[str]) -> Diagnostic:
    """A `renamed_from` that nothing had as its name; candidates: what the lock has instead."""
    hint = did_you_mean(old, candidates)
    return NEVER_KNOWN.at(
        span,
        f"renamed from '{old}', which the lock does not know",
        hint=hint or "remove 'renamed_from' if nothing was built under the old name",
    )


def renumbered(span: Span | None, name: str, old: int, new: int, place: Span | None) -> Diagnostic:
    """An explicit number that is not the one of the lock."""
    related = ((place, "the lock has it here"),) if place else ()
    return RENUMBERED.at(
        span,
        f"'{name}' had the number {old}, and now has {new}: older callers do not find it",
        hint="remove 'number' to keep the old one",
        related=related,
    )


def merged(span: Span | None, name: str, wanted: int, got: int, owner: str) -> Diagnostic:
    """Two branches that gave the same number away."""
    keeper = f"'{owner}' keeps it" if owner else "it is reserved"
    return MERGED.at(
        span,
        f"two branches used the number {wanted}: {keeper}, and '{name}' gets {got}",
    )


def left_behind(contracts: Sequence[str], lock: str, wanted: str) -> Diagnostic:
    """A lock without a contract, beside contracts without a lock.

    wanted: the name of the first one's lock.
    """
    span = Span(file=contracts[0], line=1, column=1, end_line=1, end_column=1)
    names = " and ".join(f"'{contract}'" for contract in contracts)
    hint = f"rename it to '{wanted}' if the contract was renamed; else delete it"
    if len(contracts) > 1:
        hint = "rename it with the contract that was renamed; else delete it"
    verb = "has" if len(contracts) == 1 else "have"
    return LOCK_LEFT_BEHIND.at(
        span, f"{names} {verb} no lock, and '{lock}' has no contract", hint=hint
    )


def missing_lock(contract: str, lock: str, folder: str, *, missing: bool) -> Diagnostic:
    """A lock without numbers, where the output has some."""
    span = Span(file=contract, line=1, column=1, end_line=1, end_column=1)
    state = "is missing" if missing else "is empty"
    return LOCK_LOST.at(
        span,
        f"the lock '{lock}' {state}, and '{folder}' was built with its numbers",
        hint=f"restore it from version control; to number everything anew, delete '{folder}'",
    )


def unreadable(span: Span | None, why: str) -> Diagnostic:
    """A line that no build writes."""
    hint = "restore the file from version control, or correct the line"
    return UNREADABLE.at(span, f"cannot read the lock: {why}", hint=hint)


def number_taken(
    span: Span | None, number: int, name: str, owner: str, place: Span | None, *, gone: bool
) -> Diagnostic:
    """An explicit number that belongs to something else; owner "" = only the number is known."""
    why, hint = f"'{owner}' has it", "leave 'number' out, and it gets a free one"
    if gone and owner:
        why = f"'{owner}' had it, and old messages still carry it"
        hint += f"; or say 'renamed_from: {owner}' if it is the same field"
    elif gone:
        why = "it was in use before, and old messages still carry it"
    related = ((place, f"{number} is kept here"),) if place else ()
    return NUMBER_TAKEN.at(
        span, f"'{name}' cannot have the number {number}: {why}", hint=hint, related=related
    )


def twice_in_lock(span: Span, what: str, place: Span) -> Diagnostic:
    """The same number or name in two lines of the lock."""
    return TWICE_IN_LOCK.at(
        span,
        f"the lock has {what} twice",
        hint="delete the line that is not released yet, and build again",
        related=((place, "the other one is here"),),
    )
