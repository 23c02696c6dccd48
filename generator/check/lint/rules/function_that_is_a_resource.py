"""LINT404: functions that together are a resource."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import verb_of
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Operation
from generator.naming import Name, plural

KIND = Kind(code="LINT404", name="function-that-is-a-resource", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Plain functions that create one noun, and read, change or delete it, too."""
    known = {
        words
        for one in subject.api.resources.values()
        for words in (one.singular.words, one.plural.words)
    }
    found: dict[tuple[str, ...], list[Operation]] = defaultdict(list)
    for operation in subject.operations:
        word, noun = operation.name.words[0], operation.name.words[1:]
        if operation.verb is None and noun and verb_of(word) and not operation.streams:
            many = noun if word == "list" else plural(Name.parse("_".join(noun))).words
            found[many].append(operation)
    for noun, operations in found.items():
        verbs = {verb_of(operation.name.words[0]) for operation in operations}
        if "create" in verbs and len(verbs) > 1 and noun not in known:
            yield _at(operations)


def _at(operations: Sequence[Operation]) -> Diagnostic:
    first, *others = operations
    names = ", ".join(str(one.name) for one in operations)
    return KIND.at(
        first.span,
        f"{names}: functions about one noun",
        hint="declare a resource, and say create, get and delete of it: REST has URLs for it then",
        related=tuple((one.span, f"'{one.name}' is here") for one in others if one.span),
    )


RULE = Rule(kind=KIND, find=find, about="functions called Create… and Get… are a resource")
