"""LINT410: a resource that no operation is about."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT410", name="unused-resource", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Resources without operations, and without any below them."""
    for resource in subject.api.resources.values() if subject.operations else ():
        below = subject.api.children(resource.name)
        if not subject.api.operations_on(resource.name) and not below:
            yield KIND.at(
                resource.span,
                f"no operation is about the resource '{resource.name}'",
                hint=f"add one: Get{resource.singular.pascal}: {{get: {resource.name}}}",
            )


RULE = Rule(kind=KIND, find=find, about="no operation is about a resource")
