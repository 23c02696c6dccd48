"""The diagnostics of ``accept:``, which only checks read, and of ``gen check``."""

import datetime
from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Severity, Span, did_you_mean
from generator.model import Accept

UNUSED_ACCEPT = Kind(code="GEN921", name="unused-accept", severity=Severity.WARNING)
EXPIRED_ACCEPT = Kind(code="GEN922", name="expired-accept", severity=Severity.WARNING)
UNKNOWN_RULE = Kind(code="GEN923", name="unknown-rule")
INCOMPLETE_LOCK = Kind(code="GEN941", name="incomplete-lock")


def unused_accept(accept: Accept) -> Diagnostic:
    """Nothing is found that it accepts."""
    where = f" of '{accept.was}'" if accept.was else "" if accept.whole else " here"
    text = f"'accept' of {accept.rule}: no such finding{where}"
    return UNUSED_ACCEPT.at(accept.span, text, hint="remove it")


def expired_accept(accept: Accept, last: datetime.date) -> Diagnostic:
    """Its last day is over, and what it accepted counts again."""
    text = f"'accept' of {accept.rule} ended on {last.isoformat()}"
    return EXPIRED_ACCEPT.at(accept.span, text, hint="mend what it accepts, or set a later 'until'")


def unknown_rule(accept: Accept, known: Iterable[str]) -> Diagnostic:
    """A rule that nobody has."""
    hint = did_you_mean(accept.rule, known) or "'gen explain' lists all rules"
    return UNKNOWN_RULE.at(accept.span, f"unknown rule '{accept.rule}'", hint=hint)


def incomplete_lock(span: Span | None, lock: str, command: str) -> Diagnostic:
    """A lock that lacks numbers, or has some of what is gone: the next build would write it."""
    text = f"'{lock}' is not what the contract says: its numbers are not settled"
    return INCOMPLETE_LOCK.at(span, text, hint=f"run '{command}', and commit the lock")
