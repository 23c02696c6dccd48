"""LINT416: a ``get`` that declares no way not to find."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Code, Verb

KIND = Kind(code="LINT416", name="get-without-not-found", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """What looks up by key, without an error of the code ``not_found``."""
    for operation in subject.operations:
        codes = {subject.api.errors[name].code for name in operation.errors}
        keyed = operation.verb in (Verb.GET, Verb.UPDATE, Verb.REPLACE, Verb.DELETE)
        if keyed and Code.NOT_FOUND not in codes and subject.api.request(operation).fields:
            yield KIND.at(
                operation.span,
                f"'{operation.name}' declares no error of the code not_found",
                hint="declare one, with the key among its fields, and add it to 'errors'",
            )


RULE = Rule(
    kind=KIND, find=find, about="what looks up by key declares no `not_found`", optional=True
)
