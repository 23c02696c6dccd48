"""All descriptions of a contract, with the places of what they are about."""

from collections.abc import Iterator

from generator.check.lint.subject import Subject
from generator.diagnostics import Span


def described(subject: Subject) -> Iterator[tuple[str, Span | None]]:
    """Every description that is not empty."""
    api = subject.api
    many = (
        *subject.types,
        *subject.errors,
        *api.resources.values(),
        *subject.operations,
        *subject.fields,
        *api.auth.values(),
        *(value for enum in subject.enums for value in enum.values),
    )
    yield from ((one.description, one.span) for one in many if one.description)
    if api.description:
        yield api.description, api.span
