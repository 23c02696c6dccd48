"""Tells which fields take any text."""

from generator.check.lint.subject import Subject
from generator.model import Field


def is_free_text(subject: Subject, field: Field) -> bool:
    """Whether a field is a string that no pattern narrows, behind aliases, too."""
    narrowed = any(limits.pattern is not None for limits in subject.limits(field))
    return subject.scalar(field) == "string" and not narrowed
