"""LINT402: a function that reads, and does not say that it changes nothing."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Verb

KIND = Kind(code="LINT402", name="read-that-is-not-safe", severity=Severity.WARNING)
_READS = frozenset({"get", "list", "find", "search", "count", "describe"})


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Operations called Get…, List…, Find…, Search…, Count… without ``safe``."""
    for operation in subject.operations:
        reads = operation.name.words[0] in _READS
        if operation.verb in (None, Verb.CALL) and reads and not operation.safe:
            if operation.stream_input is not None:
                continue
            yield KIND.at(
                operation.span,
                f"'{operation.name}' reads, and does not say that it changes nothing",
                hint="safe: true makes it a GET that may be retried and cached",
            )


RULE = Rule(kind=KIND, find=find, about="a function called Get… or List… is not `safe`")
