"""LINT307: an email address, URL, UUID or host that is a plain text."""

from collections.abc import Iterator

from generator.check.lint.plain import is_free_text
from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity
from generator.kinds import scalars
from generator.kinds.kind import Carrier, Order

KIND = Kind(code="LINT307", name="address-as-text", severity=Severity.WARNING)
# Texts of a format that names a thing: no numbers and no times, which other rules look for.
_KINDS = {
    kind.name: kind.name
    for kind in scalars()
    if kind.carrier is Carrier.TEXT
    and "format" in kind.json
    and kind.order not in (Order.NUMBER, Order.TIME)
}
_KINDS |= {word: _KINDS[kind] for word, kind in (("url", "uri"), ("guid", "uuid"))}


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Texts without a pattern that are called ``email``, ``website_url``, ``uuid``."""
    for field in subject.fields:
        kind = _KINDS.get(field.name.words[-1])
        if kind and is_free_text(subject, field):
            yield KIND.at(
                field.span,
                f"'{field.name}' is a text, and any text fits",
                hint=f"write {kind}, which every server checks",
            )


RULE = Rule(kind=KIND, find=find, about="an email address, URL, UUID or host is a `string`")
