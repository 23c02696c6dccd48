"""LINT506: a sensitive value in an answer that shared caches keep."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT506", name="sensitive-in-shared-cache", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Outputs with a sensitive field, and a ``cache`` that is not private."""
    for operation in subject.operations:
        if operation.cache is None or operation.cache.private:
            continue
        field = next((one for one in subject.outputs_of(operation) if one.sensitive), None)
        if field is not None:
            yield KIND.at(
                operation.span,
                f"shared caches may keep '{field.name}', which is sensitive",
                hint="cache: {max_age: …, private: true}",
            )


RULE = Rule(kind=KIND, find=find, about="a shared cache may keep a sensitive value")
