"""LINT105: an operation that is called ``ProductCreate``."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.check.lint.words import KNOWN_VERBS, both_numbers
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.naming import Name

KIND = Kind(code="LINT105", name="noun-before-verb", severity=Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Operations that begin with a declared noun and end in a verb, or are a noun alone."""
    nouns = {
        words
        for one in (*subject.types, *subject.api.resources.values())
        for words in both_numbers(Name.parse(one.name))
    }
    for operation in subject.operations:
        words = operation.name.words
        if words in nouns and words[0] not in KNOWN_VERBS:
            hint = "begin with what it does: GetProduct, AddProduct, SendInvoice"
            yield KIND.at(operation.span, f"'{operation.name}' says no verb", hint=hint)
        elif words[:-1] in nouns and words[-1] in KNOWN_VERBS and words[0] not in KNOWN_VERBS:
            better = Name.parse("_".join((words[-1], *words[:-1]))).pascal
            yield KIND.at(
                operation.span,
                f"'{operation.name}' has its verb at the end",
                hint=f"call it {better}, with renamed_from: {operation.name}",
            )


RULE = Rule(kind=KIND, find=find, about="an operation is called `ProductCreate`, or `Product`")
