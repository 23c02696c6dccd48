"""LINT413: a written path with capitals or underscores."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.naming import Name

KIND = Kind(code="LINT413", name="path-not-in-kebab-case", severity=Severity.NOTE)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Segments of written paths that are not like ``fraud-checks``."""
    for route in subject.routes:
        for segment in route.path.split("/") if route.written else ():
            plain = segment.partition(":")[0]
            if "{" not in plain and (plain.lower() != plain or "_" in plain) and "." not in plain:
                yield KIND.at(
                    route.span,
                    f"'{segment}' is not written like other paths",
                    hint=f"write {Name.parse(plain).kebab}: derived paths are in kebab-case, too",
                )
                break


RULE = Rule(kind=KIND, find=find, about="a written path has capitals or underscores")
