"""LINT409: an auth scheme that no operation asks for."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT409", name="unused-auth", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Schemes that stand in no operation's ``auth``, nor in ``defaults``."""
    used = {
        choice.scheme
        for operation in subject.operations
        for way in operation.auth
        for choice in way
    }
    for scheme in subject.api.auth.values() if subject.operations else ():
        if subject.owns(scheme.span) and scheme.name not in used:
            yield KIND.at(
                scheme.span,
                f"no operation asks for '{scheme.name}'",
                hint=f"defaults: {{auth: {scheme.name}}} asks for it everywhere; or remove it",
            )


RULE = Rule(kind=KIND, find=find, about="no operation asks for an auth scheme")
