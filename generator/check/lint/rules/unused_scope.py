"""LINT419: a scope that no operation needs."""

from collections import defaultdict
from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT419", name="unused-scope", severity=Severity.NOTE)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Declared scopes that stand in no operation's ``auth``."""
    used: dict[str, set[str]] = defaultdict(set)
    for operation in subject.operations:
        for choice in (choice for way in operation.auth for choice in way):
            used[choice.scheme] |= {*choice.scopes}
    for scheme in subject.api.auth.values():
        unused = [scope for scope in scheme.scopes if scope not in used[scheme.name]]
        if unused and used[scheme.name] and subject.owns(scheme.span):
            yield KIND.at(
                scheme.span,
                f"no operation needs {', '.join(unused)} of '{scheme.name}'",
                hint="ask for it where it is needed, or remove it",
            )


RULE = Rule(kind=KIND, find=find, about="no operation needs a scope")
