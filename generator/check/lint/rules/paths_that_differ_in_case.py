"""LINT412: paths that are the same but for the case of letters."""

import re
from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.styles.route import Route

KIND = Kind(code="LINT412", name="paths-that-differ-in-case", severity=Severity.WARNING)
_VARIABLE = re.compile(r"\{[^}]*\}")


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``/Products`` beside ``/products``: many servers, proxies and caches take them for one."""
    seen: dict[str, Route] = {}
    for route in subject.routes:
        path = _VARIABLE.sub("{}", route.path)
        first = seen.setdefault(path.lower(), route)
        if _VARIABLE.sub("{}", first.path) != path:
            other = first.operations[0]
            related = ((first.span, f"'{other.name}' has it"),) if first.span else ()
            yield KIND.at(
                route.span,
                f"{route.path} differs from {first.path} in the case of letters only",
                hint="write both alike",
                related=related,
            )


RULE = Rule(kind=KIND, find=find, about="two paths differ in the case of letters only")
