"""LINT108: a word that is abbreviated in one name and written out in another."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT108", name="abbreviated-here-only", severity=Severity.WARNING)
_ABBREVIATIONS = {
    "acct": "account",
    "addr": "address",
    "amt": "amount",
    "cfg": "configuration",
    "cust": "customer",
    "dept": "department",
    "img": "image",
    "lang": "language",
    "mgr": "manager",
    "msg": "message",
    "org": "organization",
    "pwd": "password",
    "qty": "quantity",
    "tel": "telephone",
    "txn": "transaction",
    "usr": "user",
}


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Fields with an abbreviation whose whole word another field has."""
    fields = [field for field in subject.fields if subject.owns(field.span)]
    whole = {word: field for field in reversed(fields) for word in field.name.words}
    for field in fields:
        for word in field.name.words:
            known = _ABBREVIATIONS.get(word)
            if known in whole:
                other = whole[known]
                related = ((other.span, f"'{other.name}' is here"),) if other.span else ()
                yield KIND.at(
                    field.span,
                    f"'{field.name}' abbreviates what '{other.name}' writes out",
                    hint=f"write {known} in both, with renamed_from",
                    related=related,
                )
                break


RULE = Rule(
    kind=KIND, find=find, about="a word is abbreviated in one field and written out in another"
)
