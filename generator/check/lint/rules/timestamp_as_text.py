"""LINT305: an instant or a date that is a plain text."""

from collections.abc import Iterator

from generator.check.lint.plain import is_free_text
from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT305", name="timestamp-as-text", severity=Severity.WARNING)
_DONE = frozenset(
    {
        "accepted",
        "approved",
        "booked",
        "canceled",
        "cancelled",
        "changed",
        "closed",
        "completed",
        "confirmed",
        "created",
        "deleted",
        "delivered",
        "ended",
        "expires",
        "expired",
        "finished",
        "issued",
        "modified",
        "opened",
        "ordered",
        "paid",
        "placed",
        "published",
        "received",
        "scheduled",
        "seen",
        "sent",
        "shipped",
        "signed",
        "started",
        "submitted",
        "updated",
        "verified",
    }
)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Texts without a pattern that are called ``…_at``, ``…_date``, ``timestamp``."""
    for field in subject.fields:
        if is_free_text(subject, field) and (kind := _kind(field.name.words)):
            yield KIND.at(
                field.span,
                f"'{field.name}' is a {kind}, and any text fits",
                hint=f"write {kind}: every style has one way to write it, and Python a type",
            )


def _kind(words: tuple[str, ...]) -> str | None:
    if words[-1] == "timestamp" or (words[-1] == "at" and words[0] in _DONE):
        return "timestamp"
    return "date" if words[-1] in ("date", "birthday") else None


RULE = Rule(kind=KIND, find=find, about="an instant or a date is a `string`")
