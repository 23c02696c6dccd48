"""LINT109: two names for the same thing: ``created_at`` here, ``creation_date`` there."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.model import Field, TypeRef
from generator.naming import Name

KIND = Kind(code="LINT109", name="two-words-for-one-thing", severity=Severity.WARNING)
SAME = (
    ("created_at", "created", "creation_date", "creation_time", "create_time", "date_created"),
    ("updated_at", "modified_at", "changed_at", "last_modified", "update_time", "date_modified"),
    ("first_name", "given_name", "forename"),
    ("last_name", "surname", "family_name"),
    ("email", "email_address", "e_mail", "mail_address"),
    ("zip", "zip_code", "postal_code", "postcode"),
    ("phone", "phone_number", "telephone", "telephone_number"),
    ("birth_date", "date_of_birth", "birthday", "born_on"),
)
# Beside these, a client is a program.
_OAUTH = frozenset({"client_secret", "grant_type", "redirect_uri", "scope"})
_NOUNS = (("customer", "client"), ("employee", "staff"), ("company", "organization", "firm"))


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Fields with the same kind of value, and names that mean the same.

    ``client_id`` beside ``customer_id`` counts only where there is a customer, and no client.
    """
    fields = [field for field in subject.fields if subject.owns(field.span)]
    by_name: dict[str, Field] = {}
    for field in fields:
        by_name.setdefault(field.name.snake, field)
    nouns = {Name.parse(one).snake for one in (*subject.api.types, *subject.api.resources)}
    for group in (*SAME, *_keys(nouns, {*by_name})):
        firsts: dict[TypeRef, Field] = {}
        for name in (name for name in by_name if name in group):
            field = by_name[name]
            first = firsts.setdefault(subject.plain(field.type), field)
            if first is not field:
                yield KIND.at(
                    field.span,
                    f"'{field.name}' and '{first.name}' are two words for one thing",
                    hint="use one of them, with renamed_from on the other",
                    related=((first.span, f"'{first.name}' is here"),) if first.span else (),
                )


def _keys(nouns: set[str], names: set[str]) -> Iterator[tuple[str, ...]]:
    for group in _NOUNS:
        if len(nouns & {*group}) == 1 and not names & _OAUTH:
            yield tuple(f"{noun}_id" for noun in group)


RULE = Rule(
    kind=KIND,
    find=find,
    about="two fields have different words for the same thing: `created_at`, `creation_date`",
)
