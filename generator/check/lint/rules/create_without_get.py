"""LINT406: a resource that can be created, and not be looked up."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Verb

KIND = Kind(code="LINT406", name="create-without-get", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Resources with ``create``, and neither ``get`` nor ``list``."""
    for resource in subject.api.resources.values():
        verbs = {operation.verb for operation in subject.api.operations_on(resource.name)}
        if Verb.CREATE in verbs and not verbs & {Verb.GET, Verb.LIST}:
            yield KIND.at(
                resource.span,
                f"'{resource.name}' can be created, and neither read nor listed",
                hint=f"add Get{resource.singular.pascal}: {{get: {resource.name}}}",
            )


RULE = Rule(kind=KIND, find=find, about="a resource has `create`, and neither `get` nor `list`")
